package dev.ringmaster.cpu.guest;

import dev.ringmaster.cpu.arch.Event;

/**
 * The points at which a guest can be stopped. Semantics call them at the place where the manuals
 * rank the intercept among the instruction's faults. An answer is to return (go on) or to record an
 * exit and throw {@link GuestExit}. The defaults go on.
 *
 * @sdm Vol. 3C, Instructions That Cause VM Exits; @apm Vol. 2, Instruction Intercepts
 */
public interface Intercepts {

    default void cpuid() {}

    default void hlt() {}

    default void invd() {}

    default void wbinvd() {}

    /** INVLPG of the linear address. */
    default void invlpg(long linear) {}

    /** INVPCID of this type (0 to 3). */
    default void invpcid(long type) {}

    default void rdtsc() {}

    default void rdtscp() {}

    default void rdpmc() {}

    default void rdrand() {}

    default void rdseed() {}

    default void pause() {}

    default void monitor() {}

    /** MWAIT; {@code armed} says whether a MONITOR range is armed. */
    default void mwait(boolean armed) {}

    default void rsm() {}

    default void xsetbv() {}

    /** MOV from control register {@code cr} to general register {@code gpr}. */
    default void readControl(int cr, int gpr) {}

    /** MOV of {@code value} to control register {@code cr} from general register {@code gpr}. */
    default void writeControl(int cr, long value, int gpr) {}

    default void clts() {}

    /**
     * LMSW of the 16-bit {@code source}; {@code memory} and {@code linear} tell where it came from.
     */
    default void lmsw(int source, boolean memory, long linear) {}

    default void smsw() {}

    /** MOV from debug register {@code dr}. */
    default void readDebug(int dr, int gpr) {}

    /** MOV to debug register {@code dr}. */
    default void writeDebug(int dr, int gpr) {}

    /** IN, OUT, INS, OUTS: one element. */
    default void port(PortAccess access) {}

    /** RDMSR of the index. */
    default void readMsr(int index) {}

    /** WRMSR. */
    default void writeMsr(int index, long value) {}

    /** An instruction of the SGDT or SLDT family. */
    default void table(TableInstruction instruction) {}

    /** INT n. */
    default void softwareInterrupt(int vector) {}

    default void iret() {}

    default void pushf() {}

    default void popf() {}

    /** An exception is about to be delivered (not a software interrupt of INT n). */
    default void exception(Event event) {}

    /** A maskable interrupt is about to be accepted; it has not been acknowledged. */
    default void externalInterrupt() {}

    /** A non-maskable interrupt is about to be delivered. */
    default void nmi() {}

    /** A task switch is about to happen. */
    default void taskSwitch(int selector, TaskSwitchSource source, Event cause) {}

    /** A fault while a double fault was being delivered. */
    default void tripleFault() {}

    /**
     * Between two instructions, whenever attention was requested: timers, window exits, virtual
     * interrupts.
     */
    default void boundary() {}

    /**
     * Whether a maskable interrupt of the real machine can get through now.
     *
     * @param open what RFLAGS.IF and the interrupt shadows say
     */
    default boolean interruptsOpen(boolean open) {
        return open;
    }

    /** Whether an NMI can get through now; {@code open} is what the blocking bits say. */
    default boolean nmisOpen(boolean open) {
        return open;
    }
}
