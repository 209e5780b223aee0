package dev.ringmaster.cpu.isa;

import dev.ringmaster.cpu.instruction.Instruction;
import dev.ringmaster.cpu.instruction.InstructionBuilder;
import dev.ringmaster.cpu.instruction.OperandKind;

import java.util.function.Function;
import java.util.random.RandomGenerator;

/** One random instruction of one row. It may turn out not to be encodable. */
final class RowDraw {
    private static final long[] NOTABLE = {
        0,
        1,
        2,
        7,
        8,
        0x7f,
        0x80,
        0xff,
        0x7fff,
        0x8000,
        0xffff,
        0x7fffffffL,
        0x80000000L,
        -1,
        -2,
        -128
    };

    private final OpcodeRow row;
    private final RandomGenerator random;
    private final int codeSize;
    private final boolean prefixes;
    private final int operandSize;
    private final boolean memory;
    private Mem place;
    private InstructionBuilder builder;
    private boolean immediateSeen;

    RowDraw(OpcodeRow row, RandomGenerator random, int codeSize, boolean prefixes) {
        this.row = row;
        this.random = random;
        this.codeSize = codeSize;
        this.prefixes = prefixes;
        boolean wide = codeSize == 8 && random.nextInt(3) == 0;
        this.operandSize = row.operandSize(codeSize, random.nextInt(4) == 0, wide);
        this.memory = row.mayAccessMemory() && random.nextBoolean();
    }

    Instruction draw(int[] registers, Function<RandomGenerator, Mem> source) {
        place = row.mayAccessMemory() ? source.apply(random) : Mem.NOWHERE;
        int addressSize = place.effectiveAddressSize(codeSize);
        builder = new InstructionBuilder(row.mnemonic(), codeSize, operandSize, addressSize);
        builder.encoding(row.map(), row.opcode(), 0xc0 | random.nextInt(64));
        builder.condition(row.isConditional() ? random.nextInt(16) : 0);
        for (int n = 0; n < row.operandCount(); n++) {
            operand(row.operand(n), registers);
        }
        boolean string = StringOperands.isString(row.mnemonic());
        int repeat = prefixes && string ? new int[] {0, 0xf3, 0xf2}[random.nextInt(3)] : 0;
        if (prefixes && string && random.nextInt(4) == 0) {
            builder.segment(codeSize == 8 ? 4 + random.nextInt(2) : random.nextInt(6), true);
        }
        builder.lock(prefixes && row.isLockable() && random.nextInt(4) == 0);
        return builder.repeat(repeat).build();
    }

    private void operand(OperandPattern pattern, int[] registers) {
        int size = pattern.size(operandSize, codeSize);
        switch (pattern.place()) {
            case REG, RM_REGISTER, OPCODE -> register(pattern, registers, size);
            case RM -> {
                if (memory) {
                    memory(size);
                } else {
                    register(pattern, registers, size);
                }
            }
            case RM_MEMORY, OFFSET -> memory(size);
            case IMMEDIATE, SIGNED_BYTE, SIGNED_DOUBLEWORD -> immediate(pattern, size);
            case RELATIVE -> {
                builder.immediate(number(pattern.encodedSize(operandSize, codeSize), true), size);
                builder.operand(OperandKind.RELATIVE, 0, operandSize);
            }
            case FAR_POINTER -> {
                builder.immediate(number(operandSize, false), operandSize);
                builder.immediate2(random.nextInt(0x10000))
                        .operand(OperandKind.FAR_POINTER, 0, size);
            }
            case FIXED -> {
                boolean one = pattern.register() == OperandKind.IMMEDIATE;
                builder.immediate(one ? pattern.fixed() : 0, 0);
                builder.operand(pattern.register(), one ? 0 : pattern.fixed(), size);
            }
        }
    }

    private void register(OperandPattern pattern, int[] registers, int size) {
        OperandKind kind = pattern.register();
        int number =
                switch (kind) {
                    case SEGMENT -> random.nextInt(6);
                    case CONTROL -> random.nextInt(codeSize == 8 ? 9 : 8);
                    case DEBUG -> random.nextInt(8);
                    default -> registers[random.nextInt(registers.length)];
                };
        builder.operand(
                kind, kind == OperandKind.MMX ? number & 7 : number(kind, number, size), size);
    }

    /**
     * In code without REX the byte registers 4 to 7 are AH to BH; with REX these are drawn at
     * times, too.
     */
    private int number(OperandKind kind, int number, int size) {
        boolean low = kind == OperandKind.GPR && size == 1 && number < 8;
        boolean high = low && (codeSize != 8 ? number >= 4 : number < 4 && random.nextInt(8) == 0);
        return high ? Instruction.HIGH_BYTE + (number & 3) : number;
    }

    private void memory(int size) {
        int base = place.base() == null ? Instruction.NO_REGISTER : place.base().number();
        int index = place.index() == null ? Instruction.NO_REGISTER : place.index().number();
        int usual = Addressing.defaultSegment(base);
        int segment = place.segment() == null ? usual : place.segment().number();
        builder.memory(segment, base, index, place.scale(), place.displacement());
        builder.segment(segment, place.segment() != null);
        builder.operand(OperandKind.MEMORY, 0, size);
    }

    private void immediate(OperandPattern pattern, int size) {
        int encoded = pattern.encodedSize(operandSize, codeSize);
        boolean signed = pattern.place() != OperandPattern.Place.IMMEDIATE || pattern.size() == 'v';
        long value = number(encoded, signed);
        if (immediateSeen) {
            builder.immediate2(value).operand(OperandKind.IMMEDIATE2, 0, size);
        } else {
            builder.immediate(value, encoded).operand(OperandKind.IMMEDIATE, 0, size);
            immediateSeen = true;
        }
    }

    private long number(int size, boolean signed) {
        long value =
                random.nextBoolean() ? NOTABLE[random.nextInt(NOTABLE.length)] : random.nextLong();
        boolean narrow = random.nextInt(3) == 0;
        long extended = Ranges.extend(value, narrow ? 1 : size);
        return signed || size == 8 ? extended : extended & (1L << 8 * size) - 1;
    }
}
