package dev.ringmaster.cpu.meaning;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.abort;

import dev.ringmaster.cpu.instruction.Instruction;
import dev.ringmaster.cpu.instruction.Mnemonic;
import dev.ringmaster.cpu.instruction.OperandKind;
import dev.ringmaster.cpu.isa.Assembler;
import dev.ringmaster.cpu.isa.Disassembler;
import dev.ringmaster.cpu.isa.InstructionGenerator;
import dev.ringmaster.cpu.isa.OpcodeRow;
import dev.ringmaster.cpu.isa.Operand;
import dev.ringmaster.cpu.isa.Reg;

import org.junit.jupiter.api.Test;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.function.Predicate;

/**
 * Random instructions do on the model what they do on the processor that runs the test, but for
 * what is undefined.
 */
class NativeLockstepTest {
    private static final long STATUS_AND_DIRECTION = 0x8d5 | 1 << 10;
    private static final int RSI = 6;
    private static final int RDI = 7;

    private final SplittableRandom random = new SplittableRandom(20);

    @Test
    void integerInstructionsDoTheSameAsNative() throws InterruptedException {
        Set<Mnemonic> without = EnumSet.of(Mnemonic.XLATB);
        Predicate<OpcodeRow> strings = of(EnumSet.range(Mnemonic.MOVS, Mnemonic.STOS));
        compare(InstructionGenerator.integer().and(of(without).negate()).or(strings), 12_000);
    }

    @Test
    void packedInstructionsDoTheSameAsNative() throws InterruptedException {
        compare(of(EnumSet.range(Mnemonic.MOVD, Mnemonic.PALIGNR)), 8_000);
    }

    @Test
    void floatingPointDoesTheSameAsNative() throws InterruptedException {
        Set<Mnemonic> approximate = EnumSet.range(Mnemonic.RCPPS, Mnemonic.RSQRTSS);
        Predicate<OpcodeRow> floats = of(EnumSet.range(Mnemonic.ADDPS, Mnemonic.CVTTPD2DQ));
        compare(floats.and(of(approximate).negate()), 12_000);
    }

    private static Predicate<OpcodeRow> of(Set<Mnemonic> mnemonics) {
        return row -> mnemonics.contains(row.mnemonic());
    }

    private void compare(Predicate<OpcodeRow> rows, int count) throws InterruptedException {
        List<Instruction> instructions = new ArrayList<>();
        List<NativeProcessor.State> before = new ArrayList<>();
        InstructionGenerator generator =
                new InstructionGenerator(random, 8)
                        .where(rows)
                        .registers(0, 1, 2, 3)
                        .memory(r -> Operand.mem(Reg.RSI).disp(16L * r.nextInt(16)))
                        .withoutPrefixes();
        while (before.size() < count) {
            Instruction i = generator.next();
            if (isPredictable(i)) {
                instructions.add(i);
                before.add(state(i));
            }
        }
        report(instructions, before, nativeAfter(before));
    }

    private static List<NativeProcessor.State> nativeAfter(List<NativeProcessor.State> before)
            throws InterruptedException {
        try {
            return NativeProcessor.build().execute(before);
        } catch (IOException e) {
            return abort("native processor not available: " + e.getMessage());
        }
    }

    /** A bit number in a register may reach any address. */
    private static boolean isPredictable(Instruction i) {
        boolean bitString = i.isMemory(0) && i.kind(1) == OperandKind.GPR;
        return !(bitString && i.mnemonic().text().matches("bt[src]?"));
    }

    private NativeProcessor.State state(Instruction i) {
        NativeProcessor.State s = new NativeProcessor.State();
        s.code = Assembler.encode(i);
        Arrays.setAll(s.gpr, n -> value());
        Arrays.setAll(s.xmm, n -> value());
        Arrays.setAll(s.mmx, n -> value());
        s.gpr[RSI] = NativeProcessor.DATA + 128;
        s.gpr[RDI] = NativeProcessor.DATA + 512;
        random.nextBytes(s.data);
        s.flags = random.nextLong() & STATUS_AND_DIRECTION | 0x202;
        int masks = random.nextInt(16) == 0 ? random.nextInt(64) << 7 : 0x1f80;
        int zeros = random.nextInt(4) == 0 ? 0x8040 : 0;
        s.mxcsr = masks | random.nextInt(4) << 13 | zeros | random.nextInt(64);
        return s;
    }

    /** Often an edge: of integers, of singles, of doubles. */
    private long value() {
        return switch (random.nextInt(8)) {
            case 0 -> random.nextLong(-4, 300);
            case 1 -> 1L << random.nextInt(64);
            case 2 -> -1L << random.nextInt(64);
            case 3 -> Double.doubleToRawLongBits(random.nextInt(-50, 50) / 4.0);
            case 4 -> twoSingles();
            case 5 -> SPECIAL[random.nextInt(SPECIAL.length)];
            default -> random.nextLong();
        };
    }

    private static final long[] SPECIAL = {
        0,
        Long.MIN_VALUE,
        0x7ff0000000000000L,
        0xfff0000000000000L,
        0x7ff8000000000123L,
        0x7ff0000000000123L,
        1,
        0x0010000000000000L,
        0x7fefffffffffffffL,
        0x7f8000007fc00001L,
        0xff8000017f800001L,
        0x0000000180000001L,
        0x0080000080800000L,
        0x7f7fffffff7fffffL,
        0x3f800000bf800000L
    };

    private long twoSingles() {
        long high = Float.floatToRawIntBits(random.nextInt(-50, 50) / 4.0f);
        return high << 32 | Float.floatToRawIntBits(random.nextInt(-50, 50) / 8.0f) & 0xffffffffL;
    }

    private static void report(
            List<Instruction> instructions,
            List<NativeProcessor.State> before,
            List<NativeProcessor.State> after) {
        ModelProcessor model = new ModelProcessor(8);
        List<String> differences = new ArrayList<>();
        for (int n = 0; n < instructions.size(); n++) {
            Instruction i = instructions.get(n);
            NativeProcessor.State b = before.get(n);
            String difference = difference(i, model.execute(i, b), after.get(n));
            if (!difference.isEmpty()) {
                differences.add(describe(i, b) + difference);
            }
        }
        assertThat(differences).isEmpty();
    }

    private static String describe(Instruction i, NativeProcessor.State s) {
        return Disassembler.text(i)
                + String.format(
                        " [rax %x rcx %x rdx %x rbx %x flags %x mxcsr %x xmm %s]:",
                        s.gpr[0],
                        s.gpr[1],
                        s.gpr[2],
                        s.gpr[3],
                        s.flags,
                        s.mxcsr,
                        hex(Arrays.copyOf(s.xmm, 8)));
    }

    private static String hex(long[] values) {
        return Arrays.toString(Arrays.stream(values).mapToObj(Long::toHexString).toArray());
    }

    private static String difference(
            Instruction i, NativeProcessor.State model, NativeProcessor.State real) {
        StringBuilder text = new StringBuilder();
        if (model.signal != real.signal) {
            return " signal " + model.signal + ", native " + real.signal;
        }
        if (real.signal != 0) {
            return "";
        }
        for (int n = 0; n < 16; n++) {
            differ(text, "gpr" + n, model.gpr[n], n == 4 ? model.gpr[n] : real.gpr[n]);
        }
        for (int n = 0; n < 32; n++) {
            differ(text, "xmm" + n / 2 + "/" + n % 2, model.xmm[n], real.xmm[n]);
        }
        for (int n = 0; n < 8; n++) {
            differ(text, "mm" + n, model.mmx[n], real.mmx[n]);
        }
        long defined = STATUS_AND_DIRECTION & ~UndefinedFlags.of(i.mnemonic());
        differ(text, "flags", model.flags & defined, real.flags & defined);
        differ(text, "mxcsr", model.mxcsr, real.mxcsr);
        if (!Arrays.equals(model.data, real.data)) {
            text.append(" data at ").append(Arrays.mismatch(model.data, real.data));
        }
        return text.toString();
    }

    private static void differ(StringBuilder text, String what, long model, long real) {
        if (model != real) {
            text.append(String.format(" %s %x, native %x", what, model, real));
        }
    }
}
