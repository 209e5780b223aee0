package dev.ringmaster.cpu.protection;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ringmaster.cpu.arch.Cr0;
import dev.ringmaster.cpu.arch.Rflags;
import dev.ringmaster.cpu.state.Segment;

import org.junit.jupiter.api.Test;

class TaskSwitchTest {
    private static final int ENTRY = 0x9800;

    private static Machine machine() {
        Machine m = new Machine().protectedMode(0);
        m.descriptor(Machine.OTHER_TSS_SELECTOR, Machine.OTHER_TSS, 0x67, 0x89);
        long tss = Machine.OTHER_TSS;
        m.bus.write(tss + 0x20, 4, ENTRY);
        m.bus.write(tss + 0x24, 4, 2);
        m.bus.write(tss + 0x28, 4, 0x12345678);
        m.bus.write(tss + 0x38, 4, 0x28000);
        m.bus.write(tss + 0x4c, 4, Machine.codeSelector(0));
        for (int offset : new int[] {0x48, 0x50, 0x54, 0x58, 0x5c}) {
            m.bus.write(tss + offset, 4, Machine.dataSelector(0));
        }
        return m;
    }

    private static long busy(Machine m, int selector) {
        return m.bus.read(Machine.GDT + selector + 5, 1) >> 1 & 1;
    }

    @Test
    void jmpLeavesTheOldTaskAvailable() {
        Machine m = machine().step(0xea, 0, 0, 0, 0, Machine.OTHER_TSS_SELECTOR, 0);
        assertThat(m.s.rip).isEqualTo(ENTRY);
        assertThat(m.s.gpr[0]).isEqualTo(0x12345678);
        assertThat(m.s.tr.selector).isEqualTo(Machine.OTHER_TSS_SELECTOR);
        assertThat(Cr0.TS.in(m.s.cr0)).isTrue();
        assertThat(m.s.flags.is(Rflags.NT)).isFalse();
        assertThat(busy(m, Machine.TSS_SELECTOR)).isZero();
        assertThat(busy(m, Machine.OTHER_TSS_SELECTOR)).isEqualTo(1);
        assertThat(m.bus.read(Machine.TSS + 0x20, 4)).isEqualTo(Machine.CODE + 7);
    }

    @Test
    void callNestsAndIretComesBack() {
        Machine m = machine();
        m.s.gpr[3] = 77;
        m.step(0x9a, 0, 0, 0, 0, Machine.OTHER_TSS_SELECTOR, 0);
        assertThat(m.s.flags.is(Rflags.NT)).isTrue();
        assertThat(m.bus.read(Machine.OTHER_TSS, 2)).isEqualTo(Machine.TSS_SELECTOR);
        assertThat(busy(m, Machine.TSS_SELECTOR)).isEqualTo(1);
        m.step(0xcf);
        assertThat(m.s.rip).isEqualTo(Machine.CODE + 7);
        assertThat(m.s.gpr[3]).isEqualTo(77);
        assertThat(m.s.tr.selector).isEqualTo(Machine.TSS_SELECTOR);
        assertThat(busy(m, Machine.OTHER_TSS_SELECTOR)).isZero();
        assertThat(Rflags.NT.in(m.bus.read(Machine.OTHER_TSS + 0x24, 4))).isFalse();
    }

    @Test
    void aTaskGatePushesTheErrorCodeOnTheNewStack() {
        Machine m = machine();
        m.gate(Machine.IDT + 13 * 8, Machine.OTHER_TSS_SELECTOR, 0, 0x85, 0);
        m.s.gpr[0] = 0x7ff8;
        m.step(0x8e, 0xd8);
        assertThat(m.s.rip).isEqualTo(ENTRY);
        assertThat(m.s.gpr[4]).isEqualTo(0x28000 - 4);
        assertThat(m.slot(0, 4)).isEqualTo(0x7ff8);
        assertThat(m.bus.read(Machine.TSS + 0x20, 4)).isEqualTo(Machine.CODE);
        assertThat(m.s.flags.is(Rflags.NT)).isTrue();
    }

    @Test
    void aBusyTaskCannotBeCalled() {
        Machine m = machine().step(0x9a, 0, 0, 0, 0, Machine.TSS_SELECTOR, 0);
        assertThat(m.inHandler()).isEqualTo(13);
        assertThat(m.slot(0, 4)).isEqualTo(Machine.TSS_SELECTOR);
    }

    @Test
    void aTssThatIsTooSmallIsInvalid() {
        Machine m = machine();
        m.descriptor(Machine.OTHER_TSS_SELECTOR, Machine.OTHER_TSS, 0x66, 0x89);
        m.step(0x9a, 0, 0, 0, 0, Machine.OTHER_TSS_SELECTOR, 0);
        assertThat(m.inHandler()).isEqualTo(10);
        assertThat(m.slot(0, 4)).isEqualTo(Machine.OTHER_TSS_SELECTOR);
    }

    @Test
    void aBadSegmentOfTheNewTaskFaultsInTheNewTask() {
        Machine m = machine();
        m.bus.write(Machine.OTHER_TSS + 0x54, 4, 0x7ff8);
        m.step(0x9a, 0, 0, 0, 0, Machine.OTHER_TSS_SELECTOR, 0);
        assertThat(m.inHandler()).isEqualTo(10);
        assertThat(m.slot(0, 4)).isEqualTo(0x7ff8);
        assertThat(m.slot(1, 4)).isEqualTo(ENTRY);
        assertThat(m.s.tr.selector).isEqualTo(Machine.OTHER_TSS_SELECTOR);
    }

    @Test
    void aTssOfThe80286HoldsWords() {
        Machine m = machine();
        m.descriptor(Machine.OTHER_TSS_SELECTOR, Machine.OTHER_TSS, 0x2b, 0x81);
        for (int n = 0; n < 0x2c; n += 2) {
            m.bus.write(Machine.OTHER_TSS + n, 2, 0);
        }
        m.bus.write(Machine.OTHER_TSS + 0x0e, 2, ENTRY);
        m.bus.write(Machine.OTHER_TSS + 0x12, 2, 0xabcd);
        m.bus.write(Machine.OTHER_TSS + 0x24, 2, Machine.codeSelector(0));
        m.bus.write(Machine.OTHER_TSS + 0x26, 2, Machine.dataSelector(0));
        m.step(0xea, 0, 0, 0, 0, Machine.OTHER_TSS_SELECTOR, 0);
        assertThat(m.s.rip).isEqualTo(ENTRY);
        assertThat(m.s.gpr[0] & 0xffff).isEqualTo(0xabcd);
        assertThat(m.s.segments[Segment.DS].unusable()).isTrue();
    }
}
