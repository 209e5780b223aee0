package dev.ringmaster.testkit.arbitrary;

import dev.ringmaster.cpu.arch.Cr4;
import dev.ringmaster.cpu.arch.Efer;
import dev.ringmaster.cpu.bus.PhysicalMemory;
import dev.ringmaster.cpu.state.CpuState;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;

/** Page tables in memory, made from a {@link PageTableRecipe}. */
public final class PageTableImage {
    private static final long PAGE_SIZE = 1 << 7;
    private static final long CR0 = 0x80000031L;
    private static final long CR0_WP = 1 << 16;

    private record Table(int level, long prefix) {}

    private final PageTableRecipe recipe;
    private final PagingMode mode;
    private final PhysicalMemory memory;
    private final Map<Table, Long> tables = new LinkedHashMap<>();
    private final long root;
    private long end;

    PageTableImage(PageTableRecipe recipe, PhysicalMemory memory, long at) {
        if ((at & 0xfff) != 0 || at >>> 32 != 0) {
            throw new IllegalArgumentException(
                    "tables at 0x" + Long.toHexString(at) + ", not at a page below 4 GBytes");
        }
        this.recipe = recipe;
        this.mode = recipe.mode();
        this.memory = memory;
        this.root = at;
        this.end = at;
        allocate(table(mode.levels(), 0));
        recipe.mappings().forEach(this::write);
    }

    private void write(PageMapping page) {
        long entry = page.frame() | bits(page.flags(), page.level(), true);
        if (page.level() > 1) {
            entry = mode == PagingMode.LEGACY_32 ? extended(entry) : entry;
            entry |= PAGE_SIZE;
        }
        tableFor(page.linear(), page.level());
        memory.write(address(page.linear(), page.level()), mode.entrySize(), entry);
    }

    /** Bits 39:32 of a 4-MByte page's address stand in bits 20:13. */
    private static long extended(long entry) {
        return entry & 0xffffffffL | entry >>> 32 << 13;
    }

    private long bits(Set<PageFlag> flags, int level, boolean page) {
        long bits = flags.contains(PageFlag.RESERVED) ? mode.reserved(level, page) : 0;
        for (PageFlag flag : flags) {
            bits |= flag.mask();
        }
        return mode == PagingMode.LEGACY_32 ? bits & 0xffffffffL : bits;
    }

    /** The table of a level on the way to a linear address, made and linked if need be. */
    private void tableFor(long linear, int level) {
        Table table = table(level, linear);
        if (tables.containsKey(table)) {
            return;
        }
        tableFor(linear, level + 1);
        long made = allocate(table);
        Set<PageFlag> flags = recipe.tableFlags(level + 1);
        long bits = mode.hasRights(level + 1) ? bits(flags, level + 1, false) : presence(flags);
        memory.write(address(linear, level + 1), mode.entrySize(), made | bits);
    }

    private static long presence(Set<PageFlag> flags) {
        return flags.contains(PageFlag.PRESENT) ? 1 : 0;
    }

    private long allocate(Table table) {
        long made = end;
        end += 0x1000;
        tables.put(table, made);
        for (long at = made; at < end; at += 8) {
            memory.write(at, 8, 0);
        }
        return made;
    }

    private Table table(int level, long linear) {
        return new Table(level, level == mode.levels() ? 0 : linear >>> mode.shift(level + 1));
    }

    private long address(long linear, int level) {
        long table = tables.get(table(level, linear));
        return table + (long) mode.index(linear, level) * mode.entrySize();
    }

    /** The physical address of the entry of a level for a linear address, if there is a table. */
    public OptionalLong entry(long linear, int level) {
        boolean there = tables.containsKey(table(level, linear));
        return there ? OptionalLong.of(address(linear, level)) : OptionalLong.empty();
    }

    /** The physical address behind the last table. */
    public long end() {
        return end;
    }

    /** CR0 with PG and PE, and WP as the recipe says. */
    public long cr0() {
        return CR0 | (has(PagingControl.WRITE_PROTECT) ? CR0_WP : 0);
    }

    /** CR3: where the uppermost table stands. */
    public long cr3() {
        return root;
    }

    /** CR4 with the mode's bits, SMEP and SMAP. */
    public long cr4() {
        return mode.cr4()
                | (has(PagingControl.SMEP) ? Cr4.SMEP.mask() : 0)
                | (has(PagingControl.SMAP) ? Cr4.SMAP.mask() : 0);
    }

    /** EFER with the mode's bits and NXE. */
    public long efer() {
        return mode.efer() | (has(PagingControl.NO_EXECUTE) ? Efer.NXE.mask() : 0);
    }

    private boolean has(PagingControl control) {
        return recipe.controls().contains(control);
    }

    /**
     * Puts CR0, CR3, CR4, EFER and the PDPTE registers into a processor's state; whoever does it
     * tells its memory and its mode.
     */
    public void enter(CpuState state) {
        state.cr0 = cr0();
        state.cr3 = cr3();
        state.cr4 = cr4();
        state.efer = efer();
        for (int n = 0; n < 4 && mode == PagingMode.PAE; n++) {
            state.pdptr[n] = memory.read(root + 8L * n, 8);
        }
    }
}
