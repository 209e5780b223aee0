package dev.ringmaster.testkit.sensitive;

import dev.ringmaster.cpu.Cpu;
import dev.ringmaster.cpu.arch.Cr4;
import dev.ringmaster.cpu.protection.ControlRegisters;
import dev.ringmaster.cpu.state.CpuState;
import dev.ringmaster.cpu.state.DescriptorTable;
import dev.ringmaster.cpu.state.Segment;

/**
 * The state in which an instruction starts: what a system would have set up before it runs a guest.
 * IOPL is 0, the I/O permission bitmap allows no port, CR4.UMIP is 1 where the processor has it;
 * every other choice lets instructions be executed rather than trap.
 */
final class StartState {
    static final long FLAGS = 0x202;
    private static final long CR0 = 0x80010033L;
    private static final long FLAT = 0xffffffffL;
    private static final long SCE = 1;
    private static final long LONG = 0x500;
    private static final long WANTED_CR4 =
            Cr4.OSFXSR.mask()
                    | Cr4.OSXMMEXCPT.mask()
                    | Cr4.UMIP.mask()
                    | Cr4.FSGSBASE.mask()
                    | Cr4.OSXSAVE.mask();
    private static final int TSC_START = 0x1000000;

    private final CpuState empty = new CpuState();
    private final Cpu cpu;
    private final Mode mode;

    StartState(Cpu cpu, Mode mode) {
        this.cpu = cpu;
        this.mode = mode;
    }

    /** Makes the state of {@code ring} with the registers of {@code palette}. */
    void enter(int ring, Palette palette) {
        CpuState s = cpu.state;
        s.set(empty);
        forget(s);
        control(s);
        tables(s);
        segments(s, ring);
        fastCalls(s);
        palette.registers(s.gpr);
        s.gpr[4] = Layout.STACK;
        s.gpr[5] = Layout.STACK + 0x40;
        s.gpr[6] = Layout.DATA;
        s.gpr[7] = Layout.DATA_2;
        for (int n = 0; n < s.xmm.length; n++) {
            s.xmm[n] = 0x3ff0000000000000L + n;
        }
        s.rip = Layout.CODE;
        s.flags.set(FLAGS | palette.status());
        cpu.setTsc(TSC_START);
        cpu.interrupts.setTaskPriorityClass(0);
    }

    /** What {@link CpuState#set} leaves alone. */
    private static void forget(CpuState s) {
        s.shadowExpires = false;
        s.stepArmed = false;
        s.resumeExpires = false;
        s.monitorArmed = false;
        s.x87InstructionOffset = 0;
        s.x87InstructionSelector = 0;
        s.x87Opcode = 0;
        s.x87DataOffset = 0;
        s.x87DataSelector = 0;
    }

    private void control(CpuState s) {
        s.cr0 = CR0;
        s.cr3 = Layout.TABLES;
        s.cr4 = WANTED_CR4 & ControlRegisters.definedCr4(cpu);
        s.cr4 |= mode.isLong() ? Cr4.PAE.mask() : 0;
        s.efer = mode.isLong() ? SCE | LONG : SCE;
        s.dr[6] = 0xffff0ff0L;
        s.dr[7] = 0x400;
    }

    private void tables(CpuState s) {
        set(s.gdtr, Layout.GDT, Layout.GDT_LIMIT);
        set(s.idtr, Layout.IDT, Layout.idtLimit(mode));
        s.ldtr.set(Layout.LDT_SELECTOR, Layout.LDT, Layout.LDT_LIMIT, 0x82);
        int limit = Layout.BITMAP + Layout.BITMAP_BYTES - 1;
        s.tr.set(Layout.TSS_SELECTOR, Layout.TSS, limit, 0x8b);
    }

    private static void set(DescriptorTable table, long base, int limit) {
        table.base = base;
        table.limit = limit;
    }

    private void segments(CpuState s, int ring) {
        for (Segment segment : s.segments) {
            segment.set(Layout.USER_DATA, 0, FLAT, 0xc0f3);
        }
        int code = (mode.isLong() ? 0xa09b : 0xc09b) | ring << 5;
        s.segments[Segment.CS].set(Layout.code(ring), 0, FLAT, code);
        s.segments[Segment.SS].set(Layout.data(ring), 0, FLAT, 0xc093 | ring << 5);
        s.cpl = ring;
    }

    private static void fastCalls(CpuState s) {
        s.star = (long) (Layout.KERNEL_DATA | 3) << 48 | (long) Layout.KERNEL_CODE << 32 | 0x100;
        s.lstar = 0x100;
        s.cstar = 0x100;
        s.sfmask = FLAGS & 0x200;
        s.sysenterCs = Layout.KERNEL_CODE;
        s.sysenterEsp = Layout.INNER_STACK;
        s.sysenterEip = 0x100;
    }
}
