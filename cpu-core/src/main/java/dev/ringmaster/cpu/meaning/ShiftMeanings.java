package dev.ringmaster.cpu.meaning;

import dev.ringmaster.cpu.Cpu;
import dev.ringmaster.cpu.Meaning;
import dev.ringmaster.cpu.instruction.Instruction;
import dev.ringmaster.cpu.instruction.Mnemonic;
import dev.ringmaster.cpu.protection.Operands;
import dev.ringmaster.cpu.state.Flags;

import java.util.Map;

/** Shifts and rotates. @sdm Vol. 1, Shift and Rotate Instructions */
final class ShiftMeanings {
    private ShiftMeanings() {}

    static void register(Map<Mnemonic, Meaning> meanings) {
        meanings.put(Mnemonic.SHL, ShiftMeanings::shl);
        meanings.put(Mnemonic.SHR, ShiftMeanings::shr);
        meanings.put(Mnemonic.SAR, ShiftMeanings::sar);
        meanings.put(Mnemonic.ROL, ShiftMeanings::rol);
        meanings.put(Mnemonic.ROR, ShiftMeanings::ror);
        meanings.put(Mnemonic.RCL, ShiftMeanings::rcl);
        meanings.put(Mnemonic.RCR, ShiftMeanings::rcr);
        meanings.put(Mnemonic.SHLD, ShiftMeanings::shld);
        meanings.put(Mnemonic.SHRD, ShiftMeanings::shrd);
    }

    /** Shifts left. @sdm Vol. 2B, SAL/SAR/SHL/SHR */
    static void shl(Cpu cpu, Instruction i) {
        Operands.write(cpu, i, 0, Shifts.shl(flags(cpu), target(cpu, i), count(cpu, i), i.size(0)));
    }

    /** Shifts right. @sdm Vol. 2B, SAL/SAR/SHL/SHR */
    static void shr(Cpu cpu, Instruction i) {
        Operands.write(cpu, i, 0, Shifts.shr(flags(cpu), target(cpu, i), count(cpu, i), i.size(0)));
    }

    /** Shifts right with sign. @sdm Vol. 2B, SAL/SAR/SHL/SHR */
    static void sar(Cpu cpu, Instruction i) {
        Operands.write(cpu, i, 0, Shifts.sar(flags(cpu), target(cpu, i), count(cpu, i), i.size(0)));
    }

    /** Rotates left. @sdm Vol. 2B, RCL/RCR/ROL/ROR */
    static void rol(Cpu cpu, Instruction i) {
        Operands.write(
                cpu, i, 0, Rotates.rol(flags(cpu), target(cpu, i), count(cpu, i), i.size(0)));
    }

    /** Rotates right. @sdm Vol. 2B, RCL/RCR/ROL/ROR */
    static void ror(Cpu cpu, Instruction i) {
        Operands.write(
                cpu, i, 0, Rotates.ror(flags(cpu), target(cpu, i), count(cpu, i), i.size(0)));
    }

    /** Rotates left through CF. @sdm Vol. 2B, RCL/RCR/ROL/ROR */
    static void rcl(Cpu cpu, Instruction i) {
        Operands.write(
                cpu, i, 0, Rotates.rcl(flags(cpu), target(cpu, i), count(cpu, i), i.size(0)));
    }

    /** Rotates right through CF. @sdm Vol. 2B, RCL/RCR/ROL/ROR */
    static void rcr(Cpu cpu, Instruction i) {
        Operands.write(
                cpu, i, 0, Rotates.rcr(flags(cpu), target(cpu, i), count(cpu, i), i.size(0)));
    }

    /** Shifts left and fills from a register. @sdm Vol. 2B, SHLD */
    static void shld(Cpu cpu, Instruction i) {
        long a = target(cpu, i);
        long b = Operands.readSigned(cpu, i, 1);
        long count = Operands.read(cpu, i, 2);
        Operands.write(cpu, i, 0, Shifts.shld(flags(cpu), a, b, count, i.size(0)));
    }

    /** Shifts right and fills from a register. @sdm Vol. 2B, SHRD */
    static void shrd(Cpu cpu, Instruction i) {
        long a = target(cpu, i);
        long b = Operands.readSigned(cpu, i, 1);
        long count = Operands.read(cpu, i, 2);
        Operands.write(cpu, i, 0, Shifts.shrd(flags(cpu), a, b, count, i.size(0)));
    }

    private static Flags flags(Cpu cpu) {
        return cpu.state.flags;
    }

    private static long target(Cpu cpu, Instruction i) {
        return Operands.readSignedForWrite(cpu, i, 0);
    }

    private static long count(Cpu cpu, Instruction i) {
        return Operands.read(cpu, i, 1);
    }
}
