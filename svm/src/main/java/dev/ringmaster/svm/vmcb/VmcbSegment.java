package dev.ringmaster.svm.vmcb;

/**
 * The segment and table registers of the save area, each with its four fields. @apm Vol. 2, Layout
 * of VMCB
 */
public enum VmcbSegment {
    /** ES. */
    ES(VmcbField.ES_SELECTOR, VmcbField.ES_ATTRIB, VmcbField.ES_LIMIT, VmcbField.ES_BASE),
    /** CS. */
    CS(VmcbField.CS_SELECTOR, VmcbField.CS_ATTRIB, VmcbField.CS_LIMIT, VmcbField.CS_BASE),
    /** SS. */
    SS(VmcbField.SS_SELECTOR, VmcbField.SS_ATTRIB, VmcbField.SS_LIMIT, VmcbField.SS_BASE),
    /** DS. */
    DS(VmcbField.DS_SELECTOR, VmcbField.DS_ATTRIB, VmcbField.DS_LIMIT, VmcbField.DS_BASE),
    /** FS. */
    FS(VmcbField.FS_SELECTOR, VmcbField.FS_ATTRIB, VmcbField.FS_LIMIT, VmcbField.FS_BASE),
    /** GS. */
    GS(VmcbField.GS_SELECTOR, VmcbField.GS_ATTRIB, VmcbField.GS_LIMIT, VmcbField.GS_BASE),
    /** GDTR. */
    GDTR(VmcbField.GDTR_SELECTOR, VmcbField.GDTR_ATTRIB, VmcbField.GDTR_LIMIT, VmcbField.GDTR_BASE),
    /** LDTR. */
    LDTR(VmcbField.LDTR_SELECTOR, VmcbField.LDTR_ATTRIB, VmcbField.LDTR_LIMIT, VmcbField.LDTR_BASE),
    /** IDTR. */
    IDTR(VmcbField.IDTR_SELECTOR, VmcbField.IDTR_ATTRIB, VmcbField.IDTR_LIMIT, VmcbField.IDTR_BASE),
    /** TR. */
    TR(VmcbField.TR_SELECTOR, VmcbField.TR_ATTRIB, VmcbField.TR_LIMIT, VmcbField.TR_BASE);

    private final VmcbField selector;
    private final VmcbField attrib;
    private final VmcbField limit;
    private final VmcbField base;

    VmcbSegment(VmcbField selector, VmcbField attrib, VmcbField limit, VmcbField base) {
        this.selector = selector;
        this.attrib = attrib;
        this.limit = limit;
        this.base = base;
    }

    /** The selector; not used for GDTR and IDTR. */
    public VmcbField selector() {
        return selector;
    }

    /** The packed attributes ({@link SegmentAttributes}); not used for GDTR and IDTR. */
    public VmcbField attrib() {
        return attrib;
    }

    /** The limit in bytes. */
    public VmcbField limit() {
        return limit;
    }

    /** The linear address of the first byte. */
    public VmcbField base() {
        return base;
    }
}
