package dev.ringmaster.hypervisor.driver.vmx;

import dev.ringmaster.hypervisor.host.Host;

/**
 * Builds EPT paging structures that map a guest's physical memory, from 0 on, to a window of the
 * host's.
 *
 * @sdm Vol. 3C, EPT Translation Mechanism
 */
final class EptTables {
    private static final int READ_WRITE_EXECUTE = 7;
    private static final int WRITE_BACK = 6 << 3;
    private static final int LARGE = 0x80;
    private static final int FOUR_LEVELS = 3 << 3;
    private static final long LARGE_SIZE = 2 << 20;

    private final Host host;

    EptTables(Host host) {
        this.host = host;
    }

    /** Maps {@code size} bytes; returns the EPT pointer. */
    long map(long start, long size) {
        long top = host.frames().page();
        for (long at = 0; at < size; ) {
            long directory = below(below(top, at, 39), at, 30);
            if (size - at >= LARGE_SIZE) {
                write(directory, at, 21, start + at | LARGE | WRITE_BACK);
                at += LARGE_SIZE;
            } else {
                write(below(directory, at, 21), at, 12, start + at | WRITE_BACK);
                at += 0x1000;
            }
        }
        return top | FOUR_LEVELS | 6;
    }

    /** The table that the entry for {@code at} in {@code table} refers to, made if need be. */
    private long below(long table, long at, int shift) {
        long entry = host.memory().read(slot(table, at, shift), 8);
        if (entry == 0) {
            entry = host.frames().page();
            write(table, at, shift, entry);
        }
        return entry & ~0xfffL;
    }

    private void write(long table, long at, int shift, long entry) {
        host.memory().write(slot(table, at, shift), 8, entry | READ_WRITE_EXECUTE);
    }

    private static long slot(long table, long at, int shift) {
        return table + (at >>> shift & 0x1ff) * 8;
    }
}
