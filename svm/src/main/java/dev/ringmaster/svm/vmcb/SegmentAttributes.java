package dev.ringmaster.svm.vmcb;

/**
 * The attributes of a segment as a VMCB packs them into 12 bits (type, S, DPL, P in 7:0, then AVL,
 * L, D/B, G in 11:8), and the way to and from the access rights that the processor keeps (type, S,
 * DPL, P in 7:0, AVL, L, D/B, G in 15:12, and bit 16 for an unusable segment). A VMCB has no bit
 * for unusable: there a segment that is not present is a null segment.
 *
 * @apm Vol. 2, Segment State in the VMCB
 */
public final class SegmentAttributes {
    /** Present. */
    public static final int P = 1 << 7;

    /** Available to software. */
    public static final int AVL = 1 << 8;

    /** 64-bit code. */
    public static final int L = 1 << 9;

    /** Default size: D of code, B of stacks. */
    public static final int DB = 1 << 10;

    /** Limit in 4-KByte units. */
    public static final int G = 1 << 11;

    /** The bits that exist. */
    public static final int MASK = 0xfff;

    /** Bit 16 of access rights. */
    public static final int UNUSABLE = 1 << 16;

    private SegmentAttributes() {}

    /** Access rights to VMCB attributes; an unusable segment becomes one that is not present. */
    public static int pack(int accessRights) {
        int packed = accessRights & 0xff | accessRights >>> 4 & 0xf00;
        return (accessRights & UNUSABLE) == 0 ? packed : packed & ~P;
    }

    /** VMCB attributes to access rights; a segment that is not present becomes unusable. */
    public static int unpack(int attributes) {
        int accessRights = attributes & 0xff | (attributes & 0xf00) << 4;
        return (attributes & P) != 0 ? accessRights : accessRights | UNUSABLE;
    }

    /** The DPL, 0 to 3. */
    public static int dpl(int attributes) {
        return attributes >>> 5 & 3;
    }
}
