package dev.ringmaster.cpu.guest;

/**
 * What a guest reads instead of the real thing, and what its writes really change. The defaults
 * show the real thing.
 */
public interface GuestView {

    /** What MOV from CR0, SMSW and LMSW see of the real CR0. */
    default long readCr0(long real) {
        return real;
    }

    /** What MOV from CR4 sees. */
    default long readCr4(long real) {
        return real;
    }

    /** What CR0 becomes when the guest writes {@code value}. */
    default long writtenCr0(long value, long real) {
        return value;
    }

    /** What CR4 becomes when the guest writes {@code value}. */
    default long writtenCr4(long value, long real) {
        return value;
    }

    /** What RDTSC, RDTSCP and RDMSR of the time-stamp counter return. */
    default long tsc(long real) {
        return real;
    }

    /** What MOV from CR8 sees: the task-priority class. */
    default int readCr8(int real) {
        return real;
    }

    /**
     * A guest's write of CR8.
     *
     * @return whether the view has taken it; if not, it goes to the real interrupt controller
     */
    default boolean writeCr8(int priorityClass) {
        return false;
    }

    /**
     * Whether RDTSCP, INVPCID, XSAVES and the like, enabled by a control, are there for the guest;
     * see the callers.
     */
    default boolean offers(OptionalInstruction instruction) {
        return true;
    }

    /** Whether reads of model-specific register {@code index} are virtualized without an exit. */
    default boolean readsMsr(int index) {
        return false;
    }

    /** The value for {@link #readsMsr}. */
    default long msr(int index) {
        return 0;
    }

    /** Whether the view takes the write of a model-specific register (virtual x2APIC mode). */
    default boolean writesMsr(int index, long value) {
        return false;
    }

    /**
     * Whether IRET ends the blocking of NMIs (not so in a guest whose NMIs exit and are not
     * virtual).
     */
    default boolean iretUnblocksNmis() {
        return true;
    }
}
