package dev.ringmaster.cpu.meaning;

import dev.ringmaster.cpu.Cpu;
import dev.ringmaster.cpu.Feature;
import dev.ringmaster.cpu.Meaning;
import dev.ringmaster.cpu.instruction.Instruction;
import dev.ringmaster.cpu.instruction.Mnemonic;
import dev.ringmaster.cpu.meaning.FloatUnit.Operation;

import java.util.Map;

/** SSE floating-point arithmetic and comparison. @sdm Vol. 1, SSE Arithmetic Instructions */
final class FloatMeanings {
    /** What happens to one lane. */
    interface Lane {
        long apply(FloatUnit unit, long a, long b);
    }

    private FloatMeanings() {}

    static void register(Map<Mnemonic, Meaning> m) {
        family(m, "ADD", (u, a, b) -> u.compute(Operation.ADD, a, b));
        family(m, "SUB", (u, a, b) -> u.compute(Operation.SUBTRACT, a, b));
        family(m, "MUL", (u, a, b) -> u.compute(Operation.MULTIPLY, a, b));
        family(m, "DIV", (u, a, b) -> u.compute(Operation.DIVIDE, a, b));
        family(m, "SQRT", (u, a, b) -> u.compute(Operation.SQUARE_ROOT, a, b));
        family(m, "MIN", (u, a, b) -> u.extremum(false, a, b));
        family(m, "MAX", (u, a, b) -> u.extremum(true, a, b));
        comparisons(m);
        approximations(m);
    }

    private static void comparisons(Map<Mnemonic, Meaning> m) {
        sse(m, Mnemonic.CMPPS, (cpu, i) -> apply(cpu, i, FloatFormat.SINGLE, predicate(i)));
        sse(m, Mnemonic.CMPSS, (cpu, i) -> apply(cpu, i, FloatFormat.SINGLE, predicate(i)));
        sse2(m, Mnemonic.CMPPD, (cpu, i) -> apply(cpu, i, FloatFormat.DOUBLE, predicate(i)));
        sse2(m, Mnemonic.CMPSD_SSE, (cpu, i) -> apply(cpu, i, FloatFormat.DOUBLE, predicate(i)));
        sse(m, Mnemonic.COMISS, (cpu, i) -> compare(cpu, i, FloatFormat.SINGLE, true));
        sse2(m, Mnemonic.COMISD, (cpu, i) -> compare(cpu, i, FloatFormat.DOUBLE, true));
        sse(m, Mnemonic.UCOMISS, (cpu, i) -> compare(cpu, i, FloatFormat.SINGLE, false));
        sse2(m, Mnemonic.UCOMISD, (cpu, i) -> compare(cpu, i, FloatFormat.DOUBLE, false));
    }

    private static void approximations(Map<Mnemonic, Meaning> m) {
        Lane reciprocal = (u, a, b) -> approximate(b, false);
        Lane root = (u, a, b) -> approximate(b, true);
        sse(m, Mnemonic.RCPPS, (cpu, i) -> apply(cpu, i, FloatFormat.SINGLE, reciprocal));
        sse(m, Mnemonic.RCPSS, (cpu, i) -> apply(cpu, i, FloatFormat.SINGLE, reciprocal));
        sse(m, Mnemonic.RSQRTPS, (cpu, i) -> apply(cpu, i, FloatFormat.SINGLE, root));
        sse(m, Mnemonic.RSQRTSS, (cpu, i) -> apply(cpu, i, FloatFormat.SINGLE, root));
    }

    /** The four instructions of a name: packed and scalar, single and double. */
    private static void family(Map<Mnemonic, Meaning> m, String name, Lane lane) {
        for (String packing : new String[] {"P", "S"}) {
            Mnemonic single = Mnemonic.valueOf(name + packing + "S");
            Mnemonic twice = Mnemonic.valueOf(name + packing + "D");
            sse(m, single, (cpu, i) -> apply(cpu, i, FloatFormat.SINGLE, lane));
            sse2(m, twice, (cpu, i) -> apply(cpu, i, FloatFormat.DOUBLE, lane));
        }
    }

    private static void sse(Map<Mnemonic, Meaning> m, Mnemonic mnemonic, Meaning body) {
        m.put(mnemonic, Simd.guarded(Feature.SSE, body));
    }

    private static void sse2(Map<Mnemonic, Meaning> m, Mnemonic mnemonic, Meaning body) {
        m.put(mnemonic, Simd.guarded(Feature.SSE2, body));
    }

    private static Lane predicate(Instruction i) {
        int predicate = (int) i.immediate() & 7;
        return (u, a, b) -> u.compare(predicate, a, b);
    }

    private static void apply(Cpu cpu, Instruction i, FloatFormat format, Lane lane) {
        FloatUnit unit = new FloatUnit(format, cpu.state.mxcsr);
        long b0 = Simd.low(cpu, i, 1);
        long a0 = Simd.low(cpu, i, 0);
        if (!Simd.isWide(i, 0)) {
            long result = lane.apply(unit, a0, b0);
            unit.commit(cpu);
            Simd.merge(cpu, i, 0, result);
            return;
        }
        long low = half(unit, lane, a0, b0);
        long high = half(unit, lane, Simd.high(cpu, i, 0), Simd.high(cpu, i, 1));
        unit.commit(cpu);
        Simd.write(cpu, i, 0, low, high);
    }

    private static long half(FloatUnit unit, Lane lane, long a, long b) {
        if (unit.format() == FloatFormat.DOUBLE) {
            return lane.apply(unit, a, b);
        }
        long low = lane.apply(unit, a & 0xffffffffL, b & 0xffffffffL);
        return low & 0xffffffffL | lane.apply(unit, a >>> 32, b >>> 32) << 32;
    }

    /**
     * Leaves the order in ZF, PF and CF; OF, SF and AF become 0. @sdm Vol. 2A, COMISD; Vol. 2B,
     * UCOMISD
     */
    private static void compare(Cpu cpu, Instruction i, FloatFormat format, boolean signalling) {
        FloatUnit unit = new FloatUnit(format, cpu.state.mxcsr);
        int order = unit.order(Simd.low(cpu, i, 0), Simd.low(cpu, i, 1), signalling);
        unit.commit(cpu);
        cpu.state.flags.setStatus(
                switch (order) {
                    case 0 -> Status.ZF;
                    case -1 -> Status.CF;
                    case 1 -> 0;
                    default -> Status.ZF | Status.PF | Status.CF;
                });
    }

    /**
     * The reciprocal, or that of the square root, to 12 bits: any error below 1.5 * 2^-12 is
     * allowed. Denormals are zeros, in and out.
     *
     * @sdm Vol. 2B, RCPPS; RSQRTPS
     */
    private static long approximate(long b, boolean root) {
        FloatFormat single = FloatFormat.SINGLE;
        if (single.isNaN(b)) {
            return single.quiet(b);
        }
        double x = single.isDenormal(b) ? single.value(b & single.sign()) : single.value(b);
        if (root && x < 0) {
            return single.indefinite();
        }
        double exact = root && x != 0 ? 1 / Math.sqrt(x) : 1 / x;
        if (Math.abs(exact) < single.minNormal()) {
            return single.encode(Math.copySign(0.0, exact));
        }
        long encoded = single.encode(exact);
        return Double.isInfinite(exact) ? encoded : encoded + 0x400 & ~0x7ffL;
    }
}
