package dev.ringmaster.cpu.arch;

/**
 * The bits of RFLAGS; IOPL is the two-bit field that starts at {@link #IOPL_LOW}. @sdm Vol. 1,
 * EFLAGS Register
 */
public enum Rflags implements Flag {
    /** Carry. */
    CF(0),
    /** Always 1. */
    FIXED(1),
    /** Parity of the low byte. */
    PF(2),
    /** Carry out of bit 3. */
    AF(4),
    /** Zero. */
    ZF(6),
    /** Sign. */
    SF(7),
    /** Trap after one instruction. */
    TF(8),
    /** Interrupts enabled. */
    IF(9),
    /** String direction: down. */
    DF(10),
    /** Signed overflow. */
    OF(11),
    /** Low bit of the I/O privilege level. */
    IOPL_LOW(12),
    /** High bit of the I/O privilege level. */
    IOPL_HIGH(13),
    /** Nested task. */
    NT(14),
    /** Resume: no instruction breakpoint once. */
    RF(16),
    /** Virtual-8086 mode. */
    VM(17),
    /** Alignment check, or access to user pages under SMAP. */
    AC(18),
    /** Virtual interrupt flag. */
    VIF(19),
    /** Virtual interrupt pending. */
    VIP(20),
    /** CPUID is present. */
    ID(21);

    /** The six status flags CF, PF, AF, ZF, SF and OF. */
    public static final long STATUS = 0x8d5;

    /** Both bits of IOPL. */
    public static final long IOPL = 0x3000;

    /** Every bit that is defined and not fixed. */
    public static final long DEFINED = 0x3f7fd5;

    private final int bit;

    Rflags(int bit) {
        this.bit = bit;
    }

    /** The I/O privilege level in {@code rflags}, 0 to 3. */
    public static int iopl(long rflags) {
        return (int) (rflags >> 12) & 3;
    }

    @Override
    public int bit() {
        return bit;
    }
}
