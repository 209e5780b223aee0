package dev.ringmaster.board;

import dev.ringmaster.cpu.arch.Fault;
import dev.ringmaster.cpu.arch.Msr;
import dev.ringmaster.cpu.arch.NotModelled;
import dev.ringmaster.cpu.bus.InterruptController;
import dev.ringmaster.cpu.bus.VirtualClock;

import java.util.function.IntConsumer;
import java.util.function.LongSupplier;

/**
 * The local APIC of the only processor: xAPIC by its page of memory, x2APIC by MSRs. What comes
 * from the 8259 pair passes it at LINT0 (ExtINT), and passes by it while it is globally disabled.
 * Messages to processors that are absent vanish. An access to its page other than of 4 bytes on a
 * 16-byte boundary, which the manual leaves undefined, writes nothing and counts as an illegal
 * register address.
 *
 * @sdm Vol. 3A, Advanced Programmable Interrupt Controller (APIC)
 */
public final class LocalApic implements InterruptController, MemoryDevice {
    /** IA32_TSC_DEADLINE. */
    public static final int TSC_DEADLINE = 0x6e0;

    /** Version 0x14, six entries in the local vector table. */
    private static final int VERSION = 0x0005_0014;

    private static final int LVT_MASKED = 1 << 16;
    private static final int SVR_ENABLED = 1 << 8;
    private static final int ESR_SEND_VECTOR = 1 << 5;
    private static final int ESR_RECEIVE_VECTOR = 1 << 6;
    private static final int ESR_REGISTER = 1 << 7;

    private final ApicBase base;
    private final ApicAddress address;
    private final InterruptController pic;
    private final ApicTimer timer;
    private final LocalLines lines;
    private final ApicPriorities priorities = new ApicPriorities();
    private final int[] lvt = new int[6];
    private Runnable attention = () -> {};
    private Runnable nmi = () -> {};
    private Runnable init =
            () -> {
                throw new NotModelled(
                        "INIT sent to oneself", "SDM, Issuing Interprocessor Interrupts");
            };
    private IntConsumer endOfInterrupt = vector -> {};
    private int svr;
    private int esr;
    private int errors;
    private long icr;

    /**
     * The APIC of the bootstrap processor after reset, answering at its page.
     *
     * @param pic the 8259 pair, whose output must also drive {@link #lint0}
     */
    public LocalApic(int id, MemoryBus memory, VirtualClock clock, InterruptController pic) {
        base = new ApicBase(memory, this);
        address = new ApicAddress(id, base);
        this.pic = pic;
        timer = new ApicTimer(clock, () -> fireLvt(ApicRegister.LVT_TIMER));
        lines = new LocalLines(this);
        reset();
    }

    /** What the processor's CPUID says that concerns IA32_APIC_BASE. */
    public void profile(boolean x2apic, int addressBits) {
        base.profile(x2apic, addressBits);
    }

    /** Names who is called when an interrupt may have become pending. */
    public void onAttention(Runnable callback) {
        attention = callback;
    }

    /** Names who is called for each non-maskable interrupt. */
    public void onNmi(Runnable callback) {
        nmi = callback;
    }

    /**
     * Names who is called when the processor sends itself INIT; without one that is not modelled.
     */
    public void onInit(Runnable callback) {
        init = callback;
    }

    /** Names who is told the vector of a level-triggered interrupt that has ended: the I/O APIC. */
    public void onEndOfInterrupt(IntConsumer callback) {
        endOfInterrupt = callback;
    }

    /**
     * Names who knows what the time-stamp counter is ahead of the clock; {@link #tscChanged} says
     * that it changed.
     */
    public void connectTsc(LongSupplier offset) {
        timer.connectTsc(offset);
    }

    /** To be called when the time-stamp counter was written. */
    public void tscChanged() {
        timer.tscChanged();
    }

    /**
     * What firmware leaves: enabled, the 8259 pair at LINT0, the non-maskable interrupt at LINT1
     * (virtual wire mode).
     */
    void virtualWire() {
        svr |= SVR_ENABLED;
        writeLvt(ApicRegister.LVT_LINT0, 0x700);
        writeLvt(ApicRegister.LVT_LINT1, 0x400);
    }

    /** The state after power-up. @sdm Vol. 3A, Local APIC State After Power-Up or Reset */
    public void reset() {
        address.reset();
        initialize();
    }

    /**
     * What INIT does: as power-up, but the ID and IA32_APIC_BASE stay. @sdm Vol. 3A, Local APIC
     * State After an INIT Reset
     */
    public void initialize() {
        address.initialize();
        svr = 0xff;
        esr = 0;
        errors = 0;
        icr = 0;
        priorities.reset();
        java.util.Arrays.fill(lvt, LVT_MASKED);
        lines.reset();
        timer.reset();
    }

    /** Whether IA32_APIC_BASE enables it; CPUID.1:EDX[9] shows this. */
    public boolean enabled() {
        return base.enabled();
    }

    /** Whether it is in x2APIC mode. */
    public boolean x2apic() {
        return base.x2apic();
    }

    // --- the processor's pin

    @Override
    public boolean pending() {
        return external() || priorities.candidate() >= 0;
    }

    @Override
    public int acknowledge() {
        if (external()) {
            return pic.acknowledge();
        }
        int vector = priorities.candidate();
        if (vector < 0) {
            return svr & 0xff;
        }
        priorities.serve(vector);
        return vector;
    }

    private boolean external() {
        return (!enabled() || lines.external()) && pic.pending();
    }

    @Override
    public int taskPriorityClass() {
        return priorities.task() >> 4;
    }

    @Override
    public void setTaskPriorityClass(int priorityClass) {
        priorities.setTask((priorityClass & 0xf) << 4);
        announce();
    }

    private void announce() {
        if (pending()) {
            attention.run();
        }
    }

    // --- what comes in

    /** The wire from the 8259 pair. */
    public void lint0(boolean high) {
        lines.set(0, high);
        if (!enabled()) {
            announce();
        }
    }

    /** The wire of the non-maskable interrupt. */
    public void lint1(boolean high) {
        lines.set(1, high);
    }

    /** Takes a fixed interrupt. @sdm Vol. 3A, Interrupt Acceptance for Fixed Interrupts */
    public void accept(int vector, boolean level) {
        if (vector < 16) {
            error(ESR_RECEIVE_VECTOR);
        } else if (enabled() && (svr & SVR_ENABLED) != 0) {
            priorities.request(vector, level);
            announce();
        }
    }

    void nonMaskable() {
        nmi.run();
    }

    void external(boolean high) {
        if (high) {
            announce();
        }
    }

    int lvt(ApicRegister register) {
        return lvt[register.number() - ApicRegister.LVT_TIMER.number()];
    }

    private void fireLvt(ApicRegister register) {
        int entry = lvt(register);
        if ((entry & LVT_MASKED) == 0) {
            accept(entry & 0xff, false);
        }
    }

    private void error(int bit) {
        errors |= bit;
        int entry = lvt(ApicRegister.LVT_ERROR);
        if ((entry & LVT_MASKED) == 0 && (entry & 0xff) >= 16) {
            accept(entry & 0xff, false);
        }
    }

    // --- messages between processors

    /**
     * Whether a message to {@code destination} reaches this APIC. @sdm Vol. 3A, Determining IPI
     * Destination
     */
    public boolean matches(int destination, boolean logical) {
        return address.matches(destination, logical);
    }

    /**
     * @sdm Vol. 3A, Interrupt Command Register (ICR)
     */
    private void send() {
        boolean reachesSelf =
                switch ((int) icr >> 18 & 3) {
                    case 0 -> matches((int) (icr >>> (x2apic() ? 32 : 56)), (icr & 0x800) != 0);
                    case 1, 2 -> true;
                    default -> false;
                };
        int vector = (int) icr & 0xff;
        int mode = (int) icr >> 8 & 7;
        if (mode <= 1 && vector < 16) {
            error(ESR_SEND_VECTOR);
        } else if (reachesSelf) {
            receive(mode, vector, (icr & 0xc000) == 0x8000);
        }
    }

    /** A message by its delivery mode; a start-up message to a processor that runs is ignored. */
    void receive(int mode, int vector, boolean initDeassert) {
        switch (mode) {
            case 0, 1 -> accept(vector, false);
            case 2 ->
                    throw new NotModelled(
                            "system management interrupt", "SDM, System Management Mode");
            case 4 -> nmi.run();
            case 5 -> {
                if (!initDeassert) {
                    init.run();
                }
            }
            default -> {
                // 6 is start-up; 3 and 7 are reserved
            }
        }
    }

    private void endOfInterrupt() {
        int vector = priorities.end();
        if (vector >= 0 && priorities.trigger.has(vector)) {
            lines.ended(vector);
            endOfInterrupt.accept(vector);
        }
        announce();
    }

    // --- registers

    private long readRegister(ApicRegister register, int number) {
        if (register.isLvt()) {
            return lvt(register) | lines.remoteIrr(register);
        }
        return switch (register) {
            case ID -> address.id();
            case VERSION -> VERSION;
            case TPR -> priorities.task();
            case PPR -> priorities.processor();
            case LDR -> address.logicalDestination();
            case DFR -> address.destinationFormat();
            case SVR -> svr;
            case ISR -> priorities.inService.word(number & 7);
            case TMR -> priorities.trigger.word(number & 7);
            case IRR -> priorities.request.word(number & 7);
            case ESR -> esr;
            case ICR -> icr;
            case ICR_HIGH -> icr >>> 32;
            case INITIAL_COUNT -> timer.initialCount();
            case CURRENT_COUNT -> timer.currentCount();
            case DIVIDE -> timer.divideConfiguration();
            case EOI, SELF_IPI, LVT_TIMER, LVT_THERMAL, LVT_PERFORMANCE -> 0;
            case LVT_LINT0, LVT_LINT1, LVT_ERROR -> 0;
        };
    }

    private void writeRegister(ApicRegister register, long value) {
        if (register.isLvt()) {
            writeLvt(register, (int) value);
            return;
        }
        switch (register) {
            case ID -> address.setId((int) value);
            case TPR -> priorities.setTask((int) value & 0xff);
            case EOI -> endOfInterrupt();
            case LDR -> address.setLogicalDestination((int) value);
            case DFR -> address.setDestinationFormat((int) value);
            case SVR -> writeSpurious((int) value & 0x3ff);
            case ESR -> {
                esr = errors;
                errors = 0;
            }
            case ICR -> {
                icr = x2apic() ? value & ~0x1000L : icr & 0xffff_ffff_0000_0000L | value & 0xccfffL;
                send();
            }
            case ICR_HIGH -> icr = icr & 0xffff_ffffL | (value & 0xff00_0000L) << 32;
            case INITIAL_COUNT -> timer.setInitialCount(value & 0xffff_ffffL);
            case DIVIDE -> timer.setDivideConfiguration((int) value);
            case SELF_IPI -> selfInterrupt((int) value & 0xff);
            case VERSION, PPR, ISR, TMR, IRR, CURRENT_COUNT, LVT_TIMER, LVT_THERMAL -> {}
            case LVT_PERFORMANCE, LVT_LINT0, LVT_LINT1, LVT_ERROR -> {}
        }
        announce();
    }

    private void selfInterrupt(int vector) {
        if (vector < 16) {
            error(ESR_SEND_VECTOR);
        } else {
            accept(vector, false);
        }
    }

    /**
     * While software has the APIC disabled, all entries stay masked. @sdm Vol. 3A, Local APIC State
     * After It Has Been Software Disabled
     */
    private void writeLvt(ApicRegister register, int value) {
        int entry = value & register.lvtMask() | ((svr & SVR_ENABLED) == 0 ? LVT_MASKED : 0);
        lvt[register.number() - ApicRegister.LVT_TIMER.number()] = entry;
        if (register == ApicRegister.LVT_TIMER) {
            timer.setMode(entry >> 17 & 3);
        }
        lines.update();
        announce();
    }

    private void writeSpurious(int value) {
        svr = value;
        if ((value & SVR_ENABLED) == 0) {
            for (int i = 0; i < lvt.length; i++) {
                lvt[i] |= LVT_MASKED;
            }
        }
    }

    // --- xAPIC: the page

    @Override
    public long read(int offset, int size) {
        int number = offset >> 4;
        ApicRegister register = ApicRegister.of(number);
        boolean inside = (offset & 0xf) + size <= 4;
        if (!inside || register == null || register == ApicRegister.SELF_IPI) {
            error(ESR_REGISTER);
            return 0;
        }
        return (readRegister(register, number) & 0xffff_ffffL) >>> 8 * (offset & 3);
    }

    @Override
    public void write(int offset, int size, long value) {
        ApicRegister register = ApicRegister.of(offset >> 4);
        if (size != 4
                || (offset & 0xf) != 0
                || register == null
                || register == ApicRegister.SELF_IPI) {
            error(ESR_REGISTER);
        } else {
            writeRegister(register, value);
        }
    }

    // --- MSRs

    /** Whether RDMSR and WRMSR of this MSR belong here. */
    public static boolean owns(int msr) {
        return msr == Msr.APIC_BASE || msr == TSC_DEADLINE || isX2apic(msr);
    }

    private static boolean isX2apic(int msr) {
        return msr >= Msr.X2APIC_FIRST && msr <= Msr.X2APIC_LAST;
    }

    /**
     * RDMSR of an MSR that it {@link #owns}; #GP(0) as a {@link Fault}. @sdm Vol. 3A, Extended
     * XAPIC (x2APIC)
     */
    public long readMsr(int msr) {
        if (msr == Msr.APIC_BASE) {
            return base.value();
        }
        if (msr == TSC_DEADLINE) {
            return timer.deadline();
        }
        int number = msr - Msr.X2APIC_FIRST;
        ApicRegister register = ApicRegister.of(number);
        if (!isX2apic(msr) || !x2apic() || register == null || !register.readable()) {
            throw Fault.gp(0);
        }
        long value = readRegister(register, number);
        return register == ApicRegister.ICR ? value : value & 0xffff_ffffL;
    }

    /**
     * WRMSR of an MSR that it {@link #owns}; #GP(0) as a {@link Fault}. @sdm Vol. 3A, Extended
     * XAPIC (x2APIC)
     */
    public void writeMsr(int msr, long value) {
        if (msr == Msr.APIC_BASE) {
            writeBase(value);
        } else if (msr == TSC_DEADLINE) {
            timer.setDeadline(value);
        } else {
            ApicRegister register = ApicRegister.of(msr - Msr.X2APIC_FIRST);
            if (!isX2apic(msr) || !x2apic() || register == null || !register.accepts(value)) {
                throw Fault.gp(0);
            }
            writeRegister(register, value);
        }
    }

    private void writeBase(long value) {
        boolean wasEnabled = enabled();
        boolean wasX2apic = x2apic();
        base.write(value);
        if (enabled() != wasEnabled) {
            reset();
        } else if (x2apic() && !wasX2apic) {
            icr &= 0xffff_ffffL;
        }
        announce();
    }
}
