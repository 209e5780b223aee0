package dev.ringmaster.hypervisor.driver.svm;

import dev.ringmaster.hypervisor.host.Host;

/**
 * Builds nested page tables that map a guest's physical memory, from 0 on, to a window of the
 * host's.
 *
 * @apm Vol. 2, Nested Paging
 */
final class NestedTables {
    /** Present, writable, user: a nested walk counts as a user access. */
    private static final int PRESENT_WRITABLE_USER = 7;

    private static final int LARGE = 0x80;
    private static final long LARGE_SIZE = 2 << 20;

    private final Host host;

    NestedTables(Host host) {
        this.host = host;
    }

    /** Maps {@code size} bytes; returns the value for N_CR3. */
    long map(long start, long size) {
        long top = host.frames().page();
        for (long at = 0; at < size; ) {
            long directory = below(below(top, at, 39), at, 30);
            if (size - at >= LARGE_SIZE) {
                write(directory, at, 21, start + at | LARGE);
                at += LARGE_SIZE;
            } else {
                write(below(directory, at, 21), at, 12, start + at);
                at += 0x1000;
            }
        }
        return top;
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
        host.memory().write(slot(table, at, shift), 8, entry | PRESENT_WRITABLE_USER);
    }

    private static long slot(long table, long at, int shift) {
        return table + (at >>> shift & 0x1ff) * 8;
    }
}
