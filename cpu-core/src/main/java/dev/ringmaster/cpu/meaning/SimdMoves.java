package dev.ringmaster.cpu.meaning;

import dev.ringmaster.cpu.Cpu;
import dev.ringmaster.cpu.Feature;
import dev.ringmaster.cpu.Meaning;
import dev.ringmaster.cpu.arch.Access;
import dev.ringmaster.cpu.instruction.Instruction;
import dev.ringmaster.cpu.instruction.Mnemonic;
import dev.ringmaster.cpu.protection.Operands;
import dev.ringmaster.cpu.protection.Segmentation;
import dev.ringmaster.cpu.state.Bits;

import java.util.Map;

/**
 * Moves between SSE registers, MMX registers, general registers and memory. @sdm Vol. 1, SSE Data
 * Transfer Instructions
 */
final class SimdMoves {
    private static final int RDI = 7;

    private SimdMoves() {}

    static void register(Map<Mnemonic, Meaning> m) {
        put(m, Feature.SSE, SimdMoves::aligned, Mnemonic.MOVAPS, Mnemonic.MOVNTPS);
        put(m, Feature.SSE2, SimdMoves::aligned, Mnemonic.MOVAPD, Mnemonic.MOVDQA);
        put(m, Feature.SSE2, SimdMoves::aligned, Mnemonic.MOVNTPD, Mnemonic.MOVNTDQ);
        put(m, Feature.SSE, SimdMoves::unaligned, Mnemonic.MOVUPS);
        put(m, Feature.SSE2, SimdMoves::unaligned, Mnemonic.MOVUPD, Mnemonic.MOVDQU);
        put(m, Feature.SSE3, SimdMoves::unaligned, Mnemonic.LDDQU);
        put(m, Feature.SSE2, SimdMoves::movd, Mnemonic.MOVD, Mnemonic.MOVQ);
        put(m, Feature.SSE2, SimdMoves::movd, Mnemonic.MOVQ2DQ, Mnemonic.MOVDQ2Q);
        put(m, Feature.SSE, SimdMoves::movd, Mnemonic.MOVNTQ);
        put(m, Feature.SSE, SimdMoves::scalar, Mnemonic.MOVSS);
        put(m, Feature.SSE2, SimdMoves::scalar, Mnemonic.MOVSD_SSE);
        put(m, Feature.SSE, SimdMoves::lowHalf, Mnemonic.MOVLPS);
        put(m, Feature.SSE2, SimdMoves::lowHalf, Mnemonic.MOVLPD);
        put(m, Feature.SSE, SimdMoves::highHalf, Mnemonic.MOVHPS);
        put(m, Feature.SSE2, SimdMoves::highHalf, Mnemonic.MOVHPD);
        put(m, Feature.SSE, SimdMoves::movhlps, Mnemonic.MOVHLPS);
        put(m, Feature.SSE, SimdMoves::movlhps, Mnemonic.MOVLHPS);
        put(m, Feature.SSE, SimdMoves::movmskps, Mnemonic.MOVMSKPS);
        put(m, Feature.SSE2, SimdMoves::movmskpd, Mnemonic.MOVMSKPD);
        put(m, Feature.SSE2, SimdMoves::pmovmskb, Mnemonic.PMOVMSKB);
        put(m, Feature.SSE2, SimdMoves::maskmovdqu, Mnemonic.MASKMOVDQU);
        put(m, Feature.SSE, SimdMoves::maskmovq, Mnemonic.MASKMOVQ);
        put(m, Feature.SSE3, SimdMoves::movddup, Mnemonic.MOVDDUP);
        put(m, Feature.SSE3, SimdMoves::movshdup, Mnemonic.MOVSHDUP);
        put(m, Feature.SSE3, SimdMoves::movsldup, Mnemonic.MOVSLDUP);
    }

    private static void put(
            Map<Mnemonic, Meaning> meanings, Feature feature, Meaning body, Mnemonic... mnemonics) {
        for (Mnemonic mnemonic : mnemonics) {
            meanings.put(mnemonic, Simd.guarded(feature, body));
        }
    }

    /** Moves 16 aligned bytes. @sdm Vol. 2B, MOVAPS; MOVDQA; MOVNTDQ */
    static void aligned(Cpu cpu, Instruction i) {
        long low = Simd.low(cpu, i, 1);
        long high = Simd.high(cpu, i, 1);
        if (i.isMemory(0)) {
            Simd.store(cpu, Simd.aligned(cpu, i, 16, Access.WRITE), low, high);
        } else {
            Simd.write(cpu, i, 0, low, high);
        }
    }

    /** Moves 16 bytes. @sdm Vol. 2B, MOVUPS; MOVDQU */
    static void unaligned(Cpu cpu, Instruction i) {
        if (i.isMemory(0)) {
            long linear = Operands.linear(cpu, i, 16, Access.WRITE);
            Simd.store(cpu, linear, Simd.low(cpu, i, 1), Simd.high(cpu, i, 1));
        } else if (i.isMemory(1)) {
            long linear = Operands.linear(cpu, i, 16, Access.READ);
            long low = cpu.memory.read64(linear);
            Simd.write(cpu, i, 0, low, cpu.memory.read64(linear + 8));
        } else {
            aligned(cpu, i);
        }
    }

    /** Moves 4 or 8 bytes; an SSE register is zeroed above. @sdm Vol. 2B, MOVD/MOVQ; MOVQ */
    static void movd(Cpu cpu, Instruction i) {
        int bytes = i.mnemonic() == Mnemonic.MOVD ? 4 : 8;
        long value = Bits.zeroExtend(Simd.low(cpu, i, 1), bytes);
        switch (i.kind(0)) {
            case XMM -> Simd.write(cpu, i, 0, value, 0);
            case MMX -> Simd.writeLow(cpu, i, 0, value);
            default -> Operands.write(cpu, i, 0, value);
        }
    }

    /**
     * Moves one number: from memory with zeros above, between registers alone. @sdm Vol. 2B, MOVSS;
     * MOVSD
     */
    static void scalar(Cpu cpu, Instruction i) {
        long value = Simd.low(cpu, i, 1);
        if (i.isMemory(0)) {
            Operands.write(cpu, i, 0, value);
        } else if (i.isMemory(1)) {
            Simd.write(cpu, i, 0, value, 0);
        } else {
            Simd.merge(cpu, i, 0, value);
        }
    }

    /** Moves the low half from or to memory. @sdm Vol. 2B, MOVLPS */
    static void lowHalf(Cpu cpu, Instruction i) {
        long value = Simd.low(cpu, i, 1);
        if (i.isMemory(0)) {
            Operands.write(cpu, i, 0, value);
        } else {
            Simd.writeLow(cpu, i, 0, value);
        }
    }

    /** Moves the high half from or to memory. @sdm Vol. 2B, MOVHPS */
    static void highHalf(Cpu cpu, Instruction i) {
        if (i.isMemory(0)) {
            Operands.write(cpu, i, 0, Simd.high(cpu, i, 1));
        } else {
            cpu.state.xmm[2 * i.register(0) + 1] = Simd.low(cpu, i, 1);
        }
    }

    /** Moves high to low. @sdm Vol. 2B, MOVHLPS */
    static void movhlps(Cpu cpu, Instruction i) {
        Simd.writeLow(cpu, i, 0, Simd.high(cpu, i, 1));
    }

    /** Moves low to high. @sdm Vol. 2B, MOVLHPS */
    static void movlhps(Cpu cpu, Instruction i) {
        cpu.state.xmm[2 * i.register(0) + 1] = Simd.low(cpu, i, 1);
    }

    /** Collects four signs. @sdm Vol. 2B, MOVMSKPS */
    static void movmskps(Cpu cpu, Instruction i) {
        long low = Simd.low(cpu, i, 1);
        long high = Simd.high(cpu, i, 1);
        long signs = low >>> 31 & 1 | low >>> 62 & 2 | high >>> 29 & 4 | high >>> 60 & 8;
        Operands.write(cpu, i, 0, signs);
    }

    /** Collects two signs. @sdm Vol. 2B, MOVMSKPD */
    static void movmskpd(Cpu cpu, Instruction i) {
        Operands.write(cpu, i, 0, Simd.low(cpu, i, 1) >>> 63 | Simd.high(cpu, i, 1) >>> 62 & 2);
    }

    /** Collects the signs of bytes. @sdm Vol. 2B, PMOVMSKB */
    static void pmovmskb(Cpu cpu, Instruction i) {
        long signs = byteSigns(Simd.low(cpu, i, 1));
        if (Simd.isWide(i, 1)) {
            signs |= byteSigns(Simd.high(cpu, i, 1)) << 8;
        }
        Operands.write(cpu, i, 0, signs);
    }

    private static long byteSigns(long half) {
        long signs = 0;
        for (int n = 0; n < 8; n++) {
            signs |= half >>> 8 * n + 7 - n & 1L << n;
        }
        return signs;
    }

    /** Stores the bytes whose mask byte is negative at rDI. @sdm Vol. 2B, MASKMOVDQU */
    static void maskmovdqu(Cpu cpu, Instruction i) {
        long linear = maskedTarget(cpu, i, 16);
        long high = byteSigns(Simd.high(cpu, i, 1));
        storeMasked(cpu, linear, Simd.low(cpu, i, 0), byteSigns(Simd.low(cpu, i, 1)));
        storeMasked(cpu, linear + 8, Simd.high(cpu, i, 0), high);
    }

    /** The same for an MMX register. @sdm Vol. 2B, MASKMOVQ */
    static void maskmovq(Cpu cpu, Instruction i) {
        long linear = maskedTarget(cpu, i, 8);
        storeMasked(cpu, linear, Simd.low(cpu, i, 0), byteSigns(Simd.low(cpu, i, 1)));
    }

    private static long maskedTarget(Cpu cpu, Instruction i, int size) {
        long offset = cpu.state.reg(RDI, i.addressSize());
        return Segmentation.linear(cpu, i.segment(), offset, size, Access.WRITE);
    }

    private static void storeMasked(Cpu cpu, long linear, long value, long signs) {
        for (int n = 0; n < 8; n++) {
            if ((signs >>> n & 1) != 0) {
                cpu.memory.write8(linear + n, (int) (value >>> 8 * n));
            }
        }
    }

    /** Doubles a double. @sdm Vol. 2B, MOVDDUP */
    static void movddup(Cpu cpu, Instruction i) {
        long value = Simd.low(cpu, i, 1);
        Simd.write(cpu, i, 0, value, value);
    }

    /** Doubles the odd singles. @sdm Vol. 2B, MOVSHDUP */
    static void movshdup(Cpu cpu, Instruction i) {
        long low = Simd.low(cpu, i, 1) >>> 32;
        long high = Simd.high(cpu, i, 1) >>> 32;
        Simd.write(cpu, i, 0, low << 32 | low, high << 32 | high);
    }

    /** Doubles the even singles. @sdm Vol. 2B, MOVSLDUP */
    static void movsldup(Cpu cpu, Instruction i) {
        long low = Simd.low(cpu, i, 1) & 0xffffffffL;
        long high = Simd.high(cpu, i, 1) & 0xffffffffL;
        Simd.write(cpu, i, 0, low << 32 | low, high << 32 | high);
    }
}
