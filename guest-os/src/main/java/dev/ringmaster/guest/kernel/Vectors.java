package dev.ringmaster.guest.kernel;

/** The interrupt vectors that the small kernels use. @sdm Vol. 3A, Sources of Interrupts */
final class Vectors {
    static final int DIVIDE_ERROR = 0;
    static final int BREAKPOINT = 3;
    static final int INVALID_OPCODE = 6;
    static final int GENERAL_PROTECTION = 13;
    static final int PAGE_FAULT = 14;

    /** How many vectors are exceptions. */
    static final int EXCEPTIONS = 32;

    /** Where the first 8259 begins; its input 0 is the timer. */
    static final int TIMER = 32;

    /** Where the second 8259 begins. */
    static final int SECOND_PIC = 40;

    /** The software interrupt of system calls. */
    static final int SYSTEM_CALL = 0x80;

    private Vectors() {}

    /** Whether the processor pushes an error code. */
    static boolean hasErrorCode(int vector) {
        return vector == 8 || vector >= 10 && vector <= 14 || vector == 17 || vector == 21;
    }
}
