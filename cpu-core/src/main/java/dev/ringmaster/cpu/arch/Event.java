package dev.ringmaster.cpu.arch;

/**
 * Something that is delivered through the IDT.
 *
 * @param type its kind; the numbers are those of the interruption-information formats of both
 *     vendors
 * @param vector 0 to 255
 * @param hasErrorCode whether an error code is pushed
 * @param errorCode the error code, or 0
 * @param instructionLength for software interrupts and exceptions, the length of the instruction in
 *     bytes; else 0
 * @param linear for a page fault, the address for CR2; else 0
 * @param debugStatus for a debug exception, what is added to DR6; else 0
 * @sdm Vol. 3C, VM-Entry Controls for Event Injection; @apm Vol. 2, Event Injection
 */
public record Event(
        Type type,
        int vector,
        boolean hasErrorCode,
        int errorCode,
        int instructionLength,
        long linear,
        long debugStatus) {

    /** The kinds of events. */
    public enum Type {
        /** From the interrupt pin. */
        EXTERNAL_INTERRUPT(0),
        /** Non-maskable interrupt. */
        NMI(2),
        /** A fault, trap or abort found by the processor. */
        HARDWARE_EXCEPTION(3),
        /** INT n. */
        SOFTWARE_INTERRUPT(4),
        /** INT1. */
        PRIVILEGED_SOFTWARE_EXCEPTION(5),
        /** INT3 or INTO. */
        SOFTWARE_EXCEPTION(6);

        private final int number;

        Type(int number) {
            this.number = number;
        }

        /** The number in VT-x interruption information. */
        public int number() {
            return number;
        }

        /**
         * Whether an instruction asked for it: the gate's DPL is checked and RIP saved is that of
         * the next instruction.
         */
        public boolean software() {
            return number >= 4;
        }
    }

    /**
     * A fault as an event; the error code goes along in protected mode only, which delivery knows.
     */
    public static Event of(Fault fault) {
        return new Event(
                Type.HARDWARE_EXCEPTION,
                fault.vector().number(),
                fault.vector().pushesErrorCode(),
                fault.errorCode(),
                0,
                fault.linear(),
                fault.debugStatus());
    }

    /** A maskable interrupt. */
    public static Event external(int vector) {
        return new Event(Type.EXTERNAL_INTERRUPT, vector, false, 0, 0, 0, 0);
    }

    /** A non-maskable interrupt. */
    public static Event nmi() {
        return new Event(Type.NMI, 2, false, 0, 0, 0, 0);
    }

    /** INT n, INT3, INTO or INT1. */
    public static Event software(Type type, int vector, int instructionLength) {
        return new Event(type, vector, false, 0, instructionLength, 0, 0);
    }
}
