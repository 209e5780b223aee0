package dev.ringmaster.testkit.arbitrary;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.ringmaster.board.MemoryBus;
import dev.ringmaster.cpu.arch.Access;
import dev.ringmaster.cpu.arch.Fault;
import dev.ringmaster.cpu.arch.Rflags;
import dev.ringmaster.cpu.arch.Vector;
import dev.ringmaster.cpu.memory.LinearMemory;
import dev.ringmaster.cpu.state.CpuState;

import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

import java.util.List;
import java.util.Set;

/** The processor translates as the recipe says from which its tables were made. */
class PageTableArbitrariesProperties {
    private static final int PHYSICAL_BITS = 39;
    private static final int TABLES = 0x3000;
    private static final long ACCESSED = 1 << 5;
    private static final long DIRTY = 1 << 6;

    private record Attempt(PageTableRecipe recipe, long linear) {}

    @Provide
    Arbitrary<Attempt> attempts() {
        return PageTableArbitraries.recipes(PHYSICAL_BITS)
                .flatMap(
                        recipe ->
                                Combinators.combine(
                                                PageTableArbitraries.linears(recipe.mode()),
                                                Arbitraries.integers().between(0, 9))
                                        .as((any, n) -> attempt(recipe, any, n)));
    }

    /** Mostly an address in a page, of any offset there. */
    private static Attempt attempt(PageTableRecipe recipe, long any, int n) {
        if (n >= recipe.mappings().size()) {
            return new Attempt(recipe, any);
        }
        PageMapping page = recipe.mappings().get(n);
        long offset = (1L << recipe.mode().shift(page.level())) - 1;
        return new Attempt(recipe, page.linear() | any & offset);
    }

    @Property(seed = "1", tries = 200)
    void translationFollowsTheRecipe(
            @ForAll("attempts") Attempt attempt,
            @ForAll Access access,
            @ForAll boolean user,
            @ForAll boolean ac) {
        MemoryBus memory = new MemoryBus(1 << 18);
        PageTableImage image = attempt.recipe().write(memory, TABLES);
        RecipeWalk expected = new RecipeWalk(attempt.recipe(), access, user, ac);
        expected.to(attempt.linear());
        long leaf = leaf(image, memory, expected.page);
        try {
            long found = memoryOf(image, memory, user, ac).translate(attempt.linear(), access);
            assertThat(expected.page).as("page where translation succeeds").isNotNull();
            assertThat(found).isEqualTo(physical(attempt, expected.page));
            marked(attempt.recipe().mode(), image, memory, expected.page, access, leaf);
        } catch (Fault fault) {
            assertThat(expected.page).as("page where there is %s", fault).isNull();
            assertThat(fault.vector()).isEqualTo(Vector.PF);
            assertThat(fault.errorCode()).isEqualTo(expected.error);
            assertThat(fault.linear()).isEqualTo(attempt.linear());
        }
    }

    private static long physical(Attempt attempt, PageMapping page) {
        long offset = (1L << attempt.recipe().mode().shift(page.level())) - 1;
        return page.frame() + (attempt.linear() & offset);
    }

    private static long leaf(PageTableImage image, MemoryBus memory, PageMapping page) {
        return page == null
                ? 0
                : memory.read(image.entry(page.linear(), page.level()).orElseThrow(), 4);
    }

    private static LinearMemory memoryOf(
            PageTableImage image, MemoryBus memory, boolean user, boolean ac) {
        CpuState state = new CpuState();
        image.enter(state);
        state.cpl = user ? 3 : 0;
        state.flags.set(2 | (ac ? Rflags.AC.mask() : 0));
        LinearMemory linear = new LinearMemory(state, memory, PHYSICAL_BITS, true);
        linear.contextChanged();
        return linear;
    }

    /**
     * @sdm Vol. 3A, Accessed and Dirty Flags
     */
    private static void marked(
            PagingMode mode,
            PageTableImage image,
            MemoryBus memory,
            PageMapping page,
            Access access,
            long before) {
        for (int level = mode.levels(); level >= page.level(); level--) {
            long entry = memory.read(image.entry(page.linear(), level).orElseThrow(), 4);
            assertThat(entry & ACCESSED).isEqualTo(mode.hasRights(level) ? ACCESSED : 0);
        }
        long expected = before | ACCESSED | (access == Access.WRITE ? DIRTY : 0);
        assertThat(leaf(image, memory, page)).isEqualTo(expected);
    }

    @Example
    void overlappingPagesAreRefused() {
        List<PageMapping> pages =
                List.of(
                        new PageMapping(0x400000, 2, 0, Set.of()),
                        new PageMapping(0x401000, 1, 0, Set.of()));
        assertThatIllegalArgumentException()
                .isThrownBy(
                        () ->
                                new PageTableRecipe(
                                        PagingMode.LEGACY_32, Set.of(), List.of(Set.of()), pages))
                .withMessageContaining("overlaps");
    }
}
