package dev.ringmaster.testkit.arbitrary;

import dev.ringmaster.cpu.state.Segment;

import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;

/**
 * Segment descriptors and selectors for property tests. Bases and limits are edges often; shrinking
 * leads towards the flat writable data segment of ring 0.
 *
 * @sdm Vol. 3A, Segment Descriptors
 */
public final class SegmentArbitraries {
    private static final int LAST = 0xfffff;
    private static final Long[] BASES = {0L, 1L, 0x1000L, 0x7fffffffL, 0x80000000L, 0xffffffffL};
    private static final Long[] WIDE_BASES = {
        0L, 0xffffffffL, 1L << 32, (1L << 47) - 1, 1L << 47, -1L << 47, (-1L << 47) - 1, -1L
    };

    private SegmentArbitraries() {}

    /**
     * Descriptors of every kind, valid or not: code, data, system segments and gates.
     *
     * @param longMode whether IA-32e mode reads them, where system descriptors have 16 bytes
     */
    public static Arbitrary<DescriptorCase> descriptors(boolean longMode) {
        return Arbitraries.oneOf(codeOrData(), system(longMode));
    }

    /** Descriptors of code and data of every type, privilege and size, present or not. */
    public static Arbitrary<DescriptorCase> codeOrData() {
        Arbitrary<Integer> types =
                Arbitraries.of(3, 2, 1, 0, 7, 6, 5, 4, 11, 10, 9, 8, 15, 14, 13, 12);
        return descriptors(false, types.map(type -> type | Segment.S));
    }

    /**
     * Descriptors of system segments and gates of all sixteen types, reserved ones among them.
     *
     * @param longMode whether they have 16 bytes and a base of 64 bits, canonical or not
     */
    public static Arbitrary<DescriptorCase> system(boolean longMode) {
        Arbitrary<Integer> types =
                Arbitraries.of(2, 9, 11, 12, 14, 15, 1, 3, 4, 5, 6, 7, 0, 8, 10, 13);
        return descriptors(longMode, types);
    }

    /** Segments that a program of a ring may load into DS by a selector with that RPL. */
    public static Arbitrary<DescriptorCase> loadable(int ring) {
        if (ring < 0 || ring > 3) {
            throw new IllegalArgumentException("ring " + ring + ", not 0 to 3");
        }
        return codeOrData()
                .map(each -> with(each, each.access() | Segment.P))
                .map(SegmentArbitraries::readable)
                .map(each -> each.dpl() >= ring ? each : with(each, each.access() | ring << 5));
    }

    /**
     * Selectors of the given descriptors of a table: GDT and LDT, all requested privilege levels.
     *
     * @param first the lowest index, 0 at least
     * @param last the highest index, 8191 at most
     */
    public static Arbitrary<Integer> selectors(int first, int last) {
        return Combinators.combine(
                        Arbitraries.integers().between(first, last).shrinkTowards(first),
                        Arbitraries.of(0, 4),
                        rings())
                .as((index, table, rpl) -> index << 3 | table | rpl);
    }

    /** The rings, 0 first. */
    public static Arbitrary<Integer> rings() {
        return Arbitraries.of(0, 1, 2, 3);
    }

    /** The stored limits: 0, the last one and its neighbours often. */
    public static Arbitrary<Integer> limits() {
        return Arbitraries.oneOf(
                Arbitraries.of(LAST, LAST - 1, 0, 1, 0xffff, 0x10000),
                Arbitraries.integers().between(0, LAST).shrinkTowards(LAST));
    }

    private static Arbitrary<DescriptorCase> descriptors(boolean wide, Arbitrary<Integer> types) {
        return Combinators.combine(
                        types,
                        rings(),
                        set(Segment.P),
                        set(Segment.G),
                        set(Segment.DB),
                        Arbitraries.of(0, Segment.L, Segment.AVL, Segment.L | Segment.AVL),
                        bases(wide),
                        limits())
                .as(
                        (type, dpl, p, g, db, others, base, limit) ->
                                new DescriptorCase(
                                        wide, type | dpl << 5 | p | g | db | others, base, limit));
    }

    /** A bit that is set once shrunk. */
    private static Arbitrary<Integer> set(int mask) {
        return Arbitraries.of(mask, 0);
    }

    private static Arbitrary<Long> bases(boolean wide) {
        Arbitrary<Long> any =
                wide ? Arbitraries.longs() : Arbitraries.longs().between(0, 0xffffffffL);
        return Arbitraries.oneOf(Arbitraries.of(wide ? WIDE_BASES : BASES), any);
    }

    /** Code that may only be executed becomes code that may be read, too. */
    private static DescriptorCase readable(DescriptorCase each) {
        boolean code = (each.access() & Segment.CODE) != 0;
        return code ? with(each, each.access() | Segment.WRITABLE_OR_READABLE) : each;
    }

    private static DescriptorCase with(DescriptorCase each, int access) {
        return new DescriptorCase(each.wide(), access, each.base(), each.limit());
    }
}
