package dev.ringmaster.testkit.arbitrary;

import dev.ringmaster.cpu.bus.PhysicalMemory;

import java.util.List;
import java.util.Set;

/**
 * What page tables shall say, before there are any.
 *
 * @param mode the way of paging
 * @param controls what the control registers say beside it
 * @param tables what entries say that refer to tables, from level 2 upwards; of PDPTEs of PAE
 *     paging only whether they are present counts
 * @param mappings the pages, of which no two overlap
 */
public record PageTableRecipe(
        PagingMode mode,
        Set<PagingControl> controls,
        List<Set<PageFlag>> tables,
        List<PageMapping> mappings) {

    /**
     * Copies the collections.
     *
     * @throws IllegalArgumentException if pages overlap, are not aligned or of a size that the mode
     *     lacks
     */
    public PageTableRecipe {
        controls = Set.copyOf(controls);
        tables = tables.stream().map(Set::copyOf).toList();
        mappings = List.copyOf(mappings);
        if (tables.size() != mode.levels() - 1) {
            throw new IllegalArgumentException(
                    tables.size() + " sets of table flags, not " + (mode.levels() - 1));
        }
        for (int n = 0; n < mappings.size(); n++) {
            check(mode, mappings.get(n), mappings.subList(0, n));
        }
    }

    private static void check(PagingMode mode, PageMapping page, List<PageMapping> before) {
        long offset = (1L << mode.shift(page.level())) - 1;
        boolean known = page.level() >= 1 && page.level() <= mode.largestLevel();
        if (!known || ((page.linear() | page.frame()) & offset) != 0) {
            throw new IllegalArgumentException(page + " is no aligned page of " + mode);
        }
        if (page.linear() != mode.linear(page.linear())) {
            throw new IllegalArgumentException(page + " has no linear address of " + mode);
        }
        if (before.stream().anyMatch(other -> other.overlaps(page, mode))) {
            throw new IllegalArgumentException(page + " overlaps a page before it");
        }
    }

    /** What the entry of a level, 2 at least, says that refers to a table. */
    public Set<PageFlag> tableFlags(int level) {
        return tables.get(level - 2);
    }

    /**
     * Lays the tables out.
     *
     * @param at the physical address of the uppermost table, a multiple of 4096 below 4 GBytes; the
     *     others follow it
     */
    public PageTableImage write(PhysicalMemory memory, long at) {
        return new PageTableImage(this, memory, at);
    }
}
