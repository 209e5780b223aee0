package dev.ringmaster.vmx.operation;

import static dev.ringmaster.vmx.vmcs.VmcsField.EPT_POINTER;
import static dev.ringmaster.vmx.vmcs.VmcsField.EXIT_REASON;
import static dev.ringmaster.vmx.vmcs.VmcsField.GUEST_CR0;
import static dev.ringmaster.vmx.vmcs.VmcsField.GUEST_CR4;
import static dev.ringmaster.vmx.vmcs.VmcsField.GUEST_DR7;
import static dev.ringmaster.vmx.vmcs.VmcsField.GUEST_IDTR_LIMIT;
import static dev.ringmaster.vmx.vmcs.VmcsField.GUEST_RFLAGS;
import static dev.ringmaster.vmx.vmcs.VmcsField.GUEST_RIP;
import static dev.ringmaster.vmx.vmcs.VmcsField.GUEST_RSP;
import static dev.ringmaster.vmx.vmcs.VmcsField.HOST_CR0;
import static dev.ringmaster.vmx.vmcs.VmcsField.HOST_CR3;
import static dev.ringmaster.vmx.vmcs.VmcsField.HOST_CR4;
import static dev.ringmaster.vmx.vmcs.VmcsField.HOST_CS_SELECTOR;
import static dev.ringmaster.vmx.vmcs.VmcsField.HOST_RIP;
import static dev.ringmaster.vmx.vmcs.VmcsField.HOST_RSP;
import static dev.ringmaster.vmx.vmcs.VmcsField.HOST_SS_SELECTOR;
import static dev.ringmaster.vmx.vmcs.VmcsField.HOST_TR_SELECTOR;
import static dev.ringmaster.vmx.vmcs.VmcsField.VMCS_LINK_POINTER;
import static dev.ringmaster.vmx.vmcs.VmcsField.VM_EXIT_INSTRUCTION_LEN;

import dev.ringmaster.board.Board;
import dev.ringmaster.board.BoardOptions;
import dev.ringmaster.cpu.Cpu;
import dev.ringmaster.cpu.CpuProfiles;
import dev.ringmaster.cpu.arch.Cr0;
import dev.ringmaster.cpu.arch.Cr4;
import dev.ringmaster.cpu.arch.Efer;
import dev.ringmaster.cpu.arch.Flag;
import dev.ringmaster.cpu.engine.Engine;
import dev.ringmaster.cpu.engine.Interpreter;
import dev.ringmaster.cpu.engine.RunEnd;
import dev.ringmaster.cpu.state.Segment;
import dev.ringmaster.vmx.capability.ControlWord;
import dev.ringmaster.vmx.capability.VmxCapabilities;
import dev.ringmaster.vmx.exit.ExitReason;
import dev.ringmaster.vmx.vmcs.ExitControl;
import dev.ringmaster.vmx.vmcs.PrimaryControl;
import dev.ringmaster.vmx.vmcs.SecondaryControl;
import dev.ringmaster.vmx.vmcs.SegmentFields;
import dev.ringmaster.vmx.vmcs.VmcsField;

/**
 * A machine whose 64-bit hypervisor is the test, with a real-mode guest behind EPT that maps the
 * first 2 MBytes one to one. Host tables stand at 1000H, EPT at 5000H, VMX regions at 20000H, the
 * guest's code at 10000H.
 */
final class TinyMachine {
    static final long VMXON_REGION = 0x20000;
    static final long VMCS_REGION = 0x21000;
    static final long BITMAP = 0x30000;
    static final long CODE = 0x10000;
    static final long HOST_RIP_VALUE = 0x8000;
    static final long EPT_TABLE = 0x9000;
    private static final long EPT = 0x5000;
    private static final int RAM = 4 << 20;

    final VmxCapabilities caps;
    final Board board;
    final Cpu cpu;
    final Vmx vmx;
    final Engine engine;

    TinyMachine() {
        this(VmxCapabilities.modelled());
    }

    TinyMachine(VmxCapabilities capabilities) {
        caps = capabilities;
        board = new Board(BoardOptions.minimal(RAM), ignored -> {});
        cpu =
                new Cpu(
                        CpuProfiles.byName("intel-skylake").orElseThrow(),
                        board.memory(),
                        board.ports(),
                        board.interrupts(),
                        board.clock());
        board.onAttention(cpu::requestAttention);
        vmx = Vmx.install(cpu, caps);
        engine = new Interpreter(cpu);
        engine.stopWhenGuestLeaves(true);
        startHost();
        mapEpt();
    }

    private void startHost() {
        cpu.physical.write(0x1000, 8, 0x2003);
        cpu.physical.write(0x2000, 8, 0x3003);
        for (int n = 0; n < RAM >> 21; n++) {
            cpu.physical.write(0x3000 + 8L * n, 8, (long) n << 21 | 0x83);
        }
        cpu.state.cr0 = Cr0.PE.mask() | Cr0.ET.mask() | Cr0.NE.mask() | Cr0.PG.mask();
        cpu.state.cr3 = 0x1000;
        cpu.state.cr4 = Cr4.PAE.mask() | Cr4.VMXE.mask();
        cpu.state.efer = Efer.LME.mask() | Efer.LMA.mask();
        for (Segment segment : cpu.state.segments) {
            segment.set(0x10, 0, 0xffffffffL, 0xc093);
        }
        cpu.state.segments[Segment.CS].set(8, 0, 0xffffffffL, 0xa09b);
        cpu.state.tr.set(0x18, 0, 0x67, 0x8b);
        cpu.state.rip = HOST_RIP_VALUE;
        cpu.state.gpr[4] = 0x7000;
        cpu.state.flags.set(2);
        cpu.modeChanged();
        for (long region : new long[] {VMXON_REGION, VMCS_REGION}) {
            cpu.physical.write(region, 4, caps.revision());
        }
    }

    private void mapEpt() {
        cpu.physical.write(EPT, 8, 0x6007);
        cpu.physical.write(0x6000, 8, 0x7007);
        cpu.physical.write(0x7000, 8, EPT_TABLE | 7);
        for (long page = 0; page < 512; page++) {
            mapPage(page << 12, page << 12 | 0x37);
        }
    }

    /** Sets the EPT entry of a guest-physical page. */
    void mapPage(long guestPhysical, long entry) {
        cpu.physical.write(EPT_TABLE + (guestPhysical >>> 12 << 3), 8, entry);
    }

    /** VMXON, VMCLEAR, VMPTRLD, and a complete VMCS for the real-mode guest. */
    TinyMachine withGuest(int... code) {
        code(code);
        require(vmx.vmxon(VMXON_REGION));
        require(vmx.vmclear(VMCS_REGION));
        require(vmx.vmptrld(VMCS_REGION));
        writeControls();
        writeHost();
        writeGuest();
        return this;
    }

    void code(int... bytes) {
        for (int n = 0; n < bytes.length; n++) {
            cpu.physical.write(CODE + n, 1, bytes[n]);
        }
    }

    private void writeControls() {
        for (ControlWord word : ControlWord.values()) {
            if (caps.exists(word.field())) {
                set(word.field(), caps.adjust(word, 0));
            }
        }
        on(PrimaryControl.ACTIVATE_SECONDARY_CONTROLS, PrimaryControl.HLT_EXITING);
        on(SecondaryControl.ENABLE_EPT, SecondaryControl.UNRESTRICTED_GUEST);
        on(ExitControl.HOST_ADDRESS_SPACE_SIZE);
        set(EPT_POINTER, EPT | 3 << 3 | 6);
    }

    private void writeHost() {
        set(HOST_CR0, cpu.state.cr0);
        set(HOST_CR3, cpu.state.cr3);
        set(HOST_CR4, cpu.state.cr4);
        set(HOST_CS_SELECTOR, 8);
        set(HOST_SS_SELECTOR, 0x10);
        set(HOST_TR_SELECTOR, 0x18);
        set(HOST_RIP, HOST_RIP_VALUE);
        set(HOST_RSP, 0x7000);
    }

    private void writeGuest() {
        set(GUEST_CR0, Cr0.ET.mask() | Cr0.NE.mask());
        set(GUEST_CR4, Cr4.VMXE.mask());
        for (int n = 0; n < 6; n++) {
            segment(SegmentFields.of(n), 0, 0x93);
        }
        segment(SegmentFields.of(Segment.CS), (int) CODE >> 4, 0x9b);
        segment(SegmentFields.TR, 0, 0x8b);
        segment(SegmentFields.LDTR, 0, 0x82);
        set(GUEST_IDTR_LIMIT, 0x3ff);
        set(GUEST_RSP, 0x8000);
        set(GUEST_RFLAGS, 2);
        set(GUEST_DR7, 0x400);
        set(VMCS_LINK_POINTER, -1);
    }

    private void segment(SegmentFields fields, int selector, int access) {
        set(fields.selector(), selector);
        set(fields.base(), (long) selector << 4);
        set(fields.limit(), 0xffff);
        set(fields.access(), access);
    }

    void set(VmcsField field, long value) {
        require(vmx.vmwrite(field, value));
    }

    long get(VmcsField field) {
        VmreadResult read = vmx.vmread(field);
        require(read.result());
        return read.value();
    }

    /** Sets control bits. */
    void on(Flag... controls) {
        for (Flag control : controls) {
            VmcsField field = ControlWord.of(control).field();
            set(field, control.set(get(field)));
        }
    }

    /** Clears control bits. */
    void off(Flag... controls) {
        for (Flag control : controls) {
            VmcsField field = ControlWord.of(control).field();
            set(field, control.clear(get(field)));
        }
    }

    private static void require(VmxResult result) {
        if (!result.succeeded()) {
            throw new AssertionError(result);
        }
    }

    /** Enters the guest and lets it run until it leaves. */
    ExitReason launch() {
        return enter(vmx.vmlaunch());
    }

    /** As {@link #launch}, with VMRESUME. */
    ExitReason resume() {
        return enter(vmx.vmresume());
    }

    private ExitReason enter(VmxResult result) {
        if (result.succeeded()) {
            RunEnd end = engine.run(1000);
            if (end != RunEnd.LEFT_GUEST) {
                throw new AssertionError("the guest did not leave: " + end);
            }
        } else if (result.kind() != VmxResult.Kind.EXITED) {
            throw new AssertionError(result);
        }
        return ExitReason.of((int) get(EXIT_REASON) & 0xffff);
    }

    /** Goes on behind the instruction that left. */
    ExitReason skip() {
        set(GUEST_RIP, get(GUEST_RIP) + get(VM_EXIT_INSTRUCTION_LEN));
        return resume();
    }
}
