package dev.ringmaster.cpu.meaning;

import dev.ringmaster.cpu.Cpu;
import dev.ringmaster.cpu.Meaning;
import dev.ringmaster.cpu.instruction.Instruction;
import dev.ringmaster.cpu.instruction.Mnemonic;
import dev.ringmaster.cpu.protection.Operands;
import dev.ringmaster.cpu.state.Bits;
import dev.ringmaster.cpu.state.Flags;

import java.util.Map;

/** Binary arithmetic and logic on integers. @sdm Vol. 1, Binary Arithmetic Instructions */
final class ArithmeticMeanings {
    private ArithmeticMeanings() {}

    static void register(Map<Mnemonic, Meaning> meanings) {
        meanings.put(Mnemonic.ADD, ArithmeticMeanings::add);
        meanings.put(Mnemonic.ADC, ArithmeticMeanings::adc);
        meanings.put(Mnemonic.SUB, ArithmeticMeanings::sub);
        meanings.put(Mnemonic.SBB, ArithmeticMeanings::sbb);
        meanings.put(Mnemonic.CMP, ArithmeticMeanings::cmp);
        meanings.put(Mnemonic.AND, ArithmeticMeanings::and);
        meanings.put(Mnemonic.OR, ArithmeticMeanings::or);
        meanings.put(Mnemonic.XOR, ArithmeticMeanings::xor);
        meanings.put(Mnemonic.TEST, ArithmeticMeanings::test);
        meanings.put(Mnemonic.INC, ArithmeticMeanings::inc);
        meanings.put(Mnemonic.DEC, ArithmeticMeanings::dec);
        meanings.put(Mnemonic.NEG, ArithmeticMeanings::neg);
        meanings.put(Mnemonic.NOT, ArithmeticMeanings::not);
    }

    /** Adds. @sdm Vol. 2A, ADD */
    static void add(Cpu cpu, Instruction i) {
        Operands.write(cpu, i, 0, Alu.add(flags(cpu), target(cpu, i), source(cpu, i), i.size(0)));
    }

    /** Adds with carry. @sdm Vol. 2A, ADC */
    static void adc(Cpu cpu, Instruction i) {
        Operands.write(cpu, i, 0, Alu.adc(flags(cpu), target(cpu, i), source(cpu, i), i.size(0)));
    }

    /** Subtracts. @sdm Vol. 2B, SUB */
    static void sub(Cpu cpu, Instruction i) {
        Operands.write(cpu, i, 0, Alu.sub(flags(cpu), target(cpu, i), source(cpu, i), i.size(0)));
    }

    /** Subtracts with borrow. @sdm Vol. 2B, SBB */
    static void sbb(Cpu cpu, Instruction i) {
        Operands.write(cpu, i, 0, Alu.sbb(flags(cpu), target(cpu, i), source(cpu, i), i.size(0)));
    }

    /** Compares. @sdm Vol. 2A, CMP */
    static void cmp(Cpu cpu, Instruction i) {
        long a = Operands.readSigned(cpu, i, 0);
        long b = source(cpu, i);
        flags(cpu).difference(a, b, Bits.signExtend(a - b, i.size(0)));
    }

    /** Bitwise and. @sdm Vol. 2A, AND */
    static void and(Cpu cpu, Instruction i) {
        Operands.write(cpu, i, 0, Alu.and(flags(cpu), target(cpu, i), source(cpu, i)));
    }

    /** Bitwise or. @sdm Vol. 2B, OR */
    static void or(Cpu cpu, Instruction i) {
        Operands.write(cpu, i, 0, Alu.or(flags(cpu), target(cpu, i), source(cpu, i)));
    }

    /** Bitwise exclusive or. @sdm Vol. 2D, XOR */
    static void xor(Cpu cpu, Instruction i) {
        Operands.write(cpu, i, 0, Alu.xor(flags(cpu), target(cpu, i), source(cpu, i)));
    }

    /** And, for the flags only. @sdm Vol. 2B, TEST */
    static void test(Cpu cpu, Instruction i) {
        long a = Operands.readSigned(cpu, i, 0);
        flags(cpu).logic(a & source(cpu, i));
    }

    /** Adds 1. @sdm Vol. 2A, INC */
    static void inc(Cpu cpu, Instruction i) {
        Operands.write(cpu, i, 0, Alu.inc(flags(cpu), target(cpu, i), i.size(0)));
    }

    /** Subtracts 1. @sdm Vol. 2A, DEC */
    static void dec(Cpu cpu, Instruction i) {
        Operands.write(cpu, i, 0, Alu.dec(flags(cpu), target(cpu, i), i.size(0)));
    }

    /** Negates. @sdm Vol. 2B, NEG */
    static void neg(Cpu cpu, Instruction i) {
        Operands.write(cpu, i, 0, Alu.neg(flags(cpu), target(cpu, i), i.size(0)));
    }

    /** Complements; no flags. @sdm Vol. 2B, NOT */
    static void not(Cpu cpu, Instruction i) {
        Operands.write(cpu, i, 0, ~Operands.readForWrite(cpu, i, 0));
    }

    private static Flags flags(Cpu cpu) {
        return cpu.state.flags;
    }

    private static long target(Cpu cpu, Instruction i) {
        return Operands.readSignedForWrite(cpu, i, 0);
    }

    private static long source(Cpu cpu, Instruction i) {
        return Operands.readSigned(cpu, i, 1);
    }
}
