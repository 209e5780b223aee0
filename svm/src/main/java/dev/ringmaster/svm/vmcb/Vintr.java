package dev.ringmaster.svm.vmcb;

import dev.ringmaster.cpu.arch.Flag;

/**
 * The bits of {@link VmcbField#VINTR}, and its numbers. @apm Vol. 2, Virtual Interrupts; NMI
 * Virtualization; Advanced Virtual Interrupt Controller
 */
public enum Vintr implements Flag {
    /** A virtual interrupt is pending. */
    V_IRQ(8),
    /** The virtual global interrupt flag. */
    VGIF(9),
    /** A virtual NMI is pending. */
    V_NMI(11),
    /** Virtual NMIs are masked. */
    V_NMI_MASK(12),
    /** The virtual interrupt does not wait for the virtual TPR. */
    V_IGN_TPR(20),
    /** RFLAGS.IF of the guest masks virtual interrupts only. */
    V_INTR_MASKING(24),
    /** STGI and CLGI of the guest work on VGIF. */
    VGIF_ENABLE(25),
    /** NMIs of the guest are virtual. */
    V_NMI_ENABLE(26),
    /** The virtual interrupt controller works in x2APIC mode. */
    X2AVIC_ENABLE(30),
    /** The virtual interrupt controller is on. */
    AVIC_ENABLE(31);

    private static final long TPR = 0xff;
    private static final int PRIORITY_SHIFT = 16;
    private static final int VECTOR_SHIFT = 32;

    private final int bit;

    Vintr(int bit) {
        this.bit = bit;
    }

    @Override
    public int bit() {
        return bit;
    }

    /** V_TPR: the virtual task priority, 0 to 255. */
    public static int tpr(long vintr) {
        return (int) (vintr & TPR);
    }

    /** The value with another V_TPR. */
    public static long withTpr(long vintr, int tpr) {
        return vintr & ~TPR | tpr & TPR;
    }

    /** V_INTR_PRIO: the priority of the virtual interrupt, 0 to 15. */
    public static int priority(long vintr) {
        return (int) (vintr >>> PRIORITY_SHIFT) & 0xf;
    }

    /** V_INTR_VECTOR: the vector of the virtual interrupt. */
    public static int vector(long vintr) {
        return (int) (vintr >>> VECTOR_SHIFT) & 0xff;
    }

    /** The value with a pending virtual interrupt. */
    public static long withInterrupt(long vintr, int vector, int priority) {
        long cleared = vintr & ~(0xfL << PRIORITY_SHIFT | 0xffL << VECTOR_SHIFT);
        return V_IRQ.set(
                cleared | (priority & 0xfL) << PRIORITY_SHIFT | (vector & 0xffL) << VECTOR_SHIFT);
    }
}
