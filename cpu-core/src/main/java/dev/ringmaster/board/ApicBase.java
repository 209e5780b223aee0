package dev.ringmaster.board;

import dev.ringmaster.cpu.arch.Fault;
import dev.ringmaster.cpu.arch.NotModelled;

/**
 * IA32_APIC_BASE: where the page of the local APIC stands and in which of its three modes it is
 * (disabled, xAPIC, x2APIC). The page answers in xAPIC mode only.
 *
 * @sdm Vol. 3A, x2APIC State Transitions
 */
final class ApicBase {
    private static final long DEFAULT = 0xfee0_0000L;
    private static final long PAGE = 0x1000;
    private static final long BSP = 1 << 8;
    private static final long EXTD = 1 << 10;
    private static final long EN = 1 << 11;
    private static final long MODES = EN | EXTD;

    private final MemoryBus memory;
    private final MemoryDevice device;
    private long value = DEFAULT | BSP | EN;
    private long reserved;

    ApicBase(MemoryBus memory, MemoryDevice device) {
        this.memory = memory;
        this.device = device;
        profile(true, 40);
        memory.map(DEFAULT, PAGE, device);
    }

    void profile(boolean x2apic, int addressBits) {
        reserved = -1L << addressBits | 0x2ff | (x2apic ? 0 : EXTD);
    }

    long value() {
        return value;
    }

    boolean enabled() {
        return (value & EN) != 0;
    }

    boolean x2apic() {
        return (value & EXTD) != 0;
    }

    /** WRMSR: #GP(0) for a reserved bit or a transition that the diagram does not have. */
    void write(long next) {
        long modes = next & MODES;
        boolean backToXapic = x2apic() && modes == EN;
        boolean straightToX2apic = !enabled() && modes == MODES;
        if ((next & reserved) != 0 || modes == EXTD || backToXapic || straightToX2apic) {
            throw Fault.gp(0);
        }
        move(next);
        value = next;
    }

    private static long page(long base) {
        return base & -PAGE;
    }

    private static boolean answers(long base) {
        return (base & MODES) == EN;
    }

    private void move(long next) {
        if (answers(next) == answers(value) && page(next) == page(value)) {
            return;
        }
        if (answers(next) && memory.ramOffset(page(next)) >= 0) {
            throw new NotModelled(
                    "local APIC page over RAM", "SDM, Relocating the Local APIC Registers");
        }
        memory.unmap(device);
        if (answers(next)) {
            memory.map(page(next), PAGE, device);
        }
    }
}
