package dev.ringmaster.svm.vmcb;

/**
 * What the save area of an encrypted guest holds beyond a plain VMCB. Named so that it can be
 * listed; encrypted guests are not modelled, so that nothing reads or writes it.
 *
 * @apm Vol. 2, State Save Area for SEV-ES
 */
public enum VmsaField {
    /** PL0_SSP, 8 bytes. */
    PL0_SSP(8),
    /** PL1_SSP, 8 bytes. */
    PL1_SSP(8),
    /** PL2_SSP, 8 bytes. */
    PL2_SSP(8),
    /** PL3_SSP, 8 bytes. */
    PL3_SSP(8),
    /** U_CET, 8 bytes. */
    U_CET(8),
    /** VMPL, 1 byte. */
    VMPL(1),
    /** XSS, 8 bytes. */
    XSS(8),
    /** DR0, 8 bytes. */
    DR0(8),
    /** DR1, 8 bytes. */
    DR1(8),
    /** DR2, 8 bytes. */
    DR2(8),
    /** DR3, 8 bytes. */
    DR3(8),
    /** DR0_ADDR_MASK, 8 bytes. */
    DR0_ADDR_MASK(8),
    /** DR1_ADDR_MASK, 8 bytes. */
    DR1_ADDR_MASK(8),
    /** DR2_ADDR_MASK, 8 bytes. */
    DR2_ADDR_MASK(8),
    /** DR3_ADDR_MASK, 8 bytes. */
    DR3_ADDR_MASK(8),
    /** PKRU, 4 bytes. */
    PKRU(4),
    /** TSC_AUX, 4 bytes. */
    TSC_AUX(4),
    /** GUEST_TSC_SCALE, 8 bytes. */
    GUEST_TSC_SCALE(8),
    /** GUEST_TSC_OFFSET, 8 bytes. */
    GUEST_TSC_OFFSET(8),
    /** REG_PROT_NONCE, 8 bytes. */
    REG_PROT_NONCE(8),
    /** RCX, 8 bytes. */
    RCX(8),
    /** RDX, 8 bytes. */
    RDX(8),
    /** RBX, 8 bytes. */
    RBX(8),
    /** SECURE_AVIC_CTL, 8 bytes. */
    SECURE_AVIC_CTL(8),
    /** RBP, 8 bytes. */
    RBP(8),
    /** RSI, 8 bytes. */
    RSI(8),
    /** RDI, 8 bytes. */
    RDI(8),
    /** R8, 8 bytes. */
    R8(8),
    /** R9, 8 bytes. */
    R9(8),
    /** R10, 8 bytes. */
    R10(8),
    /** R11, 8 bytes. */
    R11(8),
    /** R12, 8 bytes. */
    R12(8),
    /** R13, 8 bytes. */
    R13(8),
    /** R14, 8 bytes. */
    R14(8),
    /** R15, 8 bytes. */
    R15(8),
    /** GUEST_EXITINFO1, 8 bytes. */
    GUEST_EXITINFO1(8),
    /** GUEST_EXITINFO2, 8 bytes. */
    GUEST_EXITINFO2(8),
    /** GUEST_EXITINTINFO, 8 bytes. */
    GUEST_EXITINTINFO(8),
    /** GUEST_NRIP, 8 bytes. */
    GUEST_NRIP(8),
    /** SEV_FEATURES, 8 bytes. */
    SEV_FEATURES(8),
    /** VINTR_CTRL, 8 bytes. */
    VINTR_CTRL(8),
    /** GUEST_EXITCODE, 8 bytes. */
    GUEST_EXITCODE(8),
    /** VIRTUAL_TOM, 8 bytes. */
    VIRTUAL_TOM(8),
    /** TLB_ID, 8 bytes. */
    TLB_ID(8),
    /** PCPU_ID, 8 bytes. */
    PCPU_ID(8),
    /** EVENTINJ, 8 bytes. */
    EVENTINJ(8),
    /** XCR0, 8 bytes. */
    XCR0(8),
    /** X87_DP, 8 bytes. */
    X87_DP(8),
    /** MXCSR, 4 bytes. */
    MXCSR(4),
    /** X87_FTW, 2 bytes. */
    X87_FTW(2),
    /** X87_FSW, 2 bytes. */
    X87_FSW(2),
    /** X87_FCW, 2 bytes. */
    X87_FCW(2),
    /** X87_FOP, 2 bytes. */
    X87_FOP(2),
    /** X87_DS, 2 bytes. */
    X87_DS(2),
    /** X87_CS, 2 bytes. */
    X87_CS(2),
    /** X87_RIP, 8 bytes. */
    X87_RIP(8),
    /** FPREG_X87, 80 bytes. */
    FPREG_X87(80),
    /** FPREG_XMM, 256 bytes. */
    FPREG_XMM(256),
    /** FPREG_YMM, 256 bytes. */
    FPREG_YMM(256),
    /** GUEST_INTERCEPT_AREA, 64 bytes. */
    GUEST_INTERCEPT_AREA(64),
    /** OPMASK_AND_ZMM_AREA, 1664 bytes. */
    OPMASK_AND_ZMM_AREA(1664);

    private final int size;

    VmsaField(int size) {
        this.size = size;
    }

    /** The size in bytes. */
    public int size() {
        return size;
    }
}
