package dev.ringmaster.guest.kernel;

import static dev.ringmaster.cpu.isa.Operand.mem32;
import static dev.ringmaster.cpu.isa.Reg.CR0;
import static dev.ringmaster.cpu.isa.Reg.CR3;
import static dev.ringmaster.cpu.isa.Reg.CR4;
import static dev.ringmaster.cpu.isa.Reg.EAX;
import static dev.ringmaster.cpu.isa.Reg.EDI;
import static dev.ringmaster.cpu.isa.Reg.ESI;

import dev.ringmaster.cpu.arch.Cr0;
import dev.ringmaster.cpu.arch.Cr4;
import dev.ringmaster.cpu.isa.Code;
import dev.ringmaster.cpu.isa.Label;

/**
 * An excursion of the 32-bit kernel: paging off, 32-bit paging with pages of 4 MiB, and back to PAE
 * paging. The kernel's memory stands at the same addresses under all three.
 *
 * @sdm Vol. 3A, 32-Bit Paging
 */
final class ShortPaging {
    private static final int LARGE = 0x80;
    private static final int ACCESSED = 0x20;
    private static final int DIRTY = 0x40;
    private static final long ALL_ONES = 0xffff_ffffL;
    private static final long PATTERN = 0x0ddba11L;

    private final KernelCode k;
    private final Code c;

    ShortPaging(KernelCode k) {
        this.k = k;
        this.c = k.c;
    }

    void check() {
        Label failed = k.failed("the 4 MiB page is not as it must be");
        writeDirectory();
        switchTo(Cr4.PAE.mask(), Cr4.PSE.mask(), Layout.SHORT_DIRECTORY);
        c.mov(EDI, Layout.SHORT_DIRECTORY + 4).mov(ESI, Layout.SHORT_WINDOW + Layout.RESULTS);
        c.cmp(mem32(ESI), 0).jne(failed).test(mem32(EDI), DIRTY).jnz(failed);
        c.test(mem32(EDI), ACCESSED).jz(failed);
        c.mov(mem32(ESI), PATTERN).test(mem32(EDI), DIRTY).jz(failed);
        switchTo(Cr4.PSE.mask(), Cr4.PAE.mask(), Layout.POINTERS);
        c.mov(EDI, Layout.RESULTS).cmp(mem32(EDI), PATTERN).jne(failed).mov(mem32(EDI), 0);
        k.say("32-bit paging: a 4 MiB page is read and written, accessed and dirty");
    }

    /** The first 4 MiB as they are, and once more. */
    private void writeDirectory() {
        long page = LARGE | Paging.PRESENT | Paging.WRITABLE;
        c.mov(EDI, Layout.SHORT_DIRECTORY).mov(mem32(EDI), page).mov(mem32(EDI).disp(4), page);
    }

    /** The kind of paging may change only while paging is off. */
    private void switchTo(long without, long with, long table) {
        c.mov(EAX, CR0).and(EAX, Cr0.PG.clear(ALL_ONES)).mov(CR0, EAX);
        c.mov(EAX, CR4).and(EAX, ALL_ONES & ~without).or(EAX, with).mov(CR4, EAX);
        c.mov(EAX, table).mov(CR3, EAX);
        c.mov(EAX, CR0).or(EAX, Cr0.PG.mask()).mov(CR0, EAX);
    }
}
