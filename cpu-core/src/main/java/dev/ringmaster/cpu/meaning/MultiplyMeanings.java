package dev.ringmaster.cpu.meaning;

import dev.ringmaster.cpu.Cpu;
import dev.ringmaster.cpu.Meaning;
import dev.ringmaster.cpu.instruction.Instruction;
import dev.ringmaster.cpu.instruction.Mnemonic;
import dev.ringmaster.cpu.protection.Operands;
import dev.ringmaster.cpu.state.Bits;
import dev.ringmaster.cpu.state.CpuState;

import java.util.Map;

/**
 * Multiplication and division in rDX:rAX, or in AX for bytes. @sdm Vol. 1, Binary Arithmetic
 * Instructions
 */
final class MultiplyMeanings {
    private static final int RAX = 0;
    private static final int RDX = 2;
    private static final int AH = Instruction.HIGH_BYTE;

    private MultiplyMeanings() {}

    static void register(Map<Mnemonic, Meaning> meanings) {
        meanings.put(Mnemonic.MUL, MultiplyMeanings::mul);
        meanings.put(Mnemonic.IMUL, MultiplyMeanings::imul);
        meanings.put(Mnemonic.DIV, MultiplyMeanings::div);
        meanings.put(Mnemonic.IDIV, MultiplyMeanings::idiv);
    }

    /** Multiplies unsigned. @sdm Vol. 2B, MUL */
    static void mul(Cpu cpu, Instruction i) {
        int size = i.size(0);
        long b = Operands.readSigned(cpu, i, 0);
        long a = accumulator(cpu, size);
        long low = Multiply.low(a, b, size);
        long high = Multiply.unsignedHigh(a, b, size);
        writePair(cpu, size, low, high);
        Multiply.unsignedFlags(cpu.state.flags, low, high);
    }

    /** Multiplies signed, in one of three forms. @sdm Vol. 2A, IMUL */
    static void imul(Cpu cpu, Instruction i) {
        int size = i.size(0);
        if (i.operands() > 1) {
            long a = Operands.readSigned(cpu, i, i.operands() == 3 ? 2 : 0);
            long b = Operands.readSigned(cpu, i, 1);
            Operands.write(cpu, i, 0, Multiply.imul(cpu.state.flags, a, b, size));
            return;
        }
        long b = Operands.readSigned(cpu, i, 0);
        long a = accumulator(cpu, size);
        long low = Multiply.low(a, b, size);
        long high = Multiply.signedHigh(a, b, size);
        writePair(cpu, size, low, high);
        Multiply.signedFlags(cpu.state.flags, low, high);
    }

    /** Divides unsigned. @sdm Vol. 2A, DIV */
    static void div(Cpu cpu, Instruction i) {
        int size = i.size(0);
        long divisor = Operands.readSigned(cpu, i, 0);
        long low = accumulator(cpu, size);
        long quotient = Divide.unsigned(highHalf(cpu, size), low, divisor, size);
        writePair(cpu, size, quotient, low - quotient * divisor);
    }

    /** Divides signed. @sdm Vol. 2A, IDIV */
    static void idiv(Cpu cpu, Instruction i) {
        int size = i.size(0);
        long divisor = Operands.readSigned(cpu, i, 0);
        long low = accumulator(cpu, size);
        long quotient = Divide.signed(highHalf(cpu, size), low, divisor, size);
        writePair(cpu, size, quotient, low - quotient * divisor);
    }

    private static long accumulator(Cpu cpu, int size) {
        return Bits.signExtend(cpu.state.gpr[RAX], size);
    }

    private static long highHalf(Cpu cpu, int size) {
        CpuState s = cpu.state;
        return Bits.signExtend(size == 1 ? s.reg(AH, 1) : s.gpr[RDX], size);
    }

    /** Writes AL and AH, or rAX and rDX. */
    private static void writePair(Cpu cpu, int size, long low, long high) {
        cpu.state.reg(RAX, size, low);
        cpu.state.reg(size == 1 ? AH : RDX, size, high);
    }
}
