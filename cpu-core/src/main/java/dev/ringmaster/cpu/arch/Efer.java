package dev.ringmaster.cpu.arch;

/**
 * The bits of the extended-feature-enable register. @sdm Vol. 3A, Extended Feature Enable
 * Register; @apm Vol. 2, Extended Feature Enable Register (EFER)
 */
public enum Efer implements Flag {
    /** SYSCALL enable. */
    SCE(0),
    /** Long mode enable. */
    LME(8),
    /** Long mode active. */
    LMA(10),
    /** No-execute enable. */
    NXE(11),
    /** Secure virtual machine enable. */
    SVME(12),
    /** Long mode segment limit enable. */
    LMSLE(13),
    /** Fast FXSAVE and FXRSTOR. */
    FFXSR(14),
    /** Translation cache extension. */
    TCE(15),
    /** MCOMMIT enable. */
    MCOMMIT(17),
    /** Interruptible WBINVD. */
    INTWB(18),
    /** Upper address ignore enable. */
    UAIE(20),
    /** Automatic IBRS. */
    AUTOIBRS(21);

    private final int bit;

    Efer(int bit) {
        this.bit = bit;
    }

    @Override
    public int bit() {
        return bit;
    }
}
