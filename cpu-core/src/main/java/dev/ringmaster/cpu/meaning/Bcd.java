package dev.ringmaster.cpu.meaning;

import dev.ringmaster.cpu.state.Flags;

/**
 * Decimal adjustment. Every method takes AX and returns the new AX.
 *
 * <p>Undefined: OF of DAA and DAS; OF, SF, ZF and PF of AAA and AAS; OF, AF and CF of AAM and AAD.
 * Here OF, AF and CF become 0 and SF, ZF and PF follow AL.
 *
 * @sdm Vol. 1, Decimal Arithmetic Instructions
 */
public final class Bcd {
    private Bcd() {}

    /** After an addition of packed digits. @sdm Vol. 2A, DAA */
    public static int daa(Flags f, int ax) {
        int al = ax & 0xff;
        boolean low = (al & 15) > 9 || f.af();
        boolean high = al > 0x99 || f.cf();
        return finish(f, ax, al + (low ? 6 : 0) + (high ? 0x60 : 0), low, high);
    }

    /** After a subtraction of packed digits. @sdm Vol. 2A, DAS */
    public static int das(Flags f, int ax) {
        int al = ax & 0xff;
        boolean low = (al & 15) > 9 || f.af();
        boolean high = al > 0x99 || f.cf();
        boolean carry = high || low && al < 6;
        return finish(f, ax, al - (low ? 6 : 0) - (high ? 0x60 : 0), low, carry);
    }

    /** After an addition of unpacked digits. @sdm Vol. 2A, AAA */
    public static int aaa(Flags f, int ax) {
        boolean adjust = (ax & 15) > 9 || f.af();
        int sum = adjust ? ax + 0x106 : ax;
        return finish(f, sum, sum & 15, adjust, adjust);
    }

    /** After a subtraction of unpacked digits. @sdm Vol. 2A, AAS */
    public static int aas(Flags f, int ax) {
        boolean adjust = (ax & 15) > 9 || f.af();
        int difference = adjust ? ax - 6 - 0x100 : ax;
        return finish(f, difference, difference & 15, adjust, adjust);
    }

    /** Splits AL into digits of a base that is not 0. @sdm Vol. 2A, AAM */
    public static int aam(Flags f, int ax, int base) {
        int al = ax & 0xff;
        return finish(f, al / base << 8, al % base, false, false);
    }

    /** Joins two digits of a base in AL. @sdm Vol. 2A, AAD */
    public static int aad(Flags f, int ax, int base) {
        return finish(f, 0, (ax & 0xff) + (ax >> 8 & 0xff) * base, false, false);
    }

    /** AH of {@code ax} with the low byte of {@code al}, and the flags. */
    private static int finish(Flags f, int ax, int al, boolean af, boolean cf) {
        f.setStatus(
                Status.signZeroParity((byte) al)
                        | Status.when(af, Status.AF)
                        | Status.when(cf, Status.CF));
        return ax & 0xff00 | al & 0xff;
    }
}
