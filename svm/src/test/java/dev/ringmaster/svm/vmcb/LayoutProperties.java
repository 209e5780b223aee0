package dev.ringmaster.svm.vmcb;

import static org.assertj.core.api.Assertions.assertThat;

import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;

class LayoutProperties {

    @Property(seed = "1")
    void attributesSurviveTheWayToAccessRightsAndBack(@ForAll @IntRange(max = 0xfff) int packed) {
        assertThat(SegmentAttributes.pack(SegmentAttributes.unpack(packed))).isEqualTo(packed);
    }

    @Example
    void attributesAreTheAccessRightsWithoutAGap() {
        assertThat(SegmentAttributes.unpack(0xa9b)).isEqualTo(0xa09b);
        assertThat(SegmentAttributes.unpack(0xc93)).isEqualTo(0xc093);
        assertThat(SegmentAttributes.unpack(0x00b)).isEqualTo(0x1000b);
        assertThat(SegmentAttributes.pack(0x1c093)).isEqualTo(0xc13);
        assertThat(SegmentAttributes.dpl(0x0f3)).isEqualTo(3);
    }

    @Property(seed = "1")
    void anEventKeepsItsParts(
            @ForAll @IntRange(max = 7) int type,
            @ForAll @IntRange(max = 255) int vector,
            @ForAll int errorCode) {
        long event = EventInjection.of(type, vector, errorCode);
        assertThat(EventInjection.valid(event)).isTrue();
        assertThat(EventInjection.type(event)).isEqualTo(type);
        assertThat(EventInjection.vector(event)).isEqualTo(vector);
        assertThat(EventInjection.hasErrorCode(event)).isTrue();
        assertThat(EventInjection.errorCode(event)).isEqualTo(errorCode);
        long bare = EventInjection.of(type, vector);
        assertThat(EventInjection.hasErrorCode(bare)).isFalse();
        assertThat(bare >>> 32).isZero();
    }

    @Property(seed = "1")
    void aVirtualInterruptKeepsItsPartsAndDisturbsNoOthers(
            @ForAll long vintr,
            @ForAll @IntRange(max = 255) int vector,
            @ForAll @IntRange(max = 15) int priority,
            @ForAll @IntRange(max = 255) int tpr) {
        long with = Vintr.withTpr(Vintr.withInterrupt(vintr, vector, priority), tpr);
        assertThat(Vintr.vector(with)).isEqualTo(vector);
        assertThat(Vintr.priority(with)).isEqualTo(priority);
        assertThat(Vintr.tpr(with)).isEqualTo(tpr);
        assertThat(Vintr.V_IRQ.in(with)).isTrue();
        long touched = 0xff_000f_01ffL;
        assertThat(with & ~touched).isEqualTo(vintr & ~touched);
    }
}
