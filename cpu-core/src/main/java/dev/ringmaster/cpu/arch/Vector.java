package dev.ringmaster.cpu.arch;

/** The vectors of the architectural exceptions. @sdm Vol. 3A, Exception and Interrupt Reference */
public enum Vector {
    /** Divide error. */
    DE(0, false),
    /** Debug. */
    DB(1, false),
    /** Non-maskable interrupt. */
    NMI(2, false),
    /** Breakpoint. */
    BP(3, false),
    /** Overflow. */
    OF(4, false),
    /** BOUND range exceeded. */
    BR(5, false),
    /** Invalid opcode. */
    UD(6, false),
    /** Device not available. */
    NM(7, false),
    /** Double fault. */
    DF(8, true),
    /** Invalid TSS. */
    TS(10, true),
    /** Segment not present. */
    NP(11, true),
    /** Stack-segment fault. */
    SS(12, true),
    /** General protection. */
    GP(13, true),
    /** Page fault. */
    PF(14, true),
    /** x87 floating-point error. */
    MF(16, false),
    /** Alignment check. */
    AC(17, true),
    /** Machine check. */
    MC(18, false),
    /** SIMD floating-point exception. */
    XM(19, false),
    /** Virtualization exception. */
    VE(20, false),
    /** Control protection. */
    CP(21, true);

    private final int number;
    private final boolean errorCode;

    Vector(int number, boolean errorCode) {
        this.number = number;
        this.errorCode = errorCode;
    }

    /** The vector's number, 0 to 31. */
    public int number() {
        return number;
    }

    /** Whether the exception pushes an error code in protected mode. */
    public boolean pushesErrorCode() {
        return errorCode;
    }
}
