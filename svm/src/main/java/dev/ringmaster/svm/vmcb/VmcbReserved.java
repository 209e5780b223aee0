package dev.ringmaster.svm.vmcb;

/**
 * The bytes of a VMCB that hold no field. Software keeps them 0; the processor model neither reads
 * nor writes them.
 *
 * @apm Vol. 2, Layout of VMCB
 */
public enum VmcbReserved {
    /** 36 bytes at 0x018. */
    RESERVED_018(0x018, 36),
    /** 4 bytes at 0x0c4. */
    RESERVED_0C4(0x0c4, 4),
    /** 8 bytes at 0x0e8. */
    RESERVED_0E8(0x0e8, 8),
    /** 8 bytes at 0x100. */
    RESERVED_100(0x100, 8),
    /** 7 bytes at 0x119. */
    RESERVED_119(0x119, 7),
    /** 18 bytes at 0x122. */
    RESERVED_122(0x122, 18),
    /** 8 bytes at 0x148. */
    RESERVED_148(0x148, 8),
    /** 624 bytes at 0x170. */
    RESERVED_170(0x170, 624),
    /** 43 bytes at 0x4a0. */
    RESERVED_4A0(0x4a0, 43),
    /** 4 bytes at 0x4cc. */
    RESERVED_4CC(0x4cc, 4),
    /** 8 bytes at 0x4d8. */
    RESERVED_4D8(0x4d8, 8),
    /** 8 bytes at 0x540. */
    RESERVED_540(0x540, 8),
    /** 64 bytes at 0x580. */
    RESERVED_580(0x580, 64),
    /** 32 bytes at 0x648. */
    RESERVED_648(0x648, 32),
    /** 64 bytes at 0x6a0. */
    RESERVED_6A0(0x6a0, 64),
    /** 904 bytes at 0x6e8. */
    RESERVED_6E8(0x6e8, 904),
    /** 1080 bytes at 0xbc8. */
    RESERVED_BC8(0xbc8, 1080);

    private final int offset;
    private final int size;

    VmcbReserved(int offset, int size) {
        this.offset = offset;
        this.size = size;
    }

    /** The offset from the start of the VMCB in bytes. */
    public int offset() {
        return offset;
    }

    /** The size in bytes. */
    public int size() {
        return size;
    }
}
