package dev.ringmaster.cpu.meaning;

import dev.ringmaster.cpu.Cpu;
import dev.ringmaster.cpu.Feature;
import dev.ringmaster.cpu.Meaning;
import dev.ringmaster.cpu.instruction.Instruction;
import dev.ringmaster.cpu.instruction.Mnemonic;
import dev.ringmaster.cpu.protection.Operands;

import java.util.Map;

/**
 * Instructions that move lanes to other places. @sdm Vol. 1, SSE2 128-Bit SIMD Integer Instructions
 */
final class ShuffleMeanings {
    private ShuffleMeanings() {}

    static void register(Map<Mnemonic, Meaning> m) {
        unpack(m, Mnemonic.PUNPCKLBW, Mnemonic.PUNPCKHBW, 8);
        unpack(m, Mnemonic.PUNPCKLWD, Mnemonic.PUNPCKHWD, 16);
        unpack(m, Mnemonic.PUNPCKLDQ, Mnemonic.PUNPCKHDQ, 32);
        unpack(m, Mnemonic.UNPCKLPS, Mnemonic.UNPCKHPS, 32);
        sse2(m, Mnemonic.PUNPCKLQDQ, ShuffleMeanings::lowHalves);
        sse2(m, Mnemonic.UNPCKLPD, ShuffleMeanings::lowHalves);
        sse2(m, Mnemonic.PUNPCKHQDQ, ShuffleMeanings::highHalves);
        sse2(m, Mnemonic.UNPCKHPD, ShuffleMeanings::highHalves);
        sse2(m, Mnemonic.PACKSSWB, (cpu, i) -> pack(cpu, i, true, 16));
        sse2(m, Mnemonic.PACKSSDW, (cpu, i) -> pack(cpu, i, true, 32));
        sse2(m, Mnemonic.PACKUSWB, (cpu, i) -> pack(cpu, i, false, 16));
        sse2(m, Mnemonic.PSHUFD, ShuffleMeanings::pshufd);
        m.put(Mnemonic.PSHUFW, Simd.guarded(Feature.SSE, ShuffleMeanings::pshufw));
        sse2(m, Mnemonic.PSHUFLW, ShuffleMeanings::pshuflw);
        sse2(m, Mnemonic.PSHUFHW, ShuffleMeanings::pshufhw);
        sse2(m, Mnemonic.SHUFPS, ShuffleMeanings::shufps);
        sse2(m, Mnemonic.SHUFPD, ShuffleMeanings::shufpd);
        sse2(m, Mnemonic.PSLLDQ, ShuffleMeanings::pslldq);
        sse2(m, Mnemonic.PSRLDQ, ShuffleMeanings::psrldq);
        sse2(m, Mnemonic.PINSRW, ShuffleMeanings::pinsrw);
        sse2(m, Mnemonic.PEXTRW, ShuffleMeanings::pextrw);
        m.put(Mnemonic.PSHUFB, Simd.guarded(Feature.SSSE3, ShuffleMeanings::pshufb));
        m.put(Mnemonic.PALIGNR, Simd.guarded(Feature.SSSE3, ShuffleMeanings::palignr));
    }

    private static void sse2(Map<Mnemonic, Meaning> m, Mnemonic mnemonic, Meaning body) {
        m.put(mnemonic, Simd.guarded(Feature.SSE2, body));
    }

    private static void unpack(Map<Mnemonic, Meaning> m, Mnemonic low, Mnemonic high, int bits) {
        sse2(m, low, (cpu, i) -> unpackLow(cpu, i, bits));
        sse2(m, high, (cpu, i) -> unpackHigh(cpu, i, bits));
    }

    /** Interleaves the low lanes. @sdm Vol. 2B, PUNPCKLBW/PUNPCKLWD/PUNPCKLDQ/PUNPCKLQDQ */
    private static void unpackLow(Cpu cpu, Instruction i, int bits) {
        long a = Simd.low(cpu, i, 0);
        long b = Simd.low(cpu, i, 1);
        long low = Packed.interleaveLow(a, b, bits);
        if (Simd.isWide(i, 0)) {
            Simd.write(cpu, i, 0, low, Packed.interleaveHigh(a, b, bits));
        } else {
            Simd.writeLow(cpu, i, 0, low);
        }
    }

    /** Interleaves the high lanes. @sdm Vol. 2B, PUNPCKHBW/PUNPCKHWD/PUNPCKHDQ/PUNPCKHQDQ */
    private static void unpackHigh(Cpu cpu, Instruction i, int bits) {
        if (Simd.isWide(i, 0)) {
            long a = Simd.high(cpu, i, 0);
            long b = Simd.high(cpu, i, 1);
            long low = Packed.interleaveLow(a, b, bits);
            Simd.write(cpu, i, 0, low, Packed.interleaveHigh(a, b, bits));
        } else {
            long a = Simd.low(cpu, i, 0);
            Simd.writeLow(cpu, i, 0, Packed.interleaveHigh(a, Simd.low(cpu, i, 1), bits));
        }
    }

    /** Joins the low halves. */
    private static void lowHalves(Cpu cpu, Instruction i) {
        Simd.write(cpu, i, 0, Simd.low(cpu, i, 0), Simd.low(cpu, i, 1));
    }

    /** Joins the high halves. */
    private static void highHalves(Cpu cpu, Instruction i) {
        Simd.write(cpu, i, 0, Simd.high(cpu, i, 0), Simd.high(cpu, i, 1));
    }

    /** Halves lanes with saturation. @sdm Vol. 2B, PACKSSWB/PACKSSDW; PACKUSWB */
    private static void pack(Cpu cpu, Instruction i, boolean signed, int bits) {
        if (Simd.isWide(i, 0)) {
            long low = pack(Simd.low(cpu, i, 0), Simd.high(cpu, i, 0), signed, bits);
            long high = pack(Simd.low(cpu, i, 1), Simd.high(cpu, i, 1), signed, bits);
            Simd.write(cpu, i, 0, low, high);
        } else {
            long packed = pack(Simd.low(cpu, i, 0), Simd.low(cpu, i, 1), signed, bits);
            Simd.writeLow(cpu, i, 0, packed);
        }
    }

    private static long pack(long low, long high, boolean signed, int bits) {
        return signed ? Packed.packSigned(low, high, bits) : Packed.packUnsigned(low, high, bits);
    }

    /** Doubleword {@code n & 3} of two halves. */
    private static long doubleword(long low, long high, int n) {
        return ((n & 2) == 0 ? low : high) >>> 32 * (n & 1) & 0xffffffffL;
    }

    /** Shuffles doublewords. @sdm Vol. 2B, PSHUFD */
    static void pshufd(Cpu cpu, Instruction i) {
        long low = Simd.low(cpu, i, 1);
        long high = Simd.high(cpu, i, 1);
        int order = order(cpu, i);
        Simd.write(
                cpu,
                i,
                0,
                doubleword(low, high, order) | doubleword(low, high, order >> 2) << 32,
                doubleword(low, high, order >> 4) | doubleword(low, high, order >> 6) << 32);
    }

    private static int order(Cpu cpu, Instruction i) {
        return (int) Operands.read(cpu, i, 2);
    }

    /** Shuffles the words of an MMX register. @sdm Vol. 2B, PSHUFW */
    static void pshufw(Cpu cpu, Instruction i) {
        Simd.writeLow(cpu, i, 0, Packed.shuffleWords(Simd.low(cpu, i, 1), order(cpu, i)));
    }

    /** Shuffles the low words. @sdm Vol. 2B, PSHUFLW */
    static void pshuflw(Cpu cpu, Instruction i) {
        long low = Packed.shuffleWords(Simd.low(cpu, i, 1), order(cpu, i));
        Simd.write(cpu, i, 0, low, Simd.high(cpu, i, 1));
    }

    /** Shuffles the high words. @sdm Vol. 2B, PSHUFHW */
    static void pshufhw(Cpu cpu, Instruction i) {
        long high = Packed.shuffleWords(Simd.high(cpu, i, 1), order(cpu, i));
        Simd.write(cpu, i, 0, Simd.low(cpu, i, 1), high);
    }

    /** Two singles of the target, two of the source. @sdm Vol. 2B, SHUFPS */
    static void shufps(Cpu cpu, Instruction i) {
        long a0 = Simd.low(cpu, i, 0);
        long a1 = Simd.high(cpu, i, 0);
        long b0 = Simd.low(cpu, i, 1);
        long b1 = Simd.high(cpu, i, 1);
        int order = order(cpu, i);
        Simd.write(
                cpu,
                i,
                0,
                doubleword(a0, a1, order) | doubleword(a0, a1, order >> 2) << 32,
                doubleword(b0, b1, order >> 4) | doubleword(b0, b1, order >> 6) << 32);
    }

    /** One double of the target, one of the source. @sdm Vol. 2B, SHUFPD */
    static void shufpd(Cpu cpu, Instruction i) {
        int order = order(cpu, i);
        long a = (order & 1) == 0 ? Simd.low(cpu, i, 0) : Simd.high(cpu, i, 0);
        long b0 = Simd.low(cpu, i, 1);
        long b1 = Simd.high(cpu, i, 1);
        Simd.write(cpu, i, 0, a, (order & 2) == 0 ? b0 : b1);
    }

    /**
     * Eight bytes of {@code high:low} from byte {@code from} on, with zeros outside; {@code from}
     * may be negative.
     */
    private static long window(long low, long high, int from) {
        return shifted(low, 8 * from) | shifted(high, 8 * from - 64);
    }

    private static long shifted(long value, int right) {
        if (right <= -64 || right >= 64) {
            return 0;
        }
        return right >= 0 ? value >>> right : value << -right;
    }

    /** Shifts left by bytes. @sdm Vol. 2B, PSLLDQ */
    static void pslldq(Cpu cpu, Instruction i) {
        moveBytes(cpu, i, -(int) Math.min(16, Operands.read(cpu, i, 1)));
    }

    /** Shifts right by bytes. @sdm Vol. 2B, PSRLDQ */
    static void psrldq(Cpu cpu, Instruction i) {
        moveBytes(cpu, i, (int) Math.min(16, Operands.read(cpu, i, 1)));
    }

    private static void moveBytes(Cpu cpu, Instruction i, int from) {
        long low = Simd.low(cpu, i, 0);
        long high = Simd.high(cpu, i, 0);
        Simd.write(cpu, i, 0, window(low, high, from), window(low, high, from + 8));
    }

    /** The bytes of target and source joined, from a byte on. @sdm Vol. 2B, PALIGNR */
    static void palignr(Cpu cpu, Instruction i) {
        int from = order(cpu, i);
        long b0 = Simd.low(cpu, i, 1);
        long a0 = Simd.low(cpu, i, 0);
        if (!Simd.isWide(i, 0)) {
            Simd.writeLow(cpu, i, 0, window(b0, a0, from));
            return;
        }
        long b1 = Simd.high(cpu, i, 1);
        long a1 = Simd.high(cpu, i, 0);
        Simd.write(
                cpu,
                i,
                0,
                window(b0, b1, from) | window(a0, a1, from - 16),
                window(b0, b1, from + 8) | window(a0, a1, from - 8));
    }

    /** Replaces a word. @sdm Vol. 2B, PINSRW */
    static void pinsrw(Cpu cpu, Instruction i) {
        long word = Operands.read(cpu, i, 1) & 0xffff;
        int n = order(cpu, i) & (Simd.isWide(i, 0) ? 7 : 3);
        int shift = 16 * (n & 3);
        if (n < 4) {
            long low = Simd.low(cpu, i, 0);
            Simd.writeLow(cpu, i, 0, low & ~(0xffffL << shift) | word << shift);
        } else {
            long high = Simd.high(cpu, i, 0) & ~(0xffffL << shift) | word << shift;
            Simd.write(cpu, i, 0, Simd.low(cpu, i, 0), high);
        }
    }

    /** Extracts a word. @sdm Vol. 2B, PEXTRW */
    static void pextrw(Cpu cpu, Instruction i) {
        int n = order(cpu, i) & (Simd.isWide(i, 1) ? 7 : 3);
        long half = n < 4 ? Simd.low(cpu, i, 1) : Simd.high(cpu, i, 1);
        Operands.write(cpu, i, 0, half >>> 16 * (n & 3) & 0xffff);
    }

    /** Shuffles bytes; a negative index gives 0. @sdm Vol. 2B, PSHUFB */
    static void pshufb(Cpu cpu, Instruction i) {
        long a0 = Simd.low(cpu, i, 0);
        long b0 = Simd.low(cpu, i, 1);
        if (Simd.isWide(i, 0)) {
            long a1 = Simd.high(cpu, i, 0);
            long b1 = Simd.high(cpu, i, 1);
            Simd.write(cpu, i, 0, shuffleBytes(a0, a1, b0), shuffleBytes(a0, a1, b1));
        } else {
            Simd.writeLow(cpu, i, 0, shuffleBytes(a0, a0, b0));
        }
    }

    private static long shuffleBytes(long low, long high, long order) {
        long result = 0;
        for (int n = 0; n < 64; n += 8) {
            int index = (int) (order >>> n);
            long half = (index & 8) == 0 ? low : high;
            result |= (index & 0x80) != 0 ? 0 : (half >>> 8 * (index & 7) & 0xff) << n;
        }
        return result;
    }
}
