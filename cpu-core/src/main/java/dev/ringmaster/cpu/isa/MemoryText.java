package dev.ringmaster.cpu.isa;

import dev.ringmaster.cpu.instruction.Instruction;

/** Memory operands in Intel's syntax. */
final class MemoryText {
    private MemoryText() {}

    static String of(Instruction i, int n) {
        boolean offset = i.map() == 1 && i.opcode() >= 0xa0 && i.opcode() <= 0xa3;
        return (offset ? "" : pointer(i, i.size(n))) + address(i);
    }

    private static String pointer(Instruction i, int size) { // objdump's choice of words
        return switch (i.mnemonic()) {
            case LGDT, LIDT, SGDT, SIDT, LDDQU, INVPCID -> "";
            case INVLPG -> "BYTE PTR ";
            case CMPXCHG16B, INVEPT, INVVPID -> "OWORD PTR ";
            default -> pointer(size);
        };
    }

    static String pointer(int size) {
        return switch (size) {
            case 1 -> "BYTE PTR ";
            case 2 -> "WORD PTR ";
            case 4 -> "DWORD PTR ";
            case 6 -> "FWORD PTR ";
            case 8 -> "QWORD PTR ";
            case 10 -> "TBYTE PTR ";
            case 16 -> "XMMWORD PTR ";
            default -> "";
        };
    }

    private static String address(Instruction i) {
        boolean absolute = i.base() < 0 && i.index() < 0;
        String segment =
                i.segmentOverridden() || absolute ? Registers.segment(i.segment()) + ":" : "";
        return segment + (absolute ? Disassembler.hex(i.displacement(), i.addressSize()) : sum(i));
    }

    private static String sum(Instruction i) {
        StringBuilder text = new StringBuilder("[");
        if (i.base() >= 0) {
            text.append(Registers.base(i.base(), i.addressSize()));
        }
        if (i.index() >= 0) {
            text.append(i.base() >= 0 ? "+" : "").append(Registers.gpr(i.index(), i.addressSize()));
            text.append(i.addressSize() == 2 ? "" : "*" + i.scale());
        }
        return text.append(displacement(i)).append(']').toString();
    }

    private static String displacement(Instruction i) {
        long value = i.displacement();
        boolean encoded = i.modrm() >= 0x40 || i.base() < 0 || i.base() == Instruction.RIP;
        if (value == 0 && !encoded) {
            return "";
        }
        if (value < 0 && i.base() != Instruction.RIP) {
            return "-0x" + Long.toHexString(-value);
        }
        return "+" + Disassembler.hex(value, i.addressSize());
    }
}
