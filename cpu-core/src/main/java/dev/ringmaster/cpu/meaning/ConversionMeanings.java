package dev.ringmaster.cpu.meaning;

import dev.ringmaster.cpu.Cpu;
import dev.ringmaster.cpu.Feature;
import dev.ringmaster.cpu.Meaning;
import dev.ringmaster.cpu.instruction.Instruction;
import dev.ringmaster.cpu.instruction.Mnemonic;
import dev.ringmaster.cpu.protection.Operands;
import dev.ringmaster.cpu.state.Bits;

import java.util.Map;

/** Conversions between integers, singles and doubles. @sdm Vol. 1, SSE2 Conversion Instructions */
final class ConversionMeanings {
    private static final long LOW = 0xffffffffL;

    private ConversionMeanings() {}

    static void register(Map<Mnemonic, Meaning> m) {
        registerMmx(m);
        FloatFormat single = FloatFormat.SINGLE;
        FloatFormat twice = FloatFormat.DOUBLE;
        put(m, Mnemonic.CVTSI2SS, (cpu, i) -> fromInteger(cpu, i, single));
        put(m, Mnemonic.CVTSI2SD, (cpu, i) -> fromInteger(cpu, i, twice));
        put(m, Mnemonic.CVTSS2SI, (cpu, i) -> toInteger(cpu, i, single, false));
        put(m, Mnemonic.CVTSD2SI, (cpu, i) -> toInteger(cpu, i, twice, false));
        put(m, Mnemonic.CVTTSS2SI, (cpu, i) -> toInteger(cpu, i, single, true));
        put(m, Mnemonic.CVTTSD2SI, (cpu, i) -> toInteger(cpu, i, twice, true));
        put(m, Mnemonic.CVTSS2SD, ConversionMeanings::cvtss2sd);
        put(m, Mnemonic.CVTSD2SS, ConversionMeanings::cvtsd2ss);
        put(m, Mnemonic.CVTPS2PD, ConversionMeanings::cvtps2pd);
        put(m, Mnemonic.CVTPD2PS, ConversionMeanings::cvtpd2ps);
        put(m, Mnemonic.CVTDQ2PS, ConversionMeanings::cvtdq2ps);
        put(m, Mnemonic.CVTDQ2PD, ConversionMeanings::cvtdq2pd);
        put(m, Mnemonic.CVTPS2DQ, (cpu, i) -> singlesToIntegers(cpu, i, false));
        put(m, Mnemonic.CVTTPS2DQ, (cpu, i) -> singlesToIntegers(cpu, i, true));
        put(m, Mnemonic.CVTPD2DQ, (cpu, i) -> doublesToIntegers(cpu, i, false));
        put(m, Mnemonic.CVTTPD2DQ, (cpu, i) -> doublesToIntegers(cpu, i, true));
    }

    private static void registerMmx(Map<Mnemonic, Meaning> m) {
        put(m, Mnemonic.CVTPI2PS, ConversionMeanings::cvtpi2ps);
        put(m, Mnemonic.CVTPI2PD, ConversionMeanings::cvtdq2pd);
        put(m, Mnemonic.CVTPS2PI, (cpu, i) -> singlesToMmx(cpu, i, false));
        put(m, Mnemonic.CVTTPS2PI, (cpu, i) -> singlesToMmx(cpu, i, true));
        put(m, Mnemonic.CVTPD2PI, (cpu, i) -> doublesToMmx(cpu, i, false));
        put(m, Mnemonic.CVTTPD2PI, (cpu, i) -> doublesToMmx(cpu, i, true));
    }

    private static void put(Map<Mnemonic, Meaning> m, Mnemonic mnemonic, Meaning body) {
        boolean sse = mnemonic.text().matches("cvtsi2ss|cvtt?ss2si|cvtpi2ps|cvtt?ps2pi");
        m.put(mnemonic, Simd.guarded(sse ? Feature.SSE : Feature.SSE2, body));
    }

    private static FloatUnit unit(Cpu cpu, FloatFormat format) {
        return new FloatUnit(format, cpu.state.mxcsr);
    }

    private static void fromInteger(Cpu cpu, Instruction i, FloatFormat format) {
        FloatUnit unit = unit(cpu, format);
        long result = unit.fromInteger(Operands.readSigned(cpu, i, 1));
        unit.commit(cpu);
        Simd.merge(cpu, i, 0, result);
    }

    private static void toInteger(Cpu cpu, Instruction i, FloatFormat format, boolean truncate) {
        FloatUnit unit = unit(cpu, format);
        long result = unit.toInteger(Simd.low(cpu, i, 1), i.size(0), truncate);
        unit.commit(cpu);
        Operands.write(cpu, i, 0, result);
    }

    private static void cvtss2sd(Cpu cpu, Instruction i) {
        FloatUnit unit = unit(cpu, FloatFormat.SINGLE);
        long result = unit.widen(Simd.low(cpu, i, 1));
        unit.commit(cpu);
        Simd.merge(cpu, i, 0, result);
    }

    private static void cvtsd2ss(Cpu cpu, Instruction i) {
        FloatUnit unit = unit(cpu, FloatFormat.DOUBLE);
        long result = unit.narrow(Simd.low(cpu, i, 1));
        unit.commit(cpu);
        Simd.merge(cpu, i, 0, result);
    }

    private static void cvtps2pd(Cpu cpu, Instruction i) {
        FloatUnit unit = unit(cpu, FloatFormat.SINGLE);
        long source = Simd.low(cpu, i, 1);
        long low = unit.widen(source & LOW);
        long high = unit.widen(source >>> 32);
        unit.commit(cpu);
        Simd.write(cpu, i, 0, low, high);
    }

    private static void cvtpd2ps(Cpu cpu, Instruction i) {
        FloatUnit unit = unit(cpu, FloatFormat.DOUBLE);
        long low = unit.narrow(Simd.low(cpu, i, 1));
        long high = unit.narrow(Simd.high(cpu, i, 1));
        unit.commit(cpu);
        Simd.write(cpu, i, 0, low | high << 32, 0);
    }

    private static void cvtdq2ps(Cpu cpu, Instruction i) {
        FloatUnit unit = unit(cpu, FloatFormat.SINGLE);
        long a = Simd.low(cpu, i, 1);
        long b = Simd.high(cpu, i, 1);
        long low = unit.fromInteger(Bits.signExtend(a, 4)) | unit.fromInteger(a >> 32) << 32;
        long high = unit.fromInteger(Bits.signExtend(b, 4)) | unit.fromInteger(b >> 32) << 32;
        unit.commit(cpu);
        Simd.write(cpu, i, 0, low, high);
    }

    private static void cvtdq2pd(Cpu cpu, Instruction i) {
        FloatUnit unit = unit(cpu, FloatFormat.DOUBLE);
        long source = Simd.low(cpu, i, 1);
        Simd.write(
                cpu,
                i,
                0,
                unit.fromInteger(Bits.signExtend(source, 4)),
                unit.fromInteger(source >> 32));
    }

    private static void singlesToIntegers(Cpu cpu, Instruction i, boolean truncate) {
        FloatUnit unit = unit(cpu, FloatFormat.SINGLE);
        long low = twoIntegers(unit, Simd.low(cpu, i, 1), truncate);
        long high = twoIntegers(unit, Simd.high(cpu, i, 1), truncate);
        unit.commit(cpu);
        Simd.write(cpu, i, 0, low, high);
    }

    private static long twoIntegers(FloatUnit unit, long half, boolean truncate) {
        long low = unit.toInteger(half & LOW, 4, truncate);
        return low & LOW | unit.toInteger(half >>> 32, 4, truncate) << 32;
    }

    private static void doublesToIntegers(Cpu cpu, Instruction i, boolean truncate) {
        FloatUnit unit = unit(cpu, FloatFormat.DOUBLE);
        long low = unit.toInteger(Simd.low(cpu, i, 1), 4, truncate);
        long high = unit.toInteger(Simd.high(cpu, i, 1), 4, truncate);
        unit.commit(cpu);
        Simd.write(cpu, i, 0, low & LOW | high << 32, 0);
    }

    private static void cvtpi2ps(Cpu cpu, Instruction i) {
        FloatUnit unit = unit(cpu, FloatFormat.SINGLE);
        long source = Simd.low(cpu, i, 1);
        long result =
                unit.fromInteger(Bits.signExtend(source, 4)) | unit.fromInteger(source >> 32) << 32;
        unit.commit(cpu);
        Simd.writeLow(cpu, i, 0, result);
    }

    private static void singlesToMmx(Cpu cpu, Instruction i, boolean truncate) {
        FloatUnit unit = unit(cpu, FloatFormat.SINGLE);
        long result = twoIntegers(unit, Simd.low(cpu, i, 1), truncate);
        unit.commit(cpu);
        Simd.writeLow(cpu, i, 0, result);
    }

    private static void doublesToMmx(Cpu cpu, Instruction i, boolean truncate) {
        FloatUnit unit = unit(cpu, FloatFormat.DOUBLE);
        long low = unit.toInteger(Simd.low(cpu, i, 1), 4, truncate);
        long high = unit.toInteger(Simd.high(cpu, i, 1), 4, truncate);
        unit.commit(cpu);
        Simd.writeLow(cpu, i, 0, low & LOW | high << 32);
    }
}
