package dev.ringmaster.cpu.meaning;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ringmaster.cpu.state.Bits;
import dev.ringmaster.cpu.state.Flags;

import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

import java.math.BigInteger;

class AluProperties {
    @Provide
    Arbitrary<Long> values() {
        Arbitrary<Long> edges =
                Arbitraries.of(
                                0L,
                                1L,
                                -1L,
                                0x7fL,
                                0x80L,
                                0x7fffL,
                                0x8000L,
                                0x7fffffffL,
                                0x80000000L)
                        .flatMap(v -> Arbitraries.of(v, ~v, v + 1, Long.MIN_VALUE, Long.MAX_VALUE));
        return Arbitraries.oneOf(edges, Arbitraries.longs());
    }

    @Provide
    Arbitrary<Integer> sizes() {
        return Arbitraries.of(1, 2, 4, 8);
    }

    @Property(seed = "1", tries = 4000)
    void additionWithCarryIsThatOfIntegers(
            @ForAll("values") long x,
            @ForAll("values") long y,
            @ForAll boolean carry,
            @ForAll("sizes") int size) {
        long a = Bits.signExtend(x, size);
        long b = Bits.signExtend(y, size);
        Flags f = Words.flags(carry ? 1 : 0);
        long result = Alu.adc(f, a, b, size);
        int c = carry ? 1 : 0;
        BigInteger one = BigInteger.valueOf(c);
        BigInteger signed = Words.signed(a, size).add(Words.signed(b, size)).add(one);
        BigInteger unsigned = Words.unsigned(a, size).add(Words.unsigned(b, size)).add(one);
        assertThat(result).isEqualTo(Bits.signExtend(signed.longValue(), size));
        assertThat(f.status())
                .isEqualTo(
                        Words.status(
                                !Words.fitsUnsigned(unsigned, size),
                                (a & 15) + (b & 15) + c & 16,
                                result,
                                size,
                                !Words.fitsSigned(signed, size)));
        conditionsAgree(f);
        Flags plain = Words.flags(1);
        if (!carry) {
            assertThat(Alu.add(plain, a, b, size)).isEqualTo(result);
            assertThat(plain.status()).isEqualTo(f.status());
        }
    }

    @Property(seed = "1", tries = 4000)
    void subtractionWithBorrowIsThatOfIntegers(
            @ForAll("values") long x,
            @ForAll("values") long y,
            @ForAll boolean equal,
            @ForAll boolean borrow,
            @ForAll("sizes") int size) {
        long a = Bits.signExtend(x, size);
        long b = equal ? a : Bits.signExtend(y, size);
        Flags f = Words.flags(borrow ? 1 : 0);
        long result = Alu.sbb(f, a, b, size);
        int c = borrow ? 1 : 0;
        BigInteger one = BigInteger.valueOf(c);
        BigInteger signed = Words.signed(a, size).subtract(Words.signed(b, size)).subtract(one);
        BigInteger unsigned =
                Words.unsigned(a, size).subtract(Words.unsigned(b, size)).subtract(one);
        assertThat(result).isEqualTo(Bits.signExtend(signed.longValue(), size));
        assertThat(f.status())
                .isEqualTo(
                        Words.status(
                                unsigned.signum() < 0,
                                (a & 15) - (b & 15) - c & 16,
                                result,
                                size,
                                !Words.fitsSigned(signed, size)));
        conditionsAgree(f);
    }

    /** The lazy conditions are those of the six bits. */
    private static void conditionsAgree(Flags f) {
        Flags explicit = Words.flags(f.status());
        for (int code = 0; code < 16; code++) {
            assertThat(f.condition(code))
                    .as("condition %d", code)
                    .isEqualTo(explicit.condition(code));
        }
    }

    @Property(seed = "1")
    void incrementAndDecrementAreSumsThatKeepTheCarry(
            @ForAll("values") long x, @ForAll boolean carry, @ForAll("sizes") int size) {
        long a = Bits.signExtend(x, size);
        Flags f = Words.flags(carry ? 1 : 0);
        Flags g = Words.flags(0);
        assertThat(Alu.inc(f, a, size)).isEqualTo(Alu.add(g, a, 1, size));
        assertThat(f.status()).isEqualTo(g.status() & ~1 | (carry ? 1 : 0));
        assertThat(Alu.dec(f, a, size)).isEqualTo(Alu.sub(g, a, 1, size));
        assertThat(f.status()).isEqualTo(g.status() & ~1 | (carry ? 1 : 0));
    }

    @Property(seed = "1")
    void negationCarriesUnlessZero(@ForAll("values") long x, @ForAll("sizes") int size) {
        long a = Bits.signExtend(x, size);
        Flags f = Words.flags(0);
        assertThat(Alu.neg(f, a, size)).isEqualTo(Bits.signExtend(-a, size));
        assertThat(f.cf()).isEqualTo(a != 0);
        assertThat(f.of()).isEqualTo(a == Bits.signExtend(1L << 8 * size - 1, size));
    }

    @Property(seed = "1")
    void logicClearsCarryAndOverflow(@ForAll("values") long a, @ForAll("values") long b) {
        Flags f = Words.flags(0x8d5);
        assertThat(Alu.xor(f, a, b)).isEqualTo((a | b) & ~(a & b));
        assertThat(f.status()).isEqualTo(Words.status(false, 0, a ^ b, 8, false));
    }
}
