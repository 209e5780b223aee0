package dev.ringmaster.cpu.meaning;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.ringmaster.cpu.arch.Fault;
import dev.ringmaster.cpu.arch.Vector;
import dev.ringmaster.cpu.state.Bits;
import dev.ringmaster.cpu.state.Flags;

import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

import java.math.BigInteger;

class MultiplyProperties {
    @Provide
    Arbitrary<Integer> sizes() {
        return Arbitraries.of(1, 2, 4, 8);
    }

    @Provide
    Arbitrary<Long> values() {
        return Arbitraries.oneOf(
                Arbitraries.longs(),
                Arbitraries.longs().between(-300, 300),
                Arbitraries.of(Long.MIN_VALUE, Long.MAX_VALUE, 0x80L, 0x8000L, 0x80000000L));
    }

    @Property(seed = "1", tries = 3000)
    void bothHalvesMakeTheProduct(
            @ForAll("values") long x, @ForAll("values") long y, @ForAll("sizes") int size) {
        long a = Bits.signExtend(x, size);
        long b = Bits.signExtend(y, size);
        BigInteger unsigned = Words.unsigned(a, size).multiply(Words.unsigned(b, size));
        BigInteger signed = Words.signed(a, size).multiply(Words.signed(b, size));
        long low = Multiply.low(a, b, size);
        long high = Multiply.unsignedHigh(a, b, size);
        assertThat(Words.unsigned(high, size).shiftLeft(8 * size).add(Words.unsigned(low, size)))
                .isEqualTo(unsigned);
        Flags f = Words.flags(0);
        Multiply.unsignedFlags(f, low, high);
        assertThat(f.cf()).isEqualTo(!Words.fitsUnsigned(unsigned, size)).isEqualTo(f.of());
        long signedHigh = Multiply.signedHigh(a, b, size);
        assertThat(
                        Words.signed(signedHigh, size)
                                .shiftLeft(8 * size)
                                .add(Words.unsigned(low, size)))
                .isEqualTo(signed);
        assertThat(Multiply.imul(f, a, b, size)).isEqualTo(low);
        assertThat(f.cf()).isEqualTo(!Words.fitsSigned(signed, size)).isEqualTo(f.of());
    }

    @Property(seed = "1", tries = 5000)
    void unsignedDivisionIsThatOfIntegersOrADivideError(
            @ForAll("values") long x,
            @ForAll("values") long y,
            @ForAll("values") long z,
            @ForAll("sizes") int size) {
        long high = Bits.signExtend(x, size);
        long low = Bits.signExtend(y, size);
        long divisor = Bits.signExtend(z, size);
        BigInteger d = Words.unsigned(divisor, size);
        BigInteger n =
                Words.unsigned(high, size).shiftLeft(8 * size).add(Words.unsigned(low, size));
        if (d.signum() == 0 || !Words.fitsUnsigned(n.divide(d), size)) {
            divideError(() -> Divide.unsigned(high, low, divisor, size));
        } else {
            assertThat(Divide.unsigned(high, low, divisor, size))
                    .isEqualTo(Bits.signExtend(n.divide(d).longValue(), size));
        }
    }

    @Property(seed = "1", tries = 5000)
    void signedDivisionTruncatesOrIsADivideError(
            @ForAll("values") long x,
            @ForAll("values") long y,
            @ForAll("values") long z,
            @ForAll("sizes") int size) {
        long high = Bits.signExtend(x, size);
        long low = Bits.signExtend(y, size);
        long divisor = Bits.signExtend(z, size);
        BigInteger d = Words.signed(divisor, size);
        BigInteger n = Words.signed(high, size).shiftLeft(8 * size).add(Words.unsigned(low, size));
        if (d.signum() == 0 || !Words.fitsSigned(n.divide(d), size)) {
            divideError(() -> Divide.signed(high, low, divisor, size));
        } else {
            assertThat(Divide.signed(high, low, divisor, size)).isEqualTo(n.divide(d).longValue());
        }
    }

    @Property(seed = "1", tries = 3000)
    void quotientsThatFitComeBackFromTheirProduct(
            @ForAll("values") long q, @ForAll("values") long d, @ForAll("sizes") int size) {
        long quotient = Bits.signExtend(q, size);
        long divisor = Bits.signExtend(d, size);
        long low = Multiply.low(quotient, divisor, size);
        if (divisor != 0) {
            long high = Multiply.unsignedHigh(quotient, divisor, size);
            assertThat(Divide.unsigned(high, low, divisor, size)).isEqualTo(quotient);
            high = Multiply.signedHigh(quotient, divisor, size);
            assertThat(Divide.signed(high, low, divisor, size)).isEqualTo(quotient);
        }
    }

    private static void divideError(Runnable division) {
        Fault fault = catchThrowableOfType(Fault.class, division::run);
        assertThat(fault.vector()).isEqualTo(Vector.DE);
    }
}
