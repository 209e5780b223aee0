package dev.ringmaster.cpu.isa;

/**
 * A direct far pointer.
 *
 * @param selector the segment selector or real-mode segment
 * @param offset the offset, or what is added to the label's address
 * @param label the label, or null
 * @param size the size of the offset in bytes, 0 for the default of the code
 */
public record Far(int selector, long offset, Label label, int size) implements Operand {
    /** The same with an offset of this many bytes: 4 to leave 16-bit code for 32-bit code. */
    public Far size(int bytes) {
        return new Far(selector, offset, label, bytes);
    }
}
