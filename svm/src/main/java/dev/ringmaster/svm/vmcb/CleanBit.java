package dev.ringmaster.svm.vmcb;

import dev.ringmaster.cpu.arch.Flag;

/**
 * The bits of {@link VmcbField#VMCB_CLEAN}: 1 says that software left the group as the last exit
 * wrote it. @apm Vol. 2, VMCB Clean Bits
 */
public enum CleanBit implements Flag {
    /** Intercepts, TSC offset and PAUSE filter. */
    I(0),
    /** Permission map addresses. */
    IOPM(1),
    /** Guest ASID. */
    ASID(2),
    /** Virtual interrupt control. */
    TPR(3),
    /** Nested paging root and guest PAT. */
    NP(4),
    /** CR0, CR3, CR4 and EFER. */
    CRX(5),
    /** DR6 and DR7. */
    DRX(6),
    /** GDTR and IDTR. */
    DT(7),
    /** CS, DS, ES, SS and CPL. */
    SEG(8),
    /** CR2. */
    CR2(9),
    /** Last branch records. */
    LBR(10),
    /** Virtual interrupt controller pages. */
    AVIC(11),
    /** Shadow stack state. */
    CET(12);

    private final int bit;

    CleanBit(int bit) {
        this.bit = bit;
    }

    @Override
    public int bit() {
        return bit;
    }
}
