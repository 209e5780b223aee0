package dev.ringmaster.board;

import dev.ringmaster.cpu.arch.NotModelled;

/**
 * The I/O APIC: Intel 82093AA, at 0xfec00000, with 24 inputs for the one local APIC. Lines say
 * whether an input is asserted, so the polarity bit of an entry has no effect. An edge that comes
 * while its entry is masked is lost. 82093AA data sheet, I/O Redirection Table Registers.
 */
public final class IoApic implements MemoryDevice {
    /** Where it answers. */
    public static final long BASE = 0xfec0_0000L;

    /** How many inputs it has. */
    public static final int INPUTS = 24;

    private static final int VERSION = 0x0017_0011;
    private static final long MASKED = 1 << 16;
    private static final long LEVEL = 1 << 15;
    private static final long REMOTE_IRR = 1 << 14;
    private static final long LOGICAL = 1 << 11;
    private static final long WRITABLE = 0xff00_0000_0001_afffL;

    private final LocalApic apic;
    private final long[] entries = new long[INPUTS];
    private final boolean[] high = new boolean[INPUTS];
    private int select;
    private int id;

    /**
     * An I/O APIC after reset, all inputs masked; it listens to the ends of interrupts of {@code
     * apic}.
     */
    public IoApic(LocalApic apic) {
        this.apic = apic;
        java.util.Arrays.fill(entries, MASKED);
        apic.onEndOfInterrupt(this::ended);
    }

    /** The input {@code number}, 0 to 23. */
    public InterruptLine input(int number) {
        if (number < 0 || number >= INPUTS) {
            throw new IllegalArgumentException("I/O APIC input " + number + ": must be 0 to 23");
        }
        return level -> set(number, level);
    }

    private void set(int number, boolean level) {
        boolean rises = level && !high[number];
        high[number] = level;
        long entry = entries[number];
        if (rises && (entry & (LEVEL | MASKED)) == 0) {
            deliver(entry);
        }
        serveLevel(number);
    }

    private void serveLevel(int number) {
        long entry = entries[number];
        if (high[number] && (entry & (LEVEL | MASKED | REMOTE_IRR)) == LEVEL) {
            entries[number] = entry | REMOTE_IRR;
            deliver(entry);
        }
    }

    private void deliver(long entry) {
        int destination = (int) (entry >>> 56);
        boolean everybody = destination == 0xff;
        if (!everybody && !apic.matches(destination, (entry & LOGICAL) != 0)) {
            return;
        }
        int mode = (int) entry >> 8 & 7;
        switch (mode) {
            case 0, 1 -> apic.accept((int) entry & 0xff, (entry & LEVEL) != 0);
            case 4 -> apic.nonMaskable();
            default ->
                    throw new NotModelled(
                            "delivery mode " + mode + " of the I/O APIC",
                            "82093AA data sheet, Redirection Table");
        }
    }

    private void ended(int vector) {
        for (int i = 0; i < INPUTS; i++) {
            if ((entries[i] & (LEVEL | REMOTE_IRR)) == (LEVEL | REMOTE_IRR)
                    && (entries[i] & 0xff) == vector) {
                entries[i] &= ~REMOTE_IRR;
                serveLevel(i);
            }
        }
    }

    @Override
    public long read(int offset, int size) {
        return switch (offset) {
            case 0 -> select;
            case 0x10 -> readSelected();
            default -> 0;
        };
    }

    @Override
    public void write(int offset, int size, long value) {
        if (offset == 0) {
            select = (int) value & 0xff;
        } else if (offset == 0x10 && size == 4) {
            writeSelected(value);
        }
    }

    private long readSelected() {
        int entry = select - 0x10 >> 1;
        if (select >= 0x10 && entry < INPUTS) {
            return entries[entry] >>> 32 * (select & 1) & 0xffff_ffffL;
        }
        return switch (select) {
            case 0, 2 -> (long) id << 24;
            case 1 -> VERSION;
            default -> 0;
        };
    }

    private void writeSelected(long value) {
        int number = select - 0x10 >> 1;
        if (select >= 0x10 && number < INPUTS) {
            writeEntry(number, value);
        } else if (select == 0) {
            id = (int) value >> 24 & 0xf;
        }
    }

    private void writeEntry(int number, long value) {
        boolean upper = (select & 1) != 0;
        long written = upper ? value << 32 : value;
        long mask = WRITABLE & (upper ? -1L << 32 : 0xffff_ffffL);
        long entry = entries[number] & ~mask | written & mask;
        entries[number] = (entry & LEVEL) == 0 ? entry & ~REMOTE_IRR : entry;
        serveLevel(number);
    }
}
