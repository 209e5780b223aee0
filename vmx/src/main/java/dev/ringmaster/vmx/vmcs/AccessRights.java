package dev.ringmaster.vmx.vmcs;

/**
 * The format of a segment's access rights in a VMCS: type in bits 3:0, S 4, DPL 6:5, P 7, AVL 12, L
 * 13, D/B 14, G 15, unusable 16; bits 11:8 and 31:17 are reserved. A descriptor's bytes 5 and 6
 * have the same order.
 *
 * @sdm Vol. 3C, Guest Register State
 */
public final class AccessRights {
    /** Bit 0 of the type: the segment was loaded before. */
    public static final long ACCESSED = 1;

    /** Bit 1 of the type: data may be written, or code may be read. */
    public static final long READABLE_OR_WRITABLE = 1 << 1;

    /** Bit 3 of the type: code, not data. */
    public static final long CODE = 1 << 3;

    /** Bit 4: a code or data segment, not a system segment. */
    public static final long S = 1 << 4;

    /** Bits 6:5. */
    public static final long DPL = 3 << 5;

    /** Bit 7: present. */
    public static final long P = 1 << 7;

    /** Bits 11:8. */
    public static final long RESERVED_LOW = 0xf00;

    /** Bit 13: 64-bit code. */
    public static final long L = 1 << 13;

    /** Bit 14: 32-bit operands and stack. */
    public static final long DB = 1 << 14;

    /** Bit 15: the limit counts pages. */
    public static final long G = 1 << 15;

    /** Bit 16: the register holds no segment. */
    public static final long UNUSABLE = 1 << 16;

    /** Bits 31:17. */
    public static final long RESERVED_HIGH = 0xfffe0000L;

    /** Every segment register of a virtual-8086 guest has these rights. */
    public static final long VIRTUAL_8086 = 0xf3;

    private AccessRights() {}

    /** The type, 0 to 15. */
    public static int type(long rights) {
        return (int) rights & 0xf;
    }

    /** The descriptor privilege level. */
    public static int dpl(long rights) {
        return (int) rights >> 5 & 3;
    }

    /** Whether the register holds a segment. */
    public static boolean usable(long rights) {
        return (rights & UNUSABLE) == 0;
    }
}
