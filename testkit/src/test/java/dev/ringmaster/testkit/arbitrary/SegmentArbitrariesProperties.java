package dev.ringmaster.testkit.arbitrary;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ringmaster.cpu.arch.Fault;
import dev.ringmaster.cpu.arch.Vector;
import dev.ringmaster.cpu.state.Segment;
import dev.ringmaster.testkit.arbitrary.SegmentBench.Answers;

import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.Shrinkable;

import java.util.Optional;
import java.util.Random;
import java.util.Set;

/** What a program may ask about a segment agrees with what loading it does. */
class SegmentArbitrariesProperties {
    private static final Set<Integer> LAR = Set.of(1, 2, 3, 4, 5, 9, 11, 12);
    private static final Set<Integer> LAR_LONG = Set.of(2, 9, 11, 12);
    private static final Set<Integer> GATES = Set.of(4, 5, 12);

    @Provide
    Arbitrary<DescriptorCase> legacy() {
        return SegmentArbitraries.descriptors(false);
    }

    @Provide
    Arbitrary<DescriptorCase> wide() {
        return SegmentArbitraries.descriptors(true);
    }

    @Provide
    Arbitrary<Integer> selectors() {
        return SegmentArbitraries.selectors(2, 9);
    }

    @Provide
    Arbitrary<Integer> rings() {
        return SegmentArbitraries.rings();
    }

    @Property(seed = "1", tries = 200)
    void whatVerrAllowsIsWhatLoadingAllowsInProtectedMode(
            @ForAll("legacy") DescriptorCase descriptor,
            @ForAll("selectors") int selector,
            @ForAll("rings") int ring) {
        loadingAgrees(new SegmentBench(false, ring), descriptor, selector);
    }

    @Property(seed = "1", tries = 200)
    void whatVerrAllowsIsWhatLoadingAllowsInLongMode(
            @ForAll("wide") DescriptorCase descriptor,
            @ForAll("selectors") int selector,
            @ForAll("rings") int ring) {
        loadingAgrees(new SegmentBench(true, ring), descriptor, selector);
    }

    private static void loadingAgrees(SegmentBench bench, DescriptorCase descriptor, int selector) {
        bench.place(selector, descriptor);
        Answers before = bench.ask(selector);
        Optional<Fault> fault = bench.load(Segment.DS, selector);
        boolean present = (descriptor.access() & Segment.P) != 0;
        if (!before.readable()) {
            assertThat(fault).map(Fault::vector).contains(Vector.GP);
        } else if (!present) {
            assertThat(fault).map(Fault::vector).contains(Vector.NP);
        } else {
            assertThat(fault).isEmpty();
            registerAgrees(bench, descriptor, selector);
        }
        fault.ifPresent(f -> assertThat(f.errorCode()).isEqualTo(selector & 0xfffc));
    }

    private static void registerAgrees(
            SegmentBench bench, DescriptorCase descriptor, int selector) {
        Segment ds = bench.cpu().state.segments[Segment.DS];
        assertThat(ds.base).isEqualTo(descriptor.base());
        assertThat(ds.access).isEqualTo(descriptor.access() | Segment.ACCESSED);
        assertThat(ds.selector).isEqualTo(selector);
        Answers after = bench.ask(selector);
        assertThat(after.rights()).contains((long) ds.access << 8);
        assertThat(after.limit()).contains(ds.limit).contains(descriptor.byteLimit());
    }

    @Property(seed = "1", tries = 200)
    void aStackSegmentIsWritableAndOfThisRing(
            @ForAll("legacy") DescriptorCase descriptor,
            @ForAll("selectors") int selector,
            @ForAll("rings") int ring) {
        SegmentBench bench = new SegmentBench(false, ring);
        bench.place(selector, descriptor);
        boolean fits = (selector & 3) == ring && descriptor.dpl() == ring;
        boolean writable = bench.ask(selector).writable();
        Optional<Fault> fault = bench.load(Segment.SS, selector);
        if (!fits || !writable) {
            assertThat(fault).map(Fault::vector).contains(Vector.GP);
        } else if ((descriptor.access() & Segment.P) == 0) {
            assertThat(fault).map(Fault::vector).contains(Vector.SS);
        } else {
            assertThat(fault).isEmpty();
        }
    }

    @Property(seed = "1", tries = 200)
    void larAndLslKnowTheSystemTypesOfTheManual(
            @ForAll("wide") DescriptorCase wide,
            @ForAll("legacy") DescriptorCase legacy,
            @ForAll("selectors") int selector,
            @ForAll("rings") int ring) {
        answersFollowTheTable(new SegmentBench(true, ring), wide, selector, LAR_LONG);
        answersFollowTheTable(new SegmentBench(false, ring), legacy, selector, LAR);
    }

    /**
     * @sdm Vol. 2A, LAR
     * @sdm Vol. 2A, LSL
     */
    private static void answersFollowTheTable(
            SegmentBench bench, DescriptorCase d, int selector, Set<Integer> types) {
        bench.place(selector, d);
        Answers answers = bench.ask(selector);
        int weakest = Math.max(bench.cpu().state.cpl, selector & 3);
        boolean conforming = !d.system() && (d.type() & 0xc) == 0xc;
        boolean known = !d.system() || wellFormed(d) && types.contains(d.type());
        boolean visible = known && (conforming || d.dpl() >= weakest);
        boolean measured = visible && !(d.system() && GATES.contains(d.type()));
        assertThat(answers.rights())
                .isEqualTo(visible ? Optional.of(d.access() * 0x100L) : Optional.empty());
        assertThat(answers.limit())
                .isEqualTo(measured ? Optional.of(d.byteLimit()) : Optional.empty());
    }

    /** Bits 12:8 of the fourth doubleword must be 0. */
    private static boolean wellFormed(DescriptorCase d) {
        return (d.high() >>> 40 & 0x1f) == 0;
    }

    @Property(seed = "1", tries = 100)
    void loadableSegmentsAreLoaded(@ForAll("rings") int ring, @ForAll Random random) {
        DescriptorCase drawn =
                SegmentArbitraries.loadable(ring).generator(100).next(random).value();
        SegmentBench bench = new SegmentBench(false, ring);
        bench.place(0x10, drawn);
        assertThat(bench.load(Segment.ES, 0x10 | ring)).isEmpty();
    }

    @Property(seed = "1", tries = 50)
    void shrinkingLeadsToTheFlatSegmentOfRing0(@ForAll Random random) {
        Shrinkable<DescriptorCase> each =
                SegmentArbitraries.descriptors(true).generator(100).next(random);
        for (Optional<Shrinkable<DescriptorCase>> next = Optional.of(each);
                next.isPresent();
                next = each.shrink().findFirst()) {
            each = next.get();
        }
        assertThat(each.value()).isEqualTo(new DescriptorCase(false, 0xc093, 0, 0xfffff));
    }
}
