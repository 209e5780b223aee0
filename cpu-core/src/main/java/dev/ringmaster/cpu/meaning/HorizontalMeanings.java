package dev.ringmaster.cpu.meaning;

import dev.ringmaster.cpu.Cpu;
import dev.ringmaster.cpu.Feature;
import dev.ringmaster.cpu.Meaning;
import dev.ringmaster.cpu.instruction.Instruction;
import dev.ringmaster.cpu.instruction.Mnemonic;
import dev.ringmaster.cpu.meaning.FloatUnit.Operation;

import java.util.Map;

/**
 * Floating-point instructions of SSE3, whose lanes differ or combine. @sdm Vol. 1, SSE3
 * Instructions
 */
final class HorizontalMeanings {
    private static final long LOW = 0xffffffffL;

    private HorizontalMeanings() {}

    static void register(Map<Mnemonic, Meaning> m) {
        put(m, Mnemonic.HADDPS, (cpu, i) -> singles(cpu, i, Operation.ADD));
        put(m, Mnemonic.HSUBPS, (cpu, i) -> singles(cpu, i, Operation.SUBTRACT));
        put(m, Mnemonic.HADDPD, (cpu, i) -> doubles(cpu, i, Operation.ADD));
        put(m, Mnemonic.HSUBPD, (cpu, i) -> doubles(cpu, i, Operation.SUBTRACT));
        put(m, Mnemonic.ADDSUBPS, HorizontalMeanings::addsubps);
        put(m, Mnemonic.ADDSUBPD, HorizontalMeanings::addsubpd);
    }

    private static void put(Map<Mnemonic, Meaning> m, Mnemonic mnemonic, Meaning body) {
        m.put(mnemonic, Simd.guarded(Feature.SSE3, body));
    }

    /** Combines neighbouring singles. @sdm Vol. 2A, HADDPS; HSUBPS */
    private static void singles(Cpu cpu, Instruction i, Operation operation) {
        FloatUnit unit = new FloatUnit(FloatFormat.SINGLE, cpu.state.mxcsr);
        long low = pairs(unit, operation, Simd.low(cpu, i, 0), Simd.high(cpu, i, 0));
        long high = pairs(unit, operation, Simd.low(cpu, i, 1), Simd.high(cpu, i, 1));
        unit.commit(cpu);
        Simd.write(cpu, i, 0, low, high);
    }

    private static long pairs(FloatUnit unit, Operation operation, long a, long b) {
        long low = unit.compute(operation, a & LOW, a >>> 32);
        return low | unit.compute(operation, b & LOW, b >>> 32) << 32;
    }

    /** Combines the two doubles. @sdm Vol. 2A, HADDPD; HSUBPD */
    private static void doubles(Cpu cpu, Instruction i, Operation operation) {
        FloatUnit unit = new FloatUnit(FloatFormat.DOUBLE, cpu.state.mxcsr);
        long low = unit.compute(operation, Simd.low(cpu, i, 0), Simd.high(cpu, i, 0));
        long high = unit.compute(operation, Simd.low(cpu, i, 1), Simd.high(cpu, i, 1));
        unit.commit(cpu);
        Simd.write(cpu, i, 0, low, high);
    }

    /** Subtracts even singles and adds odd ones. @sdm Vol. 2A, ADDSUBPS */
    private static void addsubps(Cpu cpu, Instruction i) {
        FloatUnit unit = new FloatUnit(FloatFormat.SINGLE, cpu.state.mxcsr);
        long low = differenceAndSum(unit, Simd.low(cpu, i, 0), Simd.low(cpu, i, 1));
        long high = differenceAndSum(unit, Simd.high(cpu, i, 0), Simd.high(cpu, i, 1));
        unit.commit(cpu);
        Simd.write(cpu, i, 0, low, high);
    }

    private static long differenceAndSum(FloatUnit unit, long a, long b) {
        long low = unit.compute(Operation.SUBTRACT, a & LOW, b & LOW);
        return low | unit.compute(Operation.ADD, a >>> 32, b >>> 32) << 32;
    }

    /** Subtracts the low doubles and adds the high ones. @sdm Vol. 2A, ADDSUBPD */
    private static void addsubpd(Cpu cpu, Instruction i) {
        FloatUnit unit = new FloatUnit(FloatFormat.DOUBLE, cpu.state.mxcsr);
        long low = unit.compute(Operation.SUBTRACT, Simd.low(cpu, i, 0), Simd.low(cpu, i, 1));
        long high = unit.compute(Operation.ADD, Simd.high(cpu, i, 0), Simd.high(cpu, i, 1));
        unit.commit(cpu);
        Simd.write(cpu, i, 0, low, high);
    }
}
