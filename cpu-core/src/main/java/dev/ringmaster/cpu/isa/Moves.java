package dev.ringmaster.cpu.isa;

import dev.ringmaster.cpu.instruction.Mnemonic;
import dev.ringmaster.cpu.instruction.OperandKind;

/** Tells apart the instructions that share the names MOV, PUSH and POP. */
final class Moves {
    private Moves() {}

    static <T> T emit(Listing<T> listing, Operand destination, Operand source) {
        return listing.emit(
                mnemonic(destination, source),
                narrowed(destination, source),
                source(destination, source));
    }

    private static Operand narrowed(Operand destination, Operand source) {
        boolean store = kind(source) == OperandKind.SEGMENT && destination instanceof Mem;
        return store ? ((Mem) destination).size(2) : destination;
    }

    private static Operand source(Operand destination, Operand source) {
        boolean load = kind(destination) == OperandKind.SEGMENT;
        return load && source instanceof Reg register ? register.sized(2) : source;
    }

    private static Mnemonic mnemonic(Operand destination, Operand source) {
        return switch (kind(destination)) {
            case SEGMENT -> Mnemonic.MOV_SEG_WRITE;
            case CONTROL -> Mnemonic.MOV_CR_WRITE;
            case DEBUG -> Mnemonic.MOV_DR_WRITE;
            default ->
                    switch (kind(source)) {
                        case SEGMENT -> Mnemonic.MOV_SEG_READ;
                        case CONTROL -> Mnemonic.MOV_CR_READ;
                        case DEBUG -> Mnemonic.MOV_DR_READ;
                        default -> Mnemonic.MOV;
                    };
        };
    }

    static <T> T push(Listing<T> listing, Operand operand) {
        boolean segment = kind(operand) == OperandKind.SEGMENT;
        return listing.emit(segment ? Mnemonic.PUSH_SEG : Mnemonic.PUSH, operand);
    }

    static <T> T pop(Listing<T> listing, Operand operand) {
        boolean segment = kind(operand) == OperandKind.SEGMENT;
        return listing.emit(segment ? Mnemonic.POP_SEG : Mnemonic.POP, operand);
    }

    private static OperandKind kind(Operand operand) {
        return operand instanceof Reg register ? register.kind() : OperandKind.NONE;
    }
}
