package dev.ringmaster.cpu.protection;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.ringmaster.cpu.arch.Access;
import dev.ringmaster.cpu.arch.Fault;
import dev.ringmaster.cpu.arch.Vector;
import dev.ringmaster.cpu.state.Segment;

import org.junit.jupiter.api.Test;

class SegmentLoadingTest {
    private static final int SELECTOR = Machine.SPARE;

    private static Fault load(int cpl, int segment, int selector, int access) {
        Machine m = new Machine().protectedMode(cpl);
        m.descriptor(SELECTOR, 0x1000, 0xfff, access);
        Fault fault =
                catchThrowableOfType(
                        Fault.class, () -> SegmentLoading.load(m.cpu, segment, selector));
        boolean loaded = m.s.segments[segment].selector == selector;
        assertThat(loaded).isEqualTo(fault == null);
        return fault;
    }

    @Test
    void dataNeedsDplAtLeastCplAndRpl() {
        for (int cpl = 0; cpl < 4; cpl++) {
            for (int rpl = 0; rpl < 4; rpl++) {
                for (int dpl = 0; dpl < 4; dpl++) {
                    boolean allowed = dpl >= Math.max(cpl, rpl);
                    Fault data = load(cpl, Segment.DS, SELECTOR | rpl, 0x93 | dpl << 5);
                    assertThat(data == null).isEqualTo(allowed);
                    Fault conforming = load(cpl, Segment.DS, SELECTOR | rpl, 0x9f | dpl << 5);
                    assertThat(conforming).isNull();
                }
            }
        }
    }

    @Test
    void aStackNeedsDplRplAndCplToAgree() {
        for (int cpl = 0; cpl < 4; cpl++) {
            for (int rpl = 0; rpl < 4; rpl++) {
                for (int dpl = 0; dpl < 4; dpl++) {
                    Fault fault = load(cpl, Segment.SS, SELECTOR | rpl, 0x93 | dpl << 5);
                    assertThat(fault == null).isEqualTo(cpl == rpl && cpl == dpl);
                    if (fault != null) {
                        assertThat(fault.vector()).isEqualTo(Vector.GP);
                        assertThat(fault.errorCode()).isEqualTo(SELECTOR);
                    }
                }
            }
        }
    }

    @Test
    void everyTypeIsLoadableWhereItMayBe() {
        for (int type = 0; type < 16; type++) {
            boolean code = (type & 8) != 0;
            boolean second = (type & 2) != 0;
            assertThat(load(0, Segment.ES, SELECTOR, 0x90 | type) == null)
                    .isEqualTo(!code || second);
            assertThat(load(0, Segment.SS, SELECTOR, 0x90 | type) == null)
                    .isEqualTo(!code && second);
            assertThat(load(0, Segment.ES, SELECTOR, 0x80 | type)).isNotNull();
        }
    }

    @Test
    void absenceIsReportedAfterPrivilege() {
        assertThat(load(0, Segment.DS, SELECTOR, 0x13).vector()).isEqualTo(Vector.NP);
        assertThat(load(0, Segment.SS, SELECTOR, 0x13).vector()).isEqualTo(Vector.SS);
        assertThat(load(3, Segment.DS, SELECTOR, 0x13).vector()).isEqualTo(Vector.GP);
    }

    @Test
    void loadingMarksTheDescriptorAccessed() {
        Machine m = new Machine().protectedMode(0);
        m.descriptor(SELECTOR, 0, 0xfff, 0x92);
        SegmentLoading.load(m.cpu, Segment.FS, SELECTOR);
        assertThat(m.bus.read(Machine.GDT + SELECTOR + 5, 1)).isEqualTo(0x93);
    }

    @Test
    void nullMakesDataUnusableAndIsForbiddenForTheStack() {
        Machine m = new Machine().protectedMode(3);
        SegmentLoading.load(m.cpu, Segment.DS, 3);
        Fault fault =
                catchThrowableOfType(
                        Fault.class,
                        () -> Segmentation.linear(m.cpu, Segment.DS, 0, 1, Access.READ));
        assertThat(fault.vector()).isEqualTo(Vector.GP);
        assertThat(fault.errorCode()).isZero();
        assertThat(
                        catchThrowableOfType(
                                        Fault.class,
                                        () -> SegmentLoading.load(m.cpu, Segment.SS, 3))
                                .errorCode())
                .isZero();
    }

    @Test
    void beyondTheTableIsForbidden() {
        assertThat(load(0, Segment.DS, 0x100, 0x93).errorCode()).isEqualTo(0x100);
        assertThat(load(0, Segment.DS, 0x0c, 0x93).errorCode()).isEqualTo(0x0c);
    }

    @Test
    void expandDownIsValidAboveItsLimitOnly() {
        Machine m = new Machine().protectedMode(0);
        m.descriptor(SELECTOR, 0, 0xfff, 0x97);
        SegmentLoading.load(m.cpu, Segment.DS, SELECTOR);
        assertThat(accessible(m, 0xfff, 1)).isFalse();
        assertThat(accessible(m, 0x1000, 1)).isTrue();
        assertThat(accessible(m, 0xfffe, 2)).isTrue();
        assertThat(accessible(m, 0xffff, 2)).isFalse();
    }

    private static boolean accessible(Machine m, long offset, int size) {
        return catchThrowableOfType(
                        Fault.class,
                        () -> Segmentation.linear(m.cpu, Segment.DS, offset, size, Access.READ))
                == null;
    }

    @Test
    void codeCannotBeWritten() {
        Machine m = new Machine().protectedMode(0);
        Fault fault =
                catchThrowableOfType(
                        Fault.class,
                        () -> Segmentation.linear(m.cpu, Segment.CS, 0, 1, Access.WRITE));
        assertThat(fault.vector()).isEqualTo(Vector.GP);
    }
}
