package dev.ringmaster.cpu;

import dev.ringmaster.cpu.arch.Cr0;
import dev.ringmaster.cpu.arch.Fault;
import dev.ringmaster.cpu.bus.InterruptController;
import dev.ringmaster.cpu.bus.PhysicalMemory;
import dev.ringmaster.cpu.bus.PortSpace;
import dev.ringmaster.cpu.bus.VirtualClock;
import dev.ringmaster.cpu.guest.GuestMode;
import dev.ringmaster.cpu.guest.GuestView;
import dev.ringmaster.cpu.guest.Intercepts;
import dev.ringmaster.cpu.instruction.Mnemonic;
import dev.ringmaster.cpu.memory.LinearMemory;
import dev.ringmaster.cpu.state.CpuState;
import dev.ringmaster.cpu.state.Segment;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/**
 * One logical processor. It joins the registers, linear memory, the pins, the model-specific
 * registers, the profile, the contributions of extensions and the guest mode; instructions are
 * executed on it by an engine.
 *
 * <p>Who changes a register on which the mode depends calls {@link #modeChanged()}; who changes
 * what translation depends on flushes {@link #memory}; who does something that may let an event
 * through calls {@link #requestAttention()}.
 */
public final class Cpu {
    /** The registers. */
    public final CpuState state = new CpuState();

    /** Memory by linear address. */
    public final LinearMemory memory;

    /** The memory bus. */
    public final PhysicalMemory physical;

    /** The I/O ports. */
    public final PortSpace ports;

    /** The interrupt pin. */
    public final InterruptController interrupts;

    /** Virtual time. */
    public final VirtualClock clock;

    /** What is modelled. */
    public final CpuProfile profile;

    private final Msrs msrs = new Msrs();
    private final List<CpuExtension> extensions = new ArrayList<>();
    private final Map<Mnemonic, Meaning> contributed = new EnumMap<>(Mnemonic.class);
    private GuestMode guest = GuestMode.NONE;
    private Intercepts intercepts = GuestMode.GO_ON;
    private GuestView view = GuestMode.REAL;
    private boolean attention;
    private boolean leftGuest;
    private long tscOffset;
    private int modeKey;

    /** A processor on a board, in the state after reset. */
    public Cpu(
            CpuProfile profile,
            PhysicalMemory physical,
            PortSpace ports,
            InterruptController interrupts,
            VirtualClock clock) {
        this.profile = profile;
        this.physical = physical;
        this.ports = ports;
        this.interrupts = interrupts;
        this.clock = clock;
        this.memory =
                new LinearMemory(
                        state, physical, profile.physicalBits(), profile.has(Feature.PAGE1GB));
        CoreMsrs.register(this);
        reset();
    }

    /** Adds an extension; to be done before the first instruction. */
    public void install(CpuExtension extension) {
        extensions.add(extension);
        contributed.putAll(extension.meanings());
        extension.contribute(msrs);
    }

    /** The extensions in the order of installation. */
    public List<CpuExtension> extensions() {
        return List.copyOf(extensions);
    }

    /** What an extension contributes for {@code mnemonic}, or null. */
    public Meaning contributed(Mnemonic mnemonic) {
        return contributed.get(mnemonic);
    }

    /** The model-specific registers. */
    public Msrs msrs() {
        return msrs;
    }

    /** The state after RESET. @sdm Vol. 3A, Processor State After Reset */
    public void reset() {
        for (Segment s : state.segments) {
            s.set(0, 0, 0xffff, 0x93);
        }
        state.segments[Segment.CS].set(0xf000, 0xffff0000L, 0xffff, 0x9b);
        state.ldtr.set(0, 0, 0xffff, 0x82);
        state.tr.set(0, 0, 0xffff, 0x8b);
        state.gdtr.limit = 0xffff;
        state.idtr.limit = 0xffff;
        state.rip = 0xfff0;
        state.flags.set(2);
        state.cr0 = 0x60000010;
        state.dr[6] = 0xffff0ff0L;
        state.dr[7] = 0x400;
        memory.flush();
        modeChanged();
    }

    // --- guest mode

    /** Begins to run a guest: {@code mode} answers from now on. */
    public void enterGuest(GuestMode mode) {
        guest = mode;
        intercepts = mode.intercepts();
        view = mode.view();
        memory.use(mode.secondLevel());
        forgetInstruction();
        requestAttention();
    }

    /** What was noted about the instruction before the switch does not concern the one after it. */
    private void forgetInstruction() {
        state.delivering = null;
        state.stepArmed = false;
        state.shadowExpires = false;
        state.resumeExpires = false;
    }

    /** Ends guest mode; the state has been switched by whoever calls. */
    public void leaveGuest() {
        guest = GuestMode.NONE;
        intercepts = GuestMode.GO_ON;
        view = GuestMode.REAL;
        memory.use(GuestMode.NONE.secondLevel());
        leftGuest = true;
        forgetInstruction();
        requestAttention();
    }

    /** Who answers at present; {@link GuestMode#NONE} without a guest. */
    public GuestMode guest() {
        return guest;
    }

    /** Where the guest can be stopped. */
    public Intercepts intercepts() {
        return intercepts;
    }

    /** What the guest reads. */
    public GuestView view() {
        return view;
    }

    /** Whether a guest was left since the last call; a run loop driven from Java stops then. */
    public boolean takeLeftGuest() {
        boolean was = leftGuest;
        leftGuest = false;
        return was;
    }

    // --- events

    /** Asks the engine to look for events at the next boundary between instructions. */
    public void requestAttention() {
        attention = true;
    }

    /** Whether somebody asked for attention. */
    public boolean attention() {
        return attention;
    }

    /** Withdraws the request; the engine does it before it looks. */
    public void clearAttention() {
        attention = false;
    }

    /** Raises the NMI pin. */
    public void raiseNmi() {
        state.nmiPending = true;
        requestAttention();
    }

    // --- mode

    /**
     * Must be called after CR0, CR4, EFER, CS, SS, CPL, RFLAGS.VM, RFLAGS.AC or DR7 changed, by
     * whatever way.
     */
    public void modeChanged() {
        memory.contextChanged();
        modeKey = computeModeKey();
    }

    /**
     * Everything about the mode that the decoding and binding of code depends on, as a small
     * number: code size, stack size, ring, protection, and whether segments are flat.
     */
    public int modeKey() {
        return modeKey;
    }

    private int computeModeKey() {
        Segment[] s = state.segments;
        int key = state.codeSize() | state.stackSize() << 4 | state.cpl << 8;
        key |= state.protectedMode() ? 1 << 10 : 0;
        key |= state.virtual8086() ? 1 << 11 : 0;
        key |= state.longMode() ? 1 << 12 : 0;
        boolean flat =
                s[Segment.ES].flat()
                        && s[Segment.CS].flat()
                        && s[Segment.SS].flat()
                        && s[Segment.DS].flat();
        key |= flat ? 1 << 13 : 0;
        key |= Cr0.TS.in(state.cr0) || Cr0.EM.in(state.cr0) ? 1 << 14 : 0;
        key |= s[Segment.ES].writable() ? 1 << 15 : 0;
        key |= s[Segment.DS].writable() ? 1 << 16 : 0;
        return key;
    }

    // --- time

    /** The time-stamp counter of the real machine. */
    public long tsc() {
        return clock.now() + tscOffset;
    }

    /** Writes the time-stamp counter. */
    public void setTsc(long value) {
        tscOffset = value - clock.now();
    }

    /** How far the time-stamp counter is ahead of the clock. */
    public long tscOffset() {
        return tscOffset;
    }

    // --- CPUID

    /** What CPUID returns for a leaf on the real machine. @sdm Vol. 2A, CPUID */
    public CpuidResult cpuid(int leaf, int subleaf) {
        CpuidResult result = Cpuid.answer(this, leaf, subleaf);
        for (CpuExtension extension : extensions) {
            result = extension.cpuid(leaf, subleaf, result);
        }
        return result;
    }

    // --- privilege

    /** Raises #GP(0) in rings 1 to 3. */
    public void requireRing0() {
        if (state.cpl != 0) {
            throw Fault.gp(0);
        }
    }

    /** Raises #UD unless the profile has the feature. */
    public void require(Feature feature) {
        if (!profile.has(feature)) {
            throw Fault.ud();
        }
    }
}
