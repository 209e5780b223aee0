package dev.ringmaster.guest.kernel;

import static dev.ringmaster.cpu.isa.Operand.mem32;
import static dev.ringmaster.cpu.isa.Reg.EAX;
import static dev.ringmaster.cpu.isa.Reg.ECX;
import static dev.ringmaster.cpu.isa.Reg.EDI;

import dev.ringmaster.cpu.isa.Code;
import dev.ringmaster.cpu.isa.Label;

/**
 * Writes the paging tables, in 32-bit code before paging is on: the first 2 MiB by 4 KiB pages as
 * they are, and once more by one 2 MiB page. The entries are 8 bytes wide in both kernels.
 *
 * @sdm Vol. 3A, PAE Paging
 * @sdm Vol. 3A, 4-Level Paging and 5-Level Paging
 */
final class Paging {
    static final int PRESENT = 1;
    static final int WRITABLE = 2;
    static final int USER = 4;

    /** In a page fault's error code: an instruction was fetched. */
    static final int FETCH = 0x10;

    private static final int LARGE = 0x80;
    private static final int ALL = PRESENT | WRITABLE | USER;
    private static final int NO_EXECUTE = 1 << 31;

    private final KernelCode k;
    private final Code c;

    Paging(KernelCode k) {
        this.k = k;
        this.c = k.c;
    }

    void writeTables() {
        upperLevels();
        allPages();
        userPages(Layout.USER_TEXT, Layout.USER_TEXT_END, PRESENT | USER);
        userPages(Layout.USER_DATA, Layout.USER_DATA_END, ALL);
        userPages(Layout.RESULTS, Layout.RESULTS + Layout.PAGE, ALL);
        entry(Layout.entryOf(Layout.READ_ONLY), Layout.READ_ONLY | PRESENT);
        entry(Layout.entryOf(Layout.UNMAPPED_KERNEL), 0);
        entry(Layout.entryOf(Layout.UNMAPPED_USER), 0);
    }

    /** An entry of the PAE pointer table has no rights: they are reserved bits. */
    private void upperLevels() {
        entry(Layout.PML4, Layout.POINTERS | ALL);
        entry(Layout.POINTERS, Layout.DIRECTORY | k.pick(PRESENT, ALL));
        entry(Layout.DIRECTORY, Layout.TABLE | ALL);
        entry(Layout.DIRECTORY + 8, LARGE | PRESENT | WRITABLE);
    }

    /** 512 pages for the kernel alone. */
    private void allPages() {
        c.mov(EDI, Layout.TABLE).mov(EAX, PRESENT | WRITABLE).mov(ECX, 512);
        Label next = c.here("next page");
        c.mov(mem32(EDI), EAX).add(EAX, Layout.PAGE).add(EDI, 8).loop(next);
    }

    private void userPages(long from, long to, int rights) {
        for (long page = from; page < to; page += Layout.PAGE) {
            entry(Layout.entryOf(page), page | rights);
        }
    }

    private void entry(long where, long value) {
        c.mov(EDI, where).mov(mem32(EDI), value);
    }

    /** Makes data pages that no one can execute; EFER.NXE must be set. */
    void forbidExecution() {
        noExecute(Layout.READ_ONLY);
        for (long page = Layout.USER_DATA; page < Layout.USER_DATA_END; page += Layout.PAGE) {
            noExecute(page);
        }
    }

    /** Bit 63 of the page's entry. */
    private void noExecute(long page) {
        c.mov(EDI, Layout.entryOf(page) + 4).mov(mem32(EDI), NO_EXECUTE);
    }
}
