package dev.ringmaster.cpu.isa;

import dev.ringmaster.cpu.instruction.Instruction;
import dev.ringmaster.cpu.instruction.InstructionBuilder;
import dev.ringmaster.cpu.instruction.Mnemonic;
import dev.ringmaster.cpu.instruction.OperandKind;

/** One run of the decoder: prefixes, opcode, row, operands. */
final class Decoding {
    private final CodeBytes code;
    private final int codeSize;

    private int segment = -1;
    private boolean prefix66;
    private boolean prefix67;
    private boolean lock;
    private int repeat;
    private int rex;

    private int map = 1;
    private int opcode;
    private int modrm = -1;
    private int operandSize;
    private int addressSize;
    private InstructionBuilder builder;
    private boolean invalid;
    private boolean immediateSeen;
    private boolean memoryLock;

    Decoding(CodeBytes code, int codeSize) {
        this.code = code;
        this.codeSize = codeSize;
    }

    Instruction decode() {
        opcode = prefixes();
        opcodeBytes();
        addressSize = addressSize();
        OpcodeRow row = code.failure() != null ? null : row();
        if (code.failure() != null) {
            return code.failure();
        }
        if (row == null) {
            return invalid();
        }
        operands(row);
        if (code.failure() != null) {
            return code.failure();
        }
        return invalid || lock && !memoryLock ? invalid() : finish(row);
    }

    private Instruction invalid() {
        int size = OpcodeRow.defaultSize(codeSize, prefix66, (rex & 8) != 0);
        return new InstructionBuilder(Mnemonic.INVALID, codeSize, size, addressSize)
                .length(code.length())
                .encoding(map, opcode, modrm)
                .build();
    }

    /** Reads prefixes; REX counts only if it is the last of them. Returns the first byte behind. */
    private int prefixes() {
        while (true) {
            int value = code.next();
            if (codeSize == 8 && (value & 0xf0) == 0x40) {
                rex = value;
            } else if (prefix(value)) {
                rex = 0;
            } else {
                return value;
            }
        }
    }

    private boolean prefix(int value) {
        switch (value) {
            case 0x26, 0x2e, 0x36, 0x3e -> segment = codeSize == 8 ? segment : value >> 3 & 3;
            case 0x64, 0x65 -> segment = value & 7;
            case 0x66 -> prefix66 = true;
            case 0x67 -> prefix67 = true;
            case 0xf0 -> lock = true;
            case 0xf2, 0xf3 -> repeat = value;
            default -> {
                return false;
            }
        }
        return true;
    }

    private void opcodeBytes() {
        if (opcode != 0x0f) {
            return;
        }
        opcode = code.next();
        map = opcode == 0x38 ? 3 : opcode == 0x3a ? 4 : 2;
        if (map > 2) {
            opcode = code.next();
        }
    }

    private int addressSize() {
        if (codeSize == 8) {
            return prefix67 ? 4 : 8;
        }
        return (codeSize == 2) != prefix67 ? 2 : 4;
    }

    private OpcodeRow row() {
        OpcodeRow[] rows = OpcodeTable.map(map).at(opcode, codeSize);
        if (rows.length == 0) {
            return null;
        }
        if (rows[0].hasModrm()) {
            modrm = code.next();
        }
        boolean wide = (rex & 8) != 0;
        int size = OpcodeRow.defaultSize(codeSize, prefix66, wide);
        int key = Key.of(modrm, wide, (rex & 1) != 0, size);
        int prefix = Key.prefixClass(repeat, prefix66);
        for (OpcodeRow row : rows) {
            if (row.fits(key, prefix)) {
                return row;
            }
        }
        return null;
    }

    private Instruction finish(OpcodeRow row) {
        return builder.length(code.length())
                .encoding(map, opcode, modrm)
                .condition(row.isConditional() ? opcode & 15 : 0)
                .repeat(row.consumesRepeat() ? 0 : repeat)
                .lock(lock)
                .rex(rex)
                .build();
    }

    private void operands(OpcodeRow row) {
        operandSize = row.operandSize(codeSize, prefix66, (rex & 8) != 0);
        builder = new InstructionBuilder(row.mnemonic(), codeSize, operandSize, addressSize);
        builder.segment(segment < 0 ? Addressing.DS : segment, segment >= 0);
        if (row.hasModrm() && modrm < 0xc0 && !row.ignoresMod()) {
            address(); // its displacement comes before any immediate
        }
        for (int n = 0; n < row.operandCount(); n++) {
            operand(row, row.operand(n), n);
        }
    }

    private void operand(OpcodeRow row, OperandPattern pattern, int n) {
        int size = pattern.size(operandSize, codeSize);
        switch (pattern.place()) {
            case REG -> register(row, pattern.register(), modrm >> 3 & 7, rex << 1 & 8, size);
            case RM, RM_REGISTER, RM_MEMORY -> registerOrMemory(row, pattern, n, size);
            case OPCODE -> register(row, pattern.register(), opcode & 7, rex << 3 & 8, size);
            case OFFSET -> offset(size);
            case IMMEDIATE, SIGNED_BYTE, SIGNED_DOUBLEWORD -> immediate(pattern, size);
            case RELATIVE -> {
                builder.immediate(code.signed(size), size);
                builder.operand(OperandKind.RELATIVE, 0, operandSize);
            }
            case FAR_POINTER -> {
                builder.immediate(code.unsigned(operandSize), operandSize);
                builder.immediate2(code.unsigned(2)).operand(OperandKind.FAR_POINTER, 0, size);
            }
            case FIXED -> fixed(pattern, size);
        }
    }

    private void fixed(OperandPattern pattern, int size) {
        if (pattern.register() == OperandKind.IMMEDIATE) {
            builder.immediate(pattern.fixed(), 0).operand(OperandKind.IMMEDIATE, 0, size);
        } else {
            builder.operand(pattern.register(), pattern.fixed(), size);
        }
    }

    private void registerOrMemory(OpcodeRow row, OperandPattern pattern, int n, int size) {
        if (modrm >= 0xc0 || row.ignoresMod()) {
            register(row, pattern.register(), modrm & 7, rex << 3 & 8, size);
        } else {
            builder.operand(OperandKind.MEMORY, 0, size);
            memoryLock = n == 0 && row.isLockable();
        }
    }

    private void register(OpcodeRow row, OperandKind kind, int low, int extension, int size) {
        int number = low + extension;
        switch (kind) {
            case GPR -> {
                if (size == 1 && rex == 0 && number >= 4) {
                    number += Instruction.HIGH_BYTE - 4;
                }
            }
            case SEGMENT -> {
                number = low;
                invalid |= low > 5 || low == 1 && row.refusesCs();
            }
            case MMX -> number = low;
            case DEBUG -> invalid |= number > 7;
            default -> {}
        }
        builder.operand(kind, number, size);
    }

    private void immediate(OperandPattern pattern, int size) {
        int encoded = pattern.encodedSize(operandSize, codeSize);
        if (immediateSeen) {
            builder.immediate2(code.unsigned(encoded)).operand(OperandKind.IMMEDIATE2, 0, size);
            return;
        }
        immediateSeen = true;
        boolean zeroExtended =
                pattern.place() == OperandPattern.Place.IMMEDIATE
                        && encoded < 4
                        && pattern.size() != 'v';
        long value = zeroExtended ? code.unsigned(encoded) : code.signed(encoded);
        builder.immediate(value, encoded).operand(OperandKind.IMMEDIATE, 0, size);
    }

    private void offset(int size) {
        memory(Instruction.NO_REGISTER, Instruction.NO_REGISTER, 1, code.signed(addressSize));
        builder.operand(OperandKind.MEMORY, 0, size);
    }

    private void address() {
        if (addressSize == 2) {
            address16();
        } else if ((modrm & 7) == 4) {
            sib(code.next());
        } else if ((modrm & 0xc7) == 5) {
            int base = codeSize == 8 ? Instruction.RIP : Instruction.NO_REGISTER;
            memory(base, Instruction.NO_REGISTER, 1, code.signed(4));
        } else {
            int base = modrm & 7 | rex << 3 & 8;
            memory(base, Instruction.NO_REGISTER, 1, displacement(4));
        }
    }

    private void address16() {
        if ((modrm & 0xc7) == 6) {
            memory(Instruction.NO_REGISTER, Instruction.NO_REGISTER, 1, code.signed(2));
        } else {
            int rm = modrm & 7;
            memory(Addressing.BASE_16[rm], Addressing.INDEX_16[rm], 1, displacement(2));
        }
    }

    private void sib(int sib) {
        int index = sib >> 3 & 7 | rex << 2 & 8;
        int scale = index == 4 ? 1 : 1 << (sib >> 6);
        index = index == 4 ? Instruction.NO_REGISTER : index;
        if ((sib & 7) == 5 && modrm < 0x40) {
            memory(Instruction.NO_REGISTER, index, scale, code.signed(4));
        } else {
            memory(sib & 7 | rex << 3 & 8, index, scale, displacement(4));
        }
    }

    private long displacement(int large) {
        return switch (modrm >> 6) {
            case 1 -> code.signed(1);
            case 2 -> code.signed(large);
            default -> 0;
        };
    }

    private void memory(int base, int index, int scale, long displacement) {
        int chosen = segment >= 0 ? segment : Addressing.defaultSegment(base);
        builder.memory(chosen, base, index, scale, displacement);
    }
}
