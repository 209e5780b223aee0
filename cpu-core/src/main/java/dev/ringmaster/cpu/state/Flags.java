package dev.ringmaster.cpu.state;

import dev.ringmaster.cpu.arch.Rflags;

/**
 * RFLAGS with lazy status flags: an arithmetic instruction leaves its operands and its result here,
 * and a flag is computed when somebody asks. Operands and results are sign-extended from their
 * size, so that overflow, sign and signed comparison are those of a {@code long} whatever the size
 * was.
 *
 * <p>How the status flags follow from {@code a}, {@code b} and {@code result}: for a sum, carry is
 * "result below a" and overflow "signs of a and b equal, sign of result not"; for a difference,
 * carry is "a below b". Auxiliary carry is bit 4 of {@code a ^ b ^ result} in both.
 */
public final class Flags {
    private static final int EXPLICIT = 0;
    private static final int SUM = 1;
    private static final int DIFFERENCE = 2;
    private static final int LOGIC = 3;
    private static final int INCREMENT = 4;
    private static final int DECREMENT = 5;

    private int kind = EXPLICIT;
    private long a;
    private long b;
    private long result;
    private boolean carry;
    private long status;
    private long system = Rflags.FIXED.mask();

    /** After {@code a + b = result}, all sign-extended. */
    public void sum(long a, long b, long result) {
        kind = SUM;
        this.a = a;
        this.b = b;
        this.result = result;
    }

    /** After {@code a - b = result}, all sign-extended. */
    public void difference(long a, long b, long result) {
        kind = DIFFERENCE;
        this.a = a;
        this.b = b;
        this.result = result;
    }

    /** After a bitwise operation: CF, OF and AF are 0. */
    public void logic(long result) {
        kind = LOGIC;
        this.result = result;
    }

    /** After INC: as a sum with 1, but CF stays. */
    public void increment(long a, long result) {
        carry = cf();
        sum(a, 1, result);
        kind = INCREMENT;
    }

    /** After DEC: as a difference with 1, but CF stays. */
    public void decrement(long a, long result) {
        carry = cf();
        difference(a, 1, result);
        kind = DECREMENT;
    }

    /** Sets the six status flags to the bits of {@code status}, laid out as in RFLAGS. */
    public void setStatus(long status) {
        kind = EXPLICIT;
        this.status = status & Rflags.STATUS;
    }

    /** The six status flags, laid out as in RFLAGS. */
    public long status() {
        if (kind == EXPLICIT) {
            return status;
        }
        return (cf() ? 1L : 0)
                | (pf() ? 4L : 0)
                | (af() ? 16L : 0)
                | (zf() ? 64L : 0)
                | (sf() ? 128L : 0)
                | (of() ? 2048L : 0);
    }

    public boolean cf() {
        return switch (kind) {
            case EXPLICIT -> (status & 1) != 0;
            case SUM -> Long.compareUnsigned(result, a) < 0;
            case DIFFERENCE -> Long.compareUnsigned(a, b) < 0;
            case LOGIC -> false;
            default -> carry;
        };
    }

    public boolean zf() {
        return kind == EXPLICIT ? (status & 64) != 0 : result == 0;
    }

    public boolean sf() {
        return kind == EXPLICIT ? (status & 128) != 0 : result < 0;
    }

    public boolean of() {
        return switch (kind) {
            case EXPLICIT -> (status & 2048) != 0;
            case SUM, INCREMENT -> ((a ^ result) & (b ^ result)) < 0;
            case DIFFERENCE, DECREMENT -> ((a ^ b) & (a ^ result)) < 0;
            default -> false;
        };
    }

    public boolean pf() {
        return kind == EXPLICIT
                ? (status & 4) != 0
                : (Integer.bitCount((int) result & 0xff) & 1) == 0;
    }

    public boolean af() {
        return switch (kind) {
            case EXPLICIT -> (status & 16) != 0;
            case LOGIC -> false;
            default -> ((a ^ b ^ result) & 16) != 0;
        };
    }

    /**
     * Whether condition {@code code} (0 to 15, as Jcc encodes it) holds. @sdm Vol. 1, EFLAGS
     * Condition Codes
     */
    public boolean condition(int code) {
        boolean holds =
                switch (code >> 1) {
                    case 0 -> of();
                    case 1 -> cf();
                    case 2 -> zf();
                    case 3 -> cf() || zf();
                    case 4 -> sf();
                    case 5 -> pf();
                    case 6 -> less();
                    default -> less() || zf();
                };
        return holds ^ (code & 1) != 0;
    }

    /** SF differs from OF. */
    private boolean less() {
        return kind == DIFFERENCE ? a < b : sf() != of();
    }

    /** All of RFLAGS. */
    public long get() {
        return system | status();
    }

    /** Replaces all of RFLAGS; undefined bits become 0, bit 1 becomes 1. */
    public void set(long rflags) {
        setStatus(rflags);
        setSystem(rflags);
    }

    /** RFLAGS without the status flags; costs nothing to read. */
    public long system() {
        return system;
    }

    /** Replaces everything but the status flags. */
    public void setSystem(long rflags) {
        system = rflags & Rflags.DEFINED & ~Rflags.STATUS | Rflags.FIXED.mask();
    }

    /** Whether {@code flag}, not a status flag, is 1. */
    public boolean is(Rflags flag) {
        return flag.in(system);
    }

    /** Sets {@code flag}, not a status flag. */
    public void put(Rflags flag, boolean on) {
        system = flag.with(system, on);
    }

    /** Sets CF alone. */
    public void putCarry(boolean on) {
        setStatus(Rflags.CF.with(status(), on));
    }

    /** Sets ZF alone. */
    public void putZero(boolean on) {
        setStatus(Rflags.ZF.with(status(), on));
    }

    public int iopl() {
        return Rflags.iopl(system);
    }
}
