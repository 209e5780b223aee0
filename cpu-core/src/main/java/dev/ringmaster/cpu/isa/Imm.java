package dev.ringmaster.cpu.isa;

/**
 * An immediate value.
 *
 * @param value the value, or what is added to the label's address
 * @param label the label whose address it is, or null
 */
public record Imm(long value, Label label) implements Operand {
    /** The same plus an offset. */
    public Imm plus(long offset) {
        return new Imm(value + offset, label);
    }
}
