package dev.ringmaster.guest.kernel;

/**
 * The selectors of the small kernels' segments. The order is the one that SYSCALL and SYSRET want:
 * they compute their four selectors from two.
 *
 * @sdm Vol. 3A, Fast System Calls in 64-Bit Mode
 */
final class Selectors {
    static final int KERNEL_CODE = 0x08;
    static final int KERNEL_DATA = 0x10;
    static final int USER_DATA = 0x18 | 3;
    static final int USER_CODE = 0x20 | 3;
    static final int TSS = 0x28;

    /** For bits 63:32 of STAR: SYSCALL takes CS and SS from here, SYSRET SS and CS 8 and 16 on. */
    static final int STAR = 0x10 << 16 | 0x08;

    private Selectors() {}
}
