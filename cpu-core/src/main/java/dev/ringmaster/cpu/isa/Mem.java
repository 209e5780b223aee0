package dev.ringmaster.cpu.isa;

/**
 * A memory operand; each method gives a changed copy. {@code mem(RBX).index(RCX,
 * 8).disp(16).seg(GS)}.
 *
 * @param size what is accessed in bytes; 0 follows from the other operand
 * @param segment the segment register or null for the default
 * @param base the base register, {@link Reg#RIP} included, or null
 * @param index the index register or null
 * @param scale 1, 2, 4 or 8
 * @param displacement the displacement, or what is added to the label's address
 * @param label the label whose address is the displacement, or null
 * @param addressSize 2, 4, 8, or 0 if the registers or else the code say it
 */
public record Mem(
        int size,
        Reg segment,
        Reg base,
        Reg index,
        int scale,
        long displacement,
        Label label,
        int addressSize)
        implements Operand {
    static final Mem NOWHERE = new Mem(0, null, null, null, 1, 0, null, 0);

    /** The same, accessing this many bytes. */
    public Mem size(int bytes) {
        return new Mem(bytes, segment, base, index, scale, displacement, label, addressSize);
    }

    /** The same in another segment. */
    public Mem seg(Reg register) {
        return new Mem(size, register, base, index, scale, displacement, label, addressSize);
    }

    /** The same with this base. */
    public Mem base(Reg register) {
        return new Mem(size, segment, register, index, scale, displacement, label, addressSize);
    }

    /** The same plus a register. */
    public Mem index(Reg register) {
        return index(register, 1);
    }

    /** The same plus a register times 1, 2, 4 or 8. */
    public Mem index(Reg register, int times) {
        return new Mem(size, segment, base, register, times, displacement, label, addressSize);
    }

    /** The same plus an offset. */
    public Mem disp(long offset) {
        return new Mem(
                size, segment, base, index, scale, displacement + offset, label, addressSize);
    }

    /**
     * The same plus the address of a label (from rIP if there is no other register and the code is
     * 64-bit).
     */
    public Mem label(Label place) {
        return new Mem(size, segment, base, index, scale, displacement, place, addressSize);
    }

    /** The same with this address size. */
    public Mem withAddressSize(int bytes) {
        return new Mem(size, segment, base, index, scale, displacement, label, bytes);
    }

    int effectiveAddressSize(int codeSize) {
        if (addressSize != 0) {
            return addressSize;
        }
        Reg register = base != null ? base : index;
        return register == null || register == Reg.RIP ? codeSize : register.size();
    }
}
