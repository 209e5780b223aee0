package dev.ringmaster.cpu.isa;

import dev.ringmaster.cpu.instruction.Instruction;
import dev.ringmaster.cpu.instruction.OperandKind;

import java.io.ByteArrayOutputStream;

/** One try to encode an instruction by one row: the decoder's steps, backwards. */
final class RowEncoder {
    private final OpcodeRow row;
    private final Instruction in;
    private final ByteArrayOutputStream tail = new ByteArrayOutputStream();

    private boolean wide;
    private boolean prefix66;
    private int rex;
    private boolean needsRex;
    private boolean forbidsRex;
    private int opcode;
    private int reg;
    private int rm = -1;
    private AddressForm address;
    private int displacementAt;
    private int displacementSize;
    private int immediateAt;
    private int immediateSize;

    private RowEncoder(OpcodeRow row, Instruction in) {
        this.row = row;
        this.in = in;
    }

    /** The encoding, or null if the row cannot say what the instruction says. */
    static Encoding encode(OpcodeRow row, Instruction instruction) {
        if (!row.existsIn(instruction.codeSize())
                || row.operandCount() != instruction.operands()
                || row.has("raw") && row.opcode() != instruction.opcode()) {
            return null;
        }
        RowEncoder encoder = new RowEncoder(row, instruction);
        if (!encoder.chooseSize() || !encoder.place()) {
            return null;
        }
        Encoding encoding = encoder.emit();
        return encoding != null && Assembler.means(encoding.bytes(), instruction) ? encoding : null;
    }

    private boolean chooseSize() {
        for (int choice = 0; choice < 4; choice++) {
            wide = choice >= 2;
            prefix66 = (choice & 1) != 0;
            if (isChoice()) {
                return true;
            }
        }
        return false;
    }

    private boolean isChoice() {
        int codeSize = in.codeSize();
        if (wide && codeSize != 8 || row.consumes66() && !prefix66) {
            return false;
        }
        if (prefix66 && row.prefixes() == Key.PREFIX_NONE) {
            return false;
        }
        int key = Key.of(0, wide, false, OpcodeRow.defaultSize(codeSize, prefix66, wide));
        int selectors = Key.REX_W | Key.SIZE_2 | Key.SIZE_4 | Key.SIZE_8;
        return ((key ^ row.keyValue()) & row.keyMask() & selectors) == 0
                && row.operandSize(codeSize, prefix66, wide) == in.operandSize();
    }

    private boolean place() {
        opcode = row.opcode() + (row.isConditional() ? in.condition() : 0);
        reg = row.keyValue() >> 3 & 7;
        for (int n = 0; n < row.operandCount(); n++) {
            if (!place(row.operand(n), n)) {
                return false;
            }
        }
        return true;
    }

    private boolean place(OperandPattern pattern, int n) {
        boolean sized = in.size(n) == pattern.size(in.operandSize(), in.codeSize());
        if (!sized && in.kind(n) != OperandKind.RELATIVE) {
            return false;
        }
        boolean memory = in.isMemory(n);
        boolean register = in.kind(n) == pattern.register() && !memory;
        return switch (pattern.place()) {
            case REG -> register && placeReg(n);
            case RM -> memory ? placeMemory() : register && placeRm(n);
            case RM_REGISTER -> register && placeRm(n);
            case RM_MEMORY -> memory && placeMemory();
            case OPCODE -> register && placeInOpcode(n);
            case OFFSET -> memory && placeOffset();
            case IMMEDIATE, SIGNED_BYTE, SIGNED_DOUBLEWORD -> placeImmediate(pattern, n);
            case RELATIVE -> register && placeRelative(pattern);
            case FAR_POINTER -> register && placeFarPointer();
            case FIXED -> register && isFixed(pattern, n);
        };
    }

    private boolean isFixed(OperandPattern pattern, int n) {
        return pattern.register() == OperandKind.IMMEDIATE
                ? in.immediate() == pattern.fixed()
                : in.register(n) == pattern.fixed();
    }

    private boolean placeReg(int n) {
        int number = number(n);
        reg = number & 7;
        rex |= number >> 3 << 2;
        return true;
    }

    private boolean placeRm(int n) {
        int number = number(n);
        rm = number & 7;
        rex |= number >> 3;
        return true;
    }

    private boolean placeInOpcode(int n) {
        int number = number(n);
        opcode += number & 7;
        rex |= number >> 3;
        return true;
    }

    /** The register's number as encoded; notes what it asks of REX. */
    private int number(int n) {
        int number = in.register(n);
        if (in.kind(n) == OperandKind.GPR && in.size(n) == 1) {
            if (number >= Instruction.HIGH_BYTE) {
                forbidsRex = true;
                return number - Instruction.HIGH_BYTE + 4;
            }
            needsRex |= number >= 4;
        }
        return number;
    }

    private boolean placeMemory() {
        address = AddressForm.of(in);
        if (address != null) {
            rex |= address.rex();
        }
        return address != null;
    }

    private boolean placeOffset() {
        if (in.base() >= 0 || in.index() >= 0) {
            return false;
        }
        displacementAt = tail.size();
        displacementSize = in.addressSize();
        put(in.displacement(), displacementSize);
        return true;
    }

    private boolean placeImmediate(OperandPattern pattern, int n) {
        int size = pattern.encodedSize(in.operandSize(), in.codeSize());
        if (in.kind(n) == OperandKind.IMMEDIATE2) {
            put(in.immediate2(), size);
            return true;
        }
        if (in.kind(n) != OperandKind.IMMEDIATE
                || !Ranges.fits(in.immediate(), pattern, size, in.size(n))) {
            return false;
        }
        putImmediate(size);
        return true;
    }

    private boolean placeRelative(OperandPattern pattern) {
        int size = pattern.size(in.operandSize(), in.codeSize());
        putImmediate(size);
        return Ranges.isSigned(in.immediate(), size);
    }

    private boolean placeFarPointer() {
        putImmediate(in.operandSize());
        put(in.immediate2(), 2);
        return true;
    }

    private void putImmediate(int size) {
        immediateAt = tail.size();
        immediateSize = size;
        put(in.immediate(), size);
    }

    private void put(long value, int size) {
        for (int n = 0; n < size; n++) {
            tail.write((int) (value >> 8 * n));
        }
    }

    private Encoding emit() {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        if (!prefixes(out) || !rex(out)) {
            return null;
        }
        opcode(out);
        if (row.hasModrm()) {
            modrm(out);
        }
        int before = out.size();
        out.writeBytes(tail.toByteArray());
        int displaced = address != null ? displacementAt : displacementAt + before;
        return new Encoding(
                out.toByteArray(),
                displaced,
                displacementSize,
                immediateAt + before,
                immediateSize);
    }

    private boolean prefixes(ByteArrayOutputStream out) {
        int natural = in.codeSize();
        if (in.addressSize() != natural) {
            out.write(0x67);
        }
        if (prefix66) {
            out.write(0x66);
        }
        int repeat = row.consumesRepeat() ? mandatoryRepeat() : in.repeat();
        if (repeat != 0) {
            out.write(repeat);
        }
        if (in.lock()) {
            out.write(0xf0);
        }
        return segmentPrefix(out);
    }

    private int mandatoryRepeat() {
        return row.prefixes() == Key.PREFIX_F3 ? Instruction.REP : Instruction.REPNE;
    }

    private boolean segmentPrefix(ByteArrayOutputStream out) {
        boolean memory = address != null || displacementSize != 0;
        int usual = memory ? Addressing.defaultSegment(in.base()) : Addressing.DS;
        if (!in.segmentOverridden() && in.segment() == usual) {
            return true;
        }
        if (in.segment() < 4 && in.codeSize() == 8) {
            return false;
        }
        out.write(in.segment() < 4 ? 0x26 | in.segment() << 3 : 0x60 | in.segment());
        return true;
    }

    private boolean rex(ByteArrayOutputStream out) {
        rex |= wide ? 8 : 0;
        if (rex == 0 && !needsRex) {
            return true;
        }
        if (in.codeSize() != 8 || forbidsRex) {
            return false;
        }
        out.write(0x40 | rex);
        return true;
    }

    private void opcode(ByteArrayOutputStream out) {
        if (row.map() > 1) {
            out.write(0x0f);
        }
        if (row.map() > 2) {
            out.write(row.map() == 3 ? 0x38 : 0x3a);
        }
        out.write(opcode);
    }

    private void modrm(ByteArrayOutputStream out) {
        if ((row.keyMask() & Key.MODRM) == Key.MODRM) {
            out.write(row.keyValue() & Key.MODRM);
        } else if (address == null && rm < 0) {
            out.write(row.has("raw") ? in.modrm() : 0xc0 | reg << 3);
        } else if (address == null) {
            out.write(0xc0 | reg << 3 | rm);
        } else {
            displacementSize = address.displacementSize();
            displacementAt = out.size() + address.length() - displacementSize;
            address.write(out, reg);
        }
    }
}
