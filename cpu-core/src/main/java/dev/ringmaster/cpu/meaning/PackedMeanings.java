package dev.ringmaster.cpu.meaning;

import dev.ringmaster.cpu.Cpu;
import dev.ringmaster.cpu.Feature;
import dev.ringmaster.cpu.Meaning;
import dev.ringmaster.cpu.instruction.Instruction;
import dev.ringmaster.cpu.instruction.Mnemonic;
import dev.ringmaster.cpu.instruction.OperandKind;

import java.util.Map;

/**
 * Packed integer instructions whose halves do not mix, on MMX and SSE registers. @sdm Vol. 1, MMX
 * Instructions
 */
final class PackedMeanings {
    /** What happens to one half. */
    private interface Half {
        long apply(long a, long b);
    }

    /** An operation on lanes of a number of bits. */
    private interface Lanes {
        long apply(long a, long b, int bits);
    }

    private PackedMeanings() {}

    static void register(Map<Mnemonic, Meaning> m) {
        sums(m);
        products(m);
        comparisons(m);
        shifts(m);
    }

    private static void sums(Map<Mnemonic, Meaning> m) {
        lanes(m, Packed::add, Mnemonic.PADDB, Mnemonic.PADDW, Mnemonic.PADDD, Mnemonic.PADDQ);
        lanes(m, Packed::subtract, Mnemonic.PSUBB, Mnemonic.PSUBW, Mnemonic.PSUBD, Mnemonic.PSUBQ);
        lanes(m, Packed::addSigned, Mnemonic.PADDSB, Mnemonic.PADDSW);
        lanes(m, Packed::addUnsigned, Mnemonic.PADDUSB, Mnemonic.PADDUSW);
        lanes(m, Packed::subtractSigned, Mnemonic.PSUBSB, Mnemonic.PSUBSW);
        lanes(m, Packed::subtractUnsigned, Mnemonic.PSUBUSB, Mnemonic.PSUBUSW);
        lanes(m, Packed::average, Mnemonic.PAVGB, Mnemonic.PAVGW);
    }

    private static void products(Map<Mnemonic, Meaning> m) {
        halves(m, Mnemonic.PMULLW, Packed::multiplyLow);
        halves(m, Mnemonic.PMULHW, Packed::multiplyHigh);
        halves(m, Mnemonic.PMULHUW, Packed::multiplyHighUnsigned);
        halves(m, Mnemonic.PMULUDQ, Packed::multiplyDoublewords);
        halves(m, Mnemonic.PMADDWD, Packed::multiplyAdd);
        halves(m, Mnemonic.PSADBW, Packed::sumOfDifferences);
    }

    private static void comparisons(Map<Mnemonic, Meaning> m) {
        halves(m, Mnemonic.PMAXUB, Packed::maxUnsigned);
        halves(m, Mnemonic.PMINUB, Packed::minUnsigned);
        halves(m, Mnemonic.PMAXSW, Packed::maxSigned);
        halves(m, Mnemonic.PMINSW, Packed::minSigned);
        halves(m, Mnemonic.PAND, (a, b) -> a & b);
        halves(m, Mnemonic.PANDN, (a, b) -> ~a & b);
        halves(m, Mnemonic.POR, (a, b) -> a | b);
        halves(m, Mnemonic.PXOR, (a, b) -> a ^ b);
        for (Mnemonic mnemonic : new Mnemonic[] {Mnemonic.ANDPS, Mnemonic.ANDPD}) {
            halves(m, mnemonic, (a, b) -> a & b);
        }
        for (Mnemonic mnemonic : new Mnemonic[] {Mnemonic.ANDNPS, Mnemonic.ANDNPD}) {
            halves(m, mnemonic, (a, b) -> ~a & b);
        }
        for (Mnemonic mnemonic : new Mnemonic[] {Mnemonic.ORPS, Mnemonic.ORPD}) {
            halves(m, mnemonic, (a, b) -> a | b);
        }
        for (Mnemonic mnemonic : new Mnemonic[] {Mnemonic.XORPS, Mnemonic.XORPD}) {
            halves(m, mnemonic, (a, b) -> a ^ b);
        }
        lanes(m, Packed::equal, Mnemonic.PCMPEQB, Mnemonic.PCMPEQW, Mnemonic.PCMPEQD);
        lanes(m, Packed::greater, Mnemonic.PCMPGTB, Mnemonic.PCMPGTW, Mnemonic.PCMPGTD);
    }

    private static void shifts(Map<Mnemonic, Meaning> m) {
        shift(m, Mnemonic.PSLLW, Packed::shiftLeft, 16);
        shift(m, Mnemonic.PSLLD, Packed::shiftLeft, 32);
        shift(m, Mnemonic.PSLLQ, Packed::shiftLeft, 64);
        shift(m, Mnemonic.PSRLW, Packed::shiftRight, 16);
        shift(m, Mnemonic.PSRLD, Packed::shiftRight, 32);
        shift(m, Mnemonic.PSRLQ, Packed::shiftRight, 64);
        shift(m, Mnemonic.PSRAW, Packed::shiftRightSigned, 16);
        shift(m, Mnemonic.PSRAD, Packed::shiftRightSigned, 32);
    }

    /** Mnemonics for lanes of 8, 16, 32 and 64 bits, as many as there are. */
    private static void lanes(Map<Mnemonic, Meaning> m, Lanes lanes, Mnemonic... mnemonics) {
        for (int n = 0; n < mnemonics.length; n++) {
            int bits = 8 << n;
            if (mnemonics[n] == Mnemonic.PADDQ || mnemonics[n] == Mnemonic.PSUBQ) {
                bits = 64;
            }
            int width = bits;
            halves(m, mnemonics[n], (a, b) -> lanes.apply(a, b, width));
        }
    }

    private static void halves(Map<Mnemonic, Meaning> m, Mnemonic mnemonic, Half half) {
        Feature feature = mnemonic.text().endsWith("ps") ? Feature.SSE : Feature.SSE2;
        m.put(mnemonic, Simd.guarded(feature, (cpu, i) -> apply(cpu, i, half)));
    }

    private static void apply(Cpu cpu, Instruction i, Half half) {
        long low = half.apply(Simd.low(cpu, i, 0), Simd.low(cpu, i, 1));
        if (Simd.isWide(i, 0)) {
            Simd.write(cpu, i, 0, low, half.apply(Simd.high(cpu, i, 0), Simd.high(cpu, i, 1)));
        } else {
            Simd.writeLow(cpu, i, 0, low);
        }
    }

    /** A shift by an immediate, or by the low 64 bits of the source. */
    private static void shift(Map<Mnemonic, Meaning> m, Mnemonic mnemonic, Lanes lanes, int bits) {
        m.put(mnemonic, Simd.guarded(Feature.SSE2, (cpu, i) -> applyShift(cpu, i, lanes, bits)));
    }

    private static void applyShift(Cpu cpu, Instruction i, Lanes lanes, int bits) {
        boolean immediate = i.kind(1) == OperandKind.IMMEDIATE;
        long count = immediate ? i.immediate() & 0xff : Simd.low(cpu, i, 1);
        long low = lanes.apply(Simd.low(cpu, i, 0), count, bits);
        if (Simd.isWide(i, 0)) {
            Simd.write(cpu, i, 0, low, lanes.apply(Simd.high(cpu, i, 0), count, bits));
        } else {
            Simd.writeLow(cpu, i, 0, low);
        }
    }
}
