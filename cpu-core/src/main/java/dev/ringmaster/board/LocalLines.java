package dev.ringmaster.board;

/**
 * The pins LINT0 and LINT1 and what their entries of the local vector table make of them: a fixed
 * interrupt (edge, or for LINT0 level), a non-maskable one, or the 8259 pair's (ExtINT).
 *
 * @sdm Vol. 3A, Local Vector Table
 */
final class LocalLines {
    private static final int MASKED = 1 << 16;
    private static final int LEVEL = 1 << 15;
    private static final int REMOTE_IRR = 1 << 14;
    private static final int FIXED = 0;
    private static final int NMI = 4;
    private static final int EXTINT = 7;
    private static final ApicRegister[] ENTRIES = {ApicRegister.LVT_LINT0, ApicRegister.LVT_LINT1};

    private final LocalApic apic;
    private final boolean[] high = new boolean[2];
    private boolean remoteIrr;

    LocalLines(LocalApic apic) {
        this.apic = apic;
    }

    void reset() {
        remoteIrr = false;
    }

    /** Whether the 8259 pair's interrupts pass now. */
    boolean external() {
        int lvt = apic.lvt(ENTRIES[0]);
        return (lvt & MASKED) == 0 && mode(lvt) == EXTINT;
    }

    void set(int pin, boolean level) {
        boolean rises = level && !high[pin];
        high[pin] = level;
        int lvt = apic.lvt(ENTRIES[pin]);
        if ((lvt & MASKED) != 0) {
            return;
        }
        switch (mode(lvt)) {
            case FIXED -> {
                if (rises && !levelTriggered(pin, lvt)) {
                    apic.accept(lvt & 0xff, false);
                }
                update();
            }
            case NMI -> {
                if (rises) {
                    apic.nonMaskable();
                }
            }
            case EXTINT -> apic.external(level);
            default -> apic.receive(mode(lvt), lvt & 0xff, !rises);
        }
    }

    /** Delivers LINT0 while it is level-triggered, high and not yet under service. */
    void update() {
        int lvt = apic.lvt(ENTRIES[0]);
        boolean waits = (lvt & MASKED) == 0 && mode(lvt) == FIXED && levelTriggered(0, lvt);
        if (waits && high[0] && !remoteIrr) {
            remoteIrr = true;
            apic.accept(lvt & 0xff, true);
        }
    }

    void ended(int vector) {
        if (remoteIrr && (apic.lvt(ENTRIES[0]) & 0xff) == vector) {
            remoteIrr = false;
            update();
        }
    }

    int remoteIrr(ApicRegister register) {
        return register == ENTRIES[0] && remoteIrr ? REMOTE_IRR : 0;
    }

    private static boolean levelTriggered(int pin, int lvt) {
        return pin == 0 && (lvt & LEVEL) != 0;
    }

    private static int mode(int lvt) {
        return lvt >> 8 & 7;
    }
}
