package dev.ringmaster.testkit.arbitrary;

import dev.ringmaster.cpu.arch.Access;

import java.util.Set;
import java.util.function.Predicate;

/**
 * What an access to a recipe's pages has to end in, told from the recipe alone. @sdm Vol. 3A,
 * Determination of Access Rights
 */
final class RecipeWalk {
    private static final int P = 1;
    private static final int W = 2;
    private static final int U = 4;
    private static final int RSVD = 8;
    private static final int I = 16;

    private final PageTableRecipe recipe;
    private final PagingMode mode;
    private final boolean user;
    private final boolean ac;
    private final Access access;
    private boolean userPage = true;
    private boolean writable = true;
    private boolean executable = true;

    /** The page that is found; null after a fault. */
    PageMapping page;

    /** The error code of the page fault; meaningless without one. */
    int error;

    RecipeWalk(PageTableRecipe recipe, Access access, boolean user, boolean ac) {
        this.recipe = recipe;
        this.mode = recipe.mode();
        this.access = access;
        this.user = user;
        this.ac = ac;
    }

    RecipeWalk to(long linear) {
        boolean tells =
                on(PagingControl.SMEP)
                        || mode != PagingMode.LEGACY_32 && on(PagingControl.NO_EXECUTE);
        error = (access == Access.WRITE ? W : 0) | (user ? U : 0);
        error |= access == Access.EXECUTE && tells ? I : 0;
        for (int level = mode.levels(); level > 0; level--) {
            PageMapping near = near(linear, level);
            if (near == null) {
                return this;
            }
            boolean leaf = near.level() == level;
            Set<PageFlag> flags = leaf ? near.flags() : recipe.tableFlags(level);
            if (!pass(flags, level, leaf)) {
                return this;
            }
            if (leaf) {
                error |= P;
                page = allowed() ? near : null;
                return this;
            }
        }
        throw new AssertionError("a page of no level");
    }

    private PageMapping near(long linear, int level) {
        Predicate<PageMapping> here =
                m -> m.linear() >>> mode.shift(level) == linear >>> mode.shift(level);
        return recipe.mappings().stream().filter(here).findFirst().orElse(null);
    }

    private boolean pass(Set<PageFlag> flags, int level, boolean leaf) {
        if (!flags.contains(PageFlag.PRESENT)) {
            return false;
        }
        if (!mode.hasRights(level)) {
            return true;
        }
        boolean legacy = mode == PagingMode.LEGACY_32;
        boolean never = !legacy && flags.contains(PageFlag.NO_EXECUTE);
        boolean bad = flags.contains(PageFlag.RESERVED) && (!legacy || leaf && level == 2);
        if (bad || never && !on(PagingControl.NO_EXECUTE)) {
            error |= P | RSVD;
            return false;
        }
        userPage &= flags.contains(PageFlag.USER);
        writable &= flags.contains(PageFlag.WRITABLE);
        executable &= !never;
        return true;
    }

    private boolean allowed() {
        boolean guarded = !user && userPage;
        if (user && !userPage) {
            return false;
        }
        return switch (access) {
            case READ -> !guarded || ac || !on(PagingControl.SMAP);
            case WRITE ->
                    (writable || !user && !on(PagingControl.WRITE_PROTECT))
                            && (!guarded || ac || !on(PagingControl.SMAP));
            case EXECUTE -> executable && !(guarded && on(PagingControl.SMEP));
        };
    }

    private boolean on(PagingControl control) {
        return recipe.controls().contains(control);
    }
}
