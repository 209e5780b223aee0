package dev.ringmaster.cpu.isa;

/**
 * An operand as a programmer writes it: {@link Reg}, {@link Mem}, {@link Imm}, {@link Far}, or a
 * {@link Label} to jump to.
 */
public sealed interface Operand permits Reg, Mem, Imm, Far, Label {

    /** An immediate value. */
    static Imm imm(long value) {
        return new Imm(value, null);
    }

    /** The address of a label as an immediate value. */
    static Imm address(Label label) {
        return new Imm(0, label);
    }

    /** Memory at a register, of the size that the other operand has. */
    static Mem mem(Reg base) {
        return Mem.NOWHERE.base(base);
    }

    /** Memory at an absolute address: its displacement alone. */
    static Mem mem(long address) {
        return Mem.NOWHERE.disp(address);
    }

    /** Memory at a label: relative to rIP in 64-bit code, absolute in other code. */
    static Mem mem(Label label) {
        return Mem.NOWHERE.label(label);
    }

    /** A byte of memory at a register. */
    static Mem mem8(Reg base) {
        return mem(base).size(1);
    }

    /** A word of memory at a register. */
    static Mem mem16(Reg base) {
        return mem(base).size(2);
    }

    /** A doubleword of memory at a register. */
    static Mem mem32(Reg base) {
        return mem(base).size(4);
    }

    /** A quadword of memory at a register. */
    static Mem mem64(Reg base) {
        return mem(base).size(8);
    }

    /** A far pointer: selector and offset. */
    static Far far(int selector, long offset) {
        return new Far(selector, offset, null, 0);
    }

    /** A far pointer to a label. */
    static Far far(int selector, Label label) {
        return new Far(selector, 0, label, 0);
    }
}
