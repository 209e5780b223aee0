package dev.ringmaster.cpu.meaning;

import dev.ringmaster.cpu.Cpu;
import dev.ringmaster.cpu.Feature;
import dev.ringmaster.cpu.Meaning;
import dev.ringmaster.cpu.arch.Access;
import dev.ringmaster.cpu.arch.Fault;
import dev.ringmaster.cpu.arch.Rflags;
import dev.ringmaster.cpu.instruction.Instruction;
import dev.ringmaster.cpu.instruction.Mnemonic;
import dev.ringmaster.cpu.protection.Operands;
import dev.ringmaster.cpu.protection.Segmentation;
import dev.ringmaster.cpu.state.Bits;
import dev.ringmaster.cpu.state.CpuState;
import dev.ringmaster.cpu.state.Flags;

import java.util.Map;

/** Moves, extensions and what is done with conditions. @sdm Vol. 1, Data Transfer Instructions */
final class MoveMeanings {
    private static final int RAX = 0;
    private static final int RDX = 2;
    private static final int RBX = 3;
    private static final int AH = Instruction.HIGH_BYTE;

    /** SF, ZF, AF, PF and CF, the flags of LAHF and SAHF. */
    private static final long LOW_STATUS = Rflags.STATUS & 0xff;

    private MoveMeanings() {}

    static void register(Map<Mnemonic, Meaning> meanings) {
        meanings.put(Mnemonic.MOV, MoveMeanings::mov);
        meanings.put(Mnemonic.MOVZX, MoveMeanings::mov);
        meanings.put(Mnemonic.MOVSX, MoveMeanings::movsx);
        meanings.put(Mnemonic.MOVSXD, MoveMeanings::movsx);
        meanings.put(Mnemonic.MOVNTI, MoveMeanings::movnti);
        meanings.put(Mnemonic.CBW, (cpu, i) -> extendAccumulator(cpu, 1));
        meanings.put(Mnemonic.CWDE, (cpu, i) -> extendAccumulator(cpu, 2));
        meanings.put(Mnemonic.CDQE, (cpu, i) -> extendAccumulator(cpu, 4));
        meanings.put(Mnemonic.CWD, (cpu, i) -> signToData(cpu, 2));
        meanings.put(Mnemonic.CDQ, (cpu, i) -> signToData(cpu, 4));
        meanings.put(Mnemonic.CQO, (cpu, i) -> signToData(cpu, 8));
        meanings.put(Mnemonic.LEA, MoveMeanings::lea);
        meanings.put(Mnemonic.XLATB, MoveMeanings::xlatb);
        meanings.put(Mnemonic.LAHF, MoveMeanings::lahf);
        meanings.put(Mnemonic.SAHF, MoveMeanings::sahf);
        meanings.put(Mnemonic.SALC, MoveMeanings::salc);
        meanings.put(Mnemonic.SETCC, MoveMeanings::setcc);
        meanings.put(Mnemonic.CMOVCC, MoveMeanings::cmovcc);
    }

    /** Moves; a smaller source is zero-extended. @sdm Vol. 2B, MOV; MOVZX */
    static void mov(Cpu cpu, Instruction i) {
        Operands.write(cpu, i, 0, Operands.read(cpu, i, 1));
    }

    /** Moves with sign extension. @sdm Vol. 2B, MOVSX/MOVSXD */
    static void movsx(Cpu cpu, Instruction i) {
        Operands.write(cpu, i, 0, Operands.readSigned(cpu, i, 1));
    }

    /** Stores past the caches, which are not modelled. @sdm Vol. 2B, MOVNTI */
    static void movnti(Cpu cpu, Instruction i) {
        cpu.require(Feature.SSE2);
        mov(cpu, i);
    }

    /**
     * Sign-extends the accumulator from {@code size} bytes to twice that. @sdm Vol. 2A,
     * CBW/CWDE/CDQE
     */
    static void extendAccumulator(Cpu cpu, int size) {
        CpuState s = cpu.state;
        s.reg(RAX, 2 * size, Bits.signExtend(s.gpr[RAX], size));
    }

    /** Fills rDX with the sign of the accumulator. @sdm Vol. 2A, CWD/CDQ/CQO */
    static void signToData(Cpu cpu, int size) {
        CpuState s = cpu.state;
        s.reg(RDX, size, Bits.signExtend(s.gpr[RAX], size) >> 63);
    }

    /** Loads the effective address; the segment plays no part. @sdm Vol. 2A, LEA */
    static void lea(Cpu cpu, Instruction i) {
        Operands.write(cpu, i, 0, Operands.address(cpu, i));
    }

    /** Looks AL up in the table at rBX. @sdm Vol. 2D, XLAT/XLATB */
    static void xlatb(Cpu cpu, Instruction i) {
        CpuState s = cpu.state;
        long offset = Bits.zeroExtend(s.gpr[RBX] + s.reg(RAX, 1), i.addressSize());
        long linear = Segmentation.linear(cpu, i.segment(), offset, 1, Access.READ);
        s.reg(RAX, 1, cpu.memory.read8(linear));
    }

    /** Loads AH from the low flags. @sdm Vol. 2A, LAHF */
    static void lahf(Cpu cpu, Instruction i) {
        requireLahf(cpu);
        Flags f = cpu.state.flags;
        cpu.state.reg(AH, 1, f.status() & LOW_STATUS | Rflags.FIXED.mask());
    }

    /** Stores AH to the low flags. @sdm Vol. 2B, SAHF */
    static void sahf(Cpu cpu, Instruction i) {
        requireLahf(cpu);
        Flags f = cpu.state.flags;
        f.setStatus(f.status() & ~LOW_STATUS | cpu.state.reg(AH, 1) & LOW_STATUS);
    }

    private static void requireLahf(Cpu cpu) {
        if (cpu.state.mode64() && !cpu.profile.has(Feature.LAHF64)) {
            throw Fault.ud();
        }
    }

    /**
     * Fills AL with CF. Not in the manual's instruction reference, but in every processor's opcode
     * D6H.
     */
    static void salc(Cpu cpu, Instruction i) {
        cpu.state.reg(RAX, 1, cpu.state.flags.cf() ? 0xff : 0);
    }

    /** Sets a byte to 1 if the condition holds, else to 0. @sdm Vol. 2B, SETcc */
    static void setcc(Cpu cpu, Instruction i) {
        Operands.write(cpu, i, 0, cpu.state.flags.condition(i.condition()) ? 1 : 0);
    }

    /**
     * Moves if the condition holds. The source is read and a 32-bit target zero-extended
     * anyway. @sdm Vol. 2A, CMOVcc
     */
    static void cmovcc(Cpu cpu, Instruction i) {
        cpu.require(Feature.CMOV);
        long source = Operands.read(cpu, i, 1);
        boolean holds = cpu.state.flags.condition(i.condition());
        Operands.write(cpu, i, 0, holds ? source : Operands.read(cpu, i, 0));
    }
}
