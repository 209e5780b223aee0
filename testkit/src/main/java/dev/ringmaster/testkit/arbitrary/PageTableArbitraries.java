package dev.ringmaster.testkit.arbitrary;

import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;

import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/**
 * Page tables for property tests. Pages stand close together and at the edges of tables; shrinking
 * takes pages away and leads towards present writable user pages.
 */
public final class PageTableArbitraries {
    private static final int MOST_PAGES = 8;

    private PageTableArbitraries() {}

    /**
     * Recipes of all modes.
     *
     * @param physicalBits the processor's physical address width, 36 to 51
     */
    public static Arbitrary<PageTableRecipe> recipes(int physicalBits) {
        return Arbitraries.of(PagingMode.class).flatMap(mode -> recipes(mode, physicalBits));
    }

    /**
     * Recipes of one mode, of one to eight pages.
     *
     * @param physicalBits the processor's physical address width, 36 to 51
     */
    public static Arbitrary<PageTableRecipe> recipes(PagingMode mode, int physicalBits) {
        if (physicalBits < 36 || physicalBits > 51) {
            throw new IllegalArgumentException(physicalBits + " physical bits, not 36 to 51");
        }
        return Combinators.combine(
                        Arbitraries.of(PagingControl.class).set(),
                        flags(4).list().ofSize(mode.levels() - 1),
                        mappings(mode, physicalBits).list().ofMinSize(1).ofMaxSize(MOST_PAGES))
                .as(
                        (controls, tables, pages) ->
                                new PageTableRecipe(mode, controls, tables, apart(pages, mode)));
    }

    /** Linear addresses of a mode: mostly at the edges of tables, of any offset in the page. */
    public static Arbitrary<Long> linears(PagingMode mode) {
        Arbitrary<List<Integer>> choices = Arbitraries.integers().between(0, 4).list().ofSize(4);
        return Combinators.combine(choices, Arbitraries.longs().between(0, 0xfff))
                .as((each, offset) -> mode.linear(base(mode, each) | offset));
    }

    private static long base(PagingMode mode, List<Integer> choices) {
        long linear = 0;
        for (int level = 1; level <= mode.levels(); level++) {
            int last = mode.index(-1, level);
            int[] edges = {0, 1, last / 2, last / 2 + 1, last};
            linear |= (long) edges[choices.get(level - 1)] << mode.shift(level);
        }
        return linear;
    }

    private static Arbitrary<PageMapping> mappings(PagingMode mode, int physicalBits) {
        return Combinators.combine(
                        linears(mode),
                        Arbitraries.integers().between(1, mode.largestLevel()),
                        Arbitraries.longs().between(0, (1L << physicalBits) - 1),
                        flags(2))
                .as((linear, level, frame, flags) -> page(mode, linear, level, frame, flags));
    }

    private static PageMapping page(
            PagingMode mode, long linear, int level, long frame, Set<PageFlag> flags) {
        long page = -1L << mode.shift(level);
        boolean legacy = mode == PagingMode.LEGACY_32;
        long reach = !legacy ? -1 : level == 1 ? 0xffffffffL : 0xffffffffffL;
        return new PageMapping(linear & page, level, frame & page & reach, flags);
    }

    /** Present, writable and user but for what is drawn, which has to be drawn {@code rare}. */
    private static Arbitrary<Set<PageFlag>> flags(int rare) {
        return Arbitraries.integers()
                .between(0, rare - 1)
                .flatMap(
                        n ->
                                n < rare - 1
                                        ? Arbitraries.just(Set.<PageFlag>of())
                                        : Arbitraries.of(PageFlag.class).set().ofMaxSize(4))
                .map(PageTableArbitraries::turned);
    }

    private static Set<PageFlag> turned(Set<PageFlag> changes) {
        Set<PageFlag> flags = EnumSet.of(PageFlag.PRESENT, PageFlag.WRITABLE, PageFlag.USER);
        for (PageFlag each : changes) {
            if (!flags.remove(each)) {
                flags.add(each);
            }
        }
        return flags;
    }

    private static List<PageMapping> apart(List<PageMapping> drawn, PagingMode mode) {
        List<PageMapping> kept = new ArrayList<>();
        for (PageMapping page : drawn) {
            if (kept.stream().noneMatch(other -> other.overlaps(page, mode))) {
                kept.add(page);
            }
        }
        return kept;
    }
}
