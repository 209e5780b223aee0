package dev.ringmaster.cpu.meaning;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ringmaster.cpu.state.Bits;
import dev.ringmaster.cpu.state.Flags;

import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;

/** Shifts and rotates against a reference that moves one bit at a time. */
class ShiftsProperties {
    private static final int CF = 1;
    private static final int OF = 2048;

    private long value;
    private boolean carry;
    private int width;

    @Provide
    Arbitrary<Integer> sizes() {
        return Arbitraries.of(1, 2, 4, 8);
    }

    private void start(long a, boolean carryBefore, int size) {
        value = Bits.zeroExtend(a, size);
        carry = carryBefore;
        width = 8 * size;
    }

    private boolean bit(int n) {
        return (value >>> n & 1) != 0;
    }

    private void left(boolean in) {
        carry = bit(width - 1);
        value = Bits.zeroExtend(value << 1 | (in ? 1 : 0), width / 8);
    }

    private void right(boolean in) {
        carry = bit(0);
        value = value >>> 1 | (in ? 1L << width - 1 : 0);
    }

    private static int counted(int count, int size) {
        return count & (size == 8 ? 63 : 31);
    }

    private void check(long result, Flags f, int n, int size, boolean before) {
        assertThat(result).isEqualTo(Bits.signExtend(value, size));
        assertThat(f.cf()).isEqualTo(n == 0 ? before : carry);
    }

    @Property(seed = "1", tries = 3000)
    void shiftsMoveBits(
            @ForAll long x, @ForAll @IntRange(max = 255) int count, @ForAll("sizes") int size) {
        long a = Bits.signExtend(x, size);
        int n = counted(count, size);
        Flags f = Words.flags(0);
        start(a, false, size);
        for (int k = 0; k < n; k++) {
            left(false);
        }
        check(Shifts.shl(f, a, count, size), f, n, size, false);
        f = Words.flags(0);
        start(a, false, size);
        for (int k = 0; k < n; k++) {
            right(false);
        }
        check(Shifts.shr(f, a, count, size), f, n, size, false);
        f = Words.flags(0);
        start(a, false, size);
        for (int k = 0; k < n; k++) {
            right(bit(width - 1));
        }
        check(Shifts.sar(f, a, count, size), f, n, size, false);
    }

    @Property(seed = "1", tries = 3000)
    void rotatesMoveBitsAround(
            @ForAll long x,
            @ForAll boolean cf,
            @ForAll @IntRange(max = 255) int count,
            @ForAll("sizes") int size) {
        long a = Bits.signExtend(x, size);
        int n = counted(count, size);
        Flags f = Words.flags(cf ? 1 : 0);
        start(a, cf, size);
        for (int k = 0; k < n; k++) {
            left(bit(width - 1));
        }
        check(Rotates.rol(f, a, count, size), f, n, size, cf);
        f = Words.flags(cf ? 1 : 0);
        start(a, cf, size);
        for (int k = 0; k < n; k++) {
            right(bit(0));
        }
        check(Rotates.ror(f, a, count, size), f, n, size, cf);
    }

    @Property(seed = "1", tries = 3000)
    void rotatesThroughCarryMoveBitsThroughIt(
            @ForAll long x,
            @ForAll boolean cf,
            @ForAll @IntRange(max = 255) int count,
            @ForAll("sizes") int size) {
        long a = Bits.signExtend(x, size);
        int n = counted(count, size);
        Flags f = Words.flags(cf ? 1 : 0);
        start(a, cf, size);
        for (int k = 0; k < n; k++) {
            left(carry);
        }
        check(Rotates.rcl(f, a, count, size), f, n, size, cf);
        f = Words.flags(cf ? 1 : 0);
        start(a, cf, size);
        for (int k = 0; k < n; k++) {
            right(carry);
        }
        check(Rotates.rcr(f, a, count, size), f, n, size, cf);
    }

    @Property(seed = "1", tries = 3000)
    void doubleShiftsTakeTheirBitsFromTheSecondOperand(
            @ForAll long x, @ForAll long y, @ForAll @IntRange(max = 255) int count) {
        for (int size : new int[] {2, 4, 8}) {
            long a = Bits.signExtend(x, size);
            long b = Bits.signExtend(y, size);
            int n = counted(count, size);
            if (n > 8 * size) {
                continue; // undefined
            }
            Flags f = Words.flags(0);
            start(a, false, size);
            for (int k = 0; k < n; k++) {
                left((b >>> 8 * size - 1 - k & 1) != 0);
            }
            check(Shifts.shld(f, a, b, count, size), f, n, size, false);
            f = Words.flags(0);
            start(a, false, size);
            for (int k = 0; k < n; k++) {
                right((b >>> k & 1) != 0);
            }
            check(Shifts.shrd(f, a, b, count, size), f, n, size, false);
        }
    }

    @Property(seed = "1")
    void overflowOfOneStepSaysThatTheSignChanged(@ForAll long x, @ForAll("sizes") int size) {
        long a = Bits.signExtend(x, size);
        Flags f = Words.flags(0);
        assertThat(Shifts.shl(f, a, 1, size) < 0 != a < 0).isEqualTo(f.of());
        Shifts.shr(f, a, 1, size);
        assertThat(f.of()).isEqualTo(a < 0);
        Shifts.sar(f, a, 1, size);
        assertThat(f.of()).isFalse();
        assertThat(Rotates.rcr(f, a, 1, size) < 0 != a < 0).isEqualTo(f.of());
        assertThat(Rotates.ror(f, a, 1, size) < 0 != a < 0).isEqualTo(f.of());
    }

    @Property(seed = "1")
    void aCountOfZeroKeepsEveryFlag(@ForAll long x, @ForAll @IntRange(max = 0x8d5) int status) {
        Flags f = Words.flags(status);
        long before = f.status();
        Shifts.shl(f, x, 64, 8);
        Shifts.shrd(f, x, x, 0, 8);
        Rotates.rcl(f, Bits.signExtend(x, 1), 9, 1);
        Rotates.rol(f, Bits.signExtend(x, 4), 32, 4);
        assertThat(f.status()).isEqualTo(before);
        Rotates.rol(f, Bits.signExtend(x, 4), 5, 4);
        assertThat(f.status() & ~(CF | OF)).isEqualTo(before & ~(CF | OF));
    }
}
