package dev.ringmaster.cpu.meaning;

import dev.ringmaster.cpu.Cpu;
import dev.ringmaster.cpu.Meaning;
import dev.ringmaster.cpu.arch.Fault;
import dev.ringmaster.cpu.arch.Vector;
import dev.ringmaster.cpu.instruction.Instruction;
import dev.ringmaster.cpu.instruction.Mnemonic;
import dev.ringmaster.cpu.protection.Operands;
import dev.ringmaster.cpu.state.Flags;

import java.util.Map;

/** Decimal adjustment of AX; the decoder has refused it in 64-bit mode. */
final class DecimalMeanings {
    /** An adjustment without operand. */
    private interface Adjustment {
        int apply(Flags f, int ax);
    }

    private DecimalMeanings() {}

    static void register(Map<Mnemonic, Meaning> meanings) {
        meanings.put(Mnemonic.DAA, adjusting(Bcd::daa));
        meanings.put(Mnemonic.DAS, adjusting(Bcd::das));
        meanings.put(Mnemonic.AAA, adjusting(Bcd::aaa));
        meanings.put(Mnemonic.AAS, adjusting(Bcd::aas));
        meanings.put(Mnemonic.AAM, DecimalMeanings::aam);
        meanings.put(Mnemonic.AAD, DecimalMeanings::aad);
        meanings.put(Mnemonic.SALC, DecimalMeanings::salc);
    }

    private static Meaning adjusting(Adjustment adjustment) {
        return (cpu, i) -> write(cpu, adjustment.apply(cpu.state.flags, ax(cpu)));
    }

    /** Splits AL by the immediate; 0 is a division by zero. @sdm Vol. 2A, AAM */
    static void aam(Cpu cpu, Instruction i) {
        int base = (int) Operands.read(cpu, i, 0);
        if (base == 0) {
            throw Fault.of(Vector.DE);
        }
        write(cpu, Bcd.aam(cpu.state.flags, ax(cpu), base));
    }

    /** Joins AH and AL by the immediate. @sdm Vol. 2A, AAD */
    static void aad(Cpu cpu, Instruction i) {
        write(cpu, Bcd.aad(cpu.state.flags, ax(cpu), (int) Operands.read(cpu, i, 0)));
    }

    /**
     * Fills AL with the carry flag; flags stay. @apm Vol. 3, Invalid and Reassigned Instructions in
     * 64-Bit Mode
     */
    static void salc(Cpu cpu, Instruction i) {
        cpu.state.reg(0, 1, cpu.state.flags.cf() ? 0xff : 0);
    }

    private static int ax(Cpu cpu) {
        return (int) cpu.state.reg(0, 2);
    }

    private static void write(Cpu cpu, int ax) {
        cpu.state.reg(0, 2, ax);
    }
}
