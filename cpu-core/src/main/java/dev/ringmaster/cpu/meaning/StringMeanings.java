package dev.ringmaster.cpu.meaning;

import dev.ringmaster.cpu.Cpu;
import dev.ringmaster.cpu.Meaning;
import dev.ringmaster.cpu.arch.Access;
import dev.ringmaster.cpu.arch.Rflags;
import dev.ringmaster.cpu.instruction.Instruction;
import dev.ringmaster.cpu.instruction.Mnemonic;
import dev.ringmaster.cpu.protection.Segmentation;
import dev.ringmaster.cpu.state.Bits;
import dev.ringmaster.cpu.state.CpuState;
import dev.ringmaster.cpu.state.Segment;

import java.util.Map;

/**
 * String instructions without ports.
 *
 * <p>With a repeat prefix, one call is <em>one</em> iteration, and one retired instruction: if more
 * remain, RIP goes back to the instruction, so that interrupts, traps and single steps come between
 * iterations as on a processor. An engine may do several at once where nobody can tell.
 *
 * @sdm Vol. 1, String Instructions
 * @sdm Vol. 2B, REP/REPE/REPZ/REPNE/REPNZ
 */
public final class StringMeanings {
    private static final int RAX = 0;
    private static final int RCX = 1;
    private static final int RSI = 6;
    private static final int RDI = 7;

    private StringMeanings() {}

    static void register(Map<Mnemonic, Meaning> meanings) {
        meanings.put(Mnemonic.MOVS, StringMeanings::movs);
        meanings.put(Mnemonic.CMPS, StringMeanings::cmps);
        meanings.put(Mnemonic.SCAS, StringMeanings::scas);
        meanings.put(Mnemonic.LODS, StringMeanings::lods);
        meanings.put(Mnemonic.STOS, StringMeanings::stos);
    }

    /** Copies. @sdm Vol. 2B, MOVS/MOVSB/MOVSW/MOVSD/MOVSQ */
    static void movs(Cpu cpu, Instruction i) {
        if (begins(cpu, i)) {
            int size = i.operandSize();
            long value = cpu.memory.read(source(cpu, i), size);
            cpu.memory.write(target(cpu, i, Access.WRITE), size, value);
            advance(cpu, i, RSI);
            advance(cpu, i, RDI);
            ends(cpu, i, true);
        }
    }

    /** Compares source with target. @sdm Vol. 2A, CMPS/CMPSB/CMPSW/CMPSD/CMPSQ */
    static void cmps(Cpu cpu, Instruction i) {
        if (begins(cpu, i)) {
            int size = i.operandSize();
            long a = Bits.signExtend(cpu.memory.read(source(cpu, i), size), size);
            long b = Bits.signExtend(cpu.memory.read(target(cpu, i, Access.READ), size), size);
            Alu.sub(cpu.state.flags, a, b, size);
            advance(cpu, i, RSI);
            advance(cpu, i, RDI);
            ends(cpu, i, (a == b) == (i.repeat() == Instruction.REP));
        }
    }

    /** Compares the accumulator with the target. @sdm Vol. 2B, SCAS/SCASB/SCASW/SCASD */
    static void scas(Cpu cpu, Instruction i) {
        if (begins(cpu, i)) {
            int size = i.operandSize();
            long a = Bits.signExtend(cpu.state.gpr[RAX], size);
            long b = Bits.signExtend(cpu.memory.read(target(cpu, i, Access.READ), size), size);
            Alu.sub(cpu.state.flags, a, b, size);
            advance(cpu, i, RDI);
            ends(cpu, i, (a == b) == (i.repeat() == Instruction.REP));
        }
    }

    /** Loads the accumulator. @sdm Vol. 2A, LODS/LODSB/LODSW/LODSD/LODSQ */
    static void lods(Cpu cpu, Instruction i) {
        if (begins(cpu, i)) {
            int size = i.operandSize();
            cpu.state.reg(RAX, size, cpu.memory.read(source(cpu, i), size));
            advance(cpu, i, RSI);
            ends(cpu, i, true);
        }
    }

    /** Stores the accumulator. @sdm Vol. 2B, STOS/STOSB/STOSW/STOSD/STOSQ */
    static void stos(Cpu cpu, Instruction i) {
        if (begins(cpu, i)) {
            cpu.memory.write(target(cpu, i, Access.WRITE), i.operandSize(), cpu.state.gpr[RAX]);
            advance(cpu, i, RDI);
            ends(cpu, i, true);
        }
    }

    /** Whether there is an iteration to do. */
    public static boolean begins(Cpu cpu, Instruction i) {
        return i.repeat() == 0 || cpu.state.reg(RCX, i.addressSize()) != 0;
    }

    /**
     * Counts the iteration; if more remain and {@code goOn} says so, the instruction will be
     * executed again.
     */
    public static void ends(Cpu cpu, Instruction i, boolean goOn) {
        if (i.repeat() == 0) {
            return;
        }
        CpuState s = cpu.state;
        long count = Bits.zeroExtend(s.gpr[RCX] - 1, i.addressSize());
        s.reg(RCX, i.addressSize(), count);
        if (count != 0 && goOn) {
            s.rip = Bits.zeroExtend(s.rip - i.length(), i.codeSize());
        }
    }

    /**
     * Moves an index register ({@code rSI} or {@code rDI} by number) by one element in the
     * direction of DF.
     */
    public static void advance(Cpu cpu, Instruction i, int register) {
        CpuState s = cpu.state;
        int step = s.flags.is(Rflags.DF) ? -i.operandSize() : i.operandSize();
        s.reg(register, i.addressSize(), s.gpr[register] + step);
    }

    /** The linear address of the source, to be read. */
    private static long source(Cpu cpu, Instruction i) {
        long offset = cpu.state.reg(RSI, i.addressSize());
        return Segmentation.linear(cpu, i.segment(), offset, i.operandSize(), Access.READ);
    }

    /** The linear address of the target, which is always in ES. */
    private static long target(Cpu cpu, Instruction i, Access access) {
        long offset = cpu.state.reg(RDI, i.addressSize());
        return Segmentation.linear(cpu, Segment.ES, offset, i.operandSize(), access);
    }
}
