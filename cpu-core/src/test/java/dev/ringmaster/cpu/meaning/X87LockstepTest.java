package dev.ringmaster.cpu.meaning;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.abort;

import dev.ringmaster.cpu.arch.Fault;
import dev.ringmaster.cpu.instruction.Instruction;
import dev.ringmaster.cpu.isa.Decoder;

import org.junit.jupiter.api.Test;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;

/**
 * Random x87 instructions in random states do on the model what they do on the processor that runs
 * the test: registers, tags, top, condition codes, exceptions, masked or not, and what is stored.
 * The code is FXRSTOR, the instruction, FXSAVE.
 */
class X87LockstepTest {
    private static final int RSI = 6;
    private static final int RDI = 7;
    private static final int OPERAND = 512;
    private static final int STATUS_HIGH = 3;

    /** FOP, FIP and FDP: processors differ in when they write them. */
    private static final int POINTERS = 6;

    private static final int POINTERS_END = 24;
    private static final int[] D9 = {
        0xd0, 0xe0, 0xe1, 0xe4, 0xe5, 0xe8, 0xe9, 0xea, 0xeb, 0xec, 0xed, 0xee, 0xf6, 0xf7, 0xfa,
        0xfc
    };

    private final SplittableRandom random = new SplittableRandom(87);

    @Test
    void x87InstructionsDoTheSameAsNative() throws InterruptedException {
        List<NativeProcessor.State> before = new ArrayList<>();
        for (int n = 0; n < 40_000; n++) {
            before.add(state());
        }
        List<NativeProcessor.State> after;
        try {
            after = NativeProcessor.build().execute(before);
        } catch (IOException e) {
            abort("native processor not available: " + e.getMessage());
            return;
        }
        List<String> differences = new ArrayList<>();
        ModelProcessor model = new ModelProcessor(8);
        for (int n = 0; n < before.size(); n++) {
            String difference = difference(model, before.get(n), after.get(n));
            if (!difference.isEmpty()) {
                differences.add(difference);
            }
        }
        assertThat(differences).isEmpty();
    }

    private int[] instruction() {
        int st = random.nextInt(8);
        int group = random.nextInt(8) << 3;
        switch (random.nextInt(10)) {
            case 0, 1:
                return new int[] {0xd8, 0xc0 | group | st};
            case 2:
                int[] groups = {0, 1, 4, 5, 6, 7};
                int form = 0xc0 | groups[random.nextInt(groups.length)] << 3;
                return new int[] {0xdc + 2 * random.nextInt(2), form | st};
            case 3:
                return new int[] {0xd9, D9[random.nextInt(D9.length)]};
            case 4:
                return new int[] {0xd9, 0xc0 | random.nextInt(16)};
            case 5:
                return new int[] {0xda + random.nextInt(2), 0xc0 | random.nextInt(32)};
            case 6:
                int[] compares = {
                    0xdbe8, 0xdbf0, 0xdfe8, 0xdff0, 0xdde0, 0xdde8, 0xddd0, 0xddd8, 0xddc0
                };
                int which = compares[random.nextInt(compares.length)];
                return new int[] {which >> 8, which & 0xff | st};
            case 7:
                return random.nextBoolean() ? new int[] {0xde, 0xd9} : new int[] {0xda, 0xe9};
            case 8:
                return new int[] {0xd8 + 2 * random.nextInt(4), group | RDI};
            default:
                int[] moves = {
                    0xd900, 0xd910, 0xd918, 0xdb00, 0xdb08, 0xdb10, 0xdb18, 0xdb28, 0xdb38, 0xdd00,
                    0xdd08, 0xdd10, 0xdd18, 0xdf00, 0xdf08, 0xdf10, 0xdf18, 0xdf28, 0xdf38
                };
                int move = moves[random.nextInt(moves.length)];
                return new int[] {move >> 8, move & 0xff | RDI};
        }
    }

    private NativeProcessor.State state() {
        NativeProcessor.State s = new NativeProcessor.State();
        int[] x87 = instruction();
        s.code =
                new byte[] {
                    0x0f, (byte) 0xae, 0x0e, (byte) x87[0], (byte) x87[1], 0x0f, (byte) 0xae, 0x06
                };
        s.gpr[RSI] = NativeProcessor.DATA;
        s.gpr[RDI] = NativeProcessor.DATA + OPERAND;
        s.flags = random.nextInt() & 0x8d5 | 0x202;
        ByteBuffer data = ByteBuffer.wrap(s.data).order(ByteOrder.LITTLE_ENDIAN);
        int masks = random.nextInt(4) == 0 ? random.nextInt(64) : 0x3f;
        data.putShort(0, (short) (masks | 0x40 | random.nextInt(16) << 8));
        data.putShort(
                2,
                (short)
                        (random.nextInt(8) << 11
                                | random.nextInt(8) << 8
                                | random.nextInt(2) << 14));
        data.put(
                4,
                (byte)
                        (random.nextInt(3) == 0
                                ? random.nextInt(256)
                                : random.nextBoolean() ? 0xff : 0x7f << random.nextInt(8)));
        data.putInt(24, 0x1f80);
        for (int n = 0; n < 8; n++) {
            data.putLong(32 + 16 * n, significand());
            data.putLong(40 + 16 * n, exponent());
        }
        data.putLong(OPERAND, operand());
        data.putLong(OPERAND + 8, exponent());
        return s;
    }

    private long significand() {
        return switch (random.nextInt(8)) {
            case 0 -> Long.MIN_VALUE;
            case 1 -> 0xc000000000000000L | random.nextInt(4);
            case 2 -> Long.MIN_VALUE | random.nextLong() << 40;
            case 3 -> Long.MIN_VALUE | random.nextLong() << 11;
            case 4 -> random.nextInt(4) == 0 ? random.nextLong() : -1L - random.nextInt(3);
            case 5 -> Long.MIN_VALUE | random.nextInt(4);
            default -> Long.MIN_VALUE | random.nextLong();
        };
    }

    private long exponent() {
        int sign = random.nextBoolean() ? 0x8000 : 0;
        return sign
                | switch (random.nextInt(12)) {
                    case 0 -> 0;
                    case 1 -> 0x7fff;
                    case 2 -> random.nextInt(80);
                    case 3 -> 0x7ffe - random.nextInt(80);
                    case 4 -> random.nextInt(0x8000);
                    case 5 -> 0x3fff - 1023 + random.nextInt(-60, 4);
                    case 6 -> 0x3fff - 127 + random.nextInt(-30, 4);
                    case 7 -> 0x3fff + (random.nextBoolean() ? 127 : 1023) + random.nextInt(-2, 3);
                    default -> 0x3fff + random.nextInt(-70, 70);
                };
    }

    private long operand() {
        return switch (random.nextInt(6)) {
            case 0 -> random.nextLong(-300, 300);
            case 1 -> Double.doubleToRawLongBits(random.nextInt(-50, 50) / 8.0);
            case 2 -> Float.floatToRawIntBits(random.nextInt(-50, 50) / 8.0f);
            case 3 -> random.nextLong() & 0x800fffff807fffffL;
            case 4 -> random.nextLong() | 0x7ff000007f800000L;
            default -> random.nextLong();
        };
    }

    private static String difference(
            ModelProcessor model, NativeProcessor.State before, NativeProcessor.State real) {
        NativeProcessor.State after = execute(model, before);
        for (int n = POINTERS; n < POINTERS_END; n++) {
            after.data[n] = 0;
            real.data[n] = 0;
        }
        if (comparesToFlags(before.code)) {
            after.data[STATUS_HIGH] &= ~2;
            real.data[STATUS_HIGH] &= ~2;
        }
        if (refused(real, 1)) {
            after.data[STATUS_HIGH] &= ~0x45;
            real.data[STATUS_HIGH] &= ~0x45;
        }
        if (refused(real, 2) && loads(before.code)) {
            return "";
        }
        StringBuilder text = new StringBuilder();
        if (!Arrays.equals(after.data, 0, 464, real.data, 0, 464)) {
            text.append(" state\n   before ").append(describe(before));
            text.append("\n   model  ").append(describe(after));
            text.append("\n   native ").append(describe(real));
        }
        if (!Arrays.equals(after.data, OPERAND, 1024, real.data, OPERAND, 1024)) {
            text.append(" stored ").append(words(after)).append(" native ").append(words(real));
        }
        if (real.signal == 0 && (after.flags & 0x8d5) != (real.flags & 0x8d5)) {
            text.append(String.format(" flags %x native %x", after.flags, real.flags));
        }
        return text.length() == 0
                ? ""
                : String.format("%02x %02x:%s", before.code[3], before.code[4], text);
    }

    /** FCOMI and its kin: the manual clears C1, processors leave it. */
    private static boolean comparesToFlags(byte[] code) {
        int opcode = code[3] & 0xff;
        return (opcode == 0xdb || opcode == 0xdf) && (code[4] & 0xff) >= 0xe8;
    }

    /**
     * An exception that was raised and not masked. The manual then keeps the condition codes of an
     * invalid comparison, and the stack of a denormal load; processors do not.
     */
    private static boolean refused(NativeProcessor.State s, int exception) {
        return (s.data[2] & ~s.data[0] & exception) != 0;
    }

    private static boolean loads(byte[] code) {
        return ((code[3] & 0xff) == 0xd9 || (code[3] & 0xff) == 0xdd) && code[4] == RDI;
    }

    private static NativeProcessor.State execute(ModelProcessor m, NativeProcessor.State before) {
        NativeProcessor.State s = new NativeProcessor.State();
        System.arraycopy(before.gpr, 0, m.cpu.state.gpr, 0, 16);
        int at = (int) NativeProcessor.DATA;
        System.arraycopy(before.data, 0, m.cpu.physical.ram(), at, s.data.length);
        m.cpu.state.flags.set(before.flags);
        for (int n = 0; n < before.code.length; ) {
            byte[] rest = Arrays.copyOfRange(before.code, n, before.code.length);
            Instruction i = Decoder.decode(rest, 8);
            try {
                m.execute(i);
            } catch (Fault fault) {
                s.signal = NativeProcessor.signal(fault);
            }
            n += i.length();
        }
        System.arraycopy(m.cpu.physical.ram(), at, s.data, 0, s.data.length);
        s.flags = m.cpu.state.flags.get();
        return s;
    }

    private static String describe(NativeProcessor.State s) {
        ByteBuffer data = ByteBuffer.wrap(s.data).order(ByteOrder.LITTLE_ENDIAN);
        StringBuilder text = new StringBuilder();
        text.append(
                String.format(
                        "cw %x sw %x tag %x", data.getShort(0), data.getShort(2), data.get(4)));
        for (int n = 0; n < 8; n++) {
            text.append(
                    String.format(
                            " %04x:%016x", data.getShort(40 + 16 * n), data.getLong(32 + 16 * n)));
        }
        return text.append(" mem ").append(words(s)).toString();
    }

    private static String words(NativeProcessor.State s) {
        ByteBuffer data = ByteBuffer.wrap(s.data).order(ByteOrder.LITTLE_ENDIAN);
        return String.format("%04x:%016x", data.getShort(OPERAND + 8), data.getLong(OPERAND));
    }
}
