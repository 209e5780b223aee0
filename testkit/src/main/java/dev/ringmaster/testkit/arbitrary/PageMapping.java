package dev.ringmaster.testkit.arbitrary;

import java.util.Collections;
import java.util.EnumSet;
import java.util.Set;

/**
 * One page.
 *
 * @param linear its linear address, a multiple of its size
 * @param level the level of the entry that maps it: 1 for 4 KBytes, 2 for 2 or 4 MBytes, 3 for 1
 *     GByte
 * @param frame its physical address, a multiple of its size
 * @param flags what its entry says
 */
public record PageMapping(long linear, int level, long frame, Set<PageFlag> flags) {

    /** Copies the flags. */
    public PageMapping {
        Set<PageFlag> copy = EnumSet.noneOf(PageFlag.class);
        copy.addAll(flags);
        flags = Collections.unmodifiableSet(copy);
    }

    /** Whether pages have addresses in common. */
    boolean overlaps(PageMapping other, PagingMode mode) {
        int shift = mode.shift(Math.max(level, other.level));
        return linear >>> shift == other.linear >>> shift;
    }

    /** The page as people read it. */
    @Override
    public String toString() {
        return String.format("0x%x -> 0x%x (level %d) %s", linear, frame, level, flags);
    }
}
