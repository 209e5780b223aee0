package dev.ringmaster.cpu.protection;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ringmaster.cpu.arch.Rflags;
import dev.ringmaster.cpu.state.Segment;

import org.junit.jupiter.api.Test;

class GateTest {
    private static final int NP = 11;
    private static final int GP = 13;
    private static final int PRESENT_INTERRUPT = 0x8e;
    private static final int PRESENT_TRAP = 0x8f;

    private static Machine int30(int ring, int dpl, int access) {
        Machine m = new Machine().protectedMode(ring);
        m.interrupt(0x30, access | dpl << 5);
        m.s.flags.put(Rflags.IF, true);
        return m.step(0xcd, 0x30);
    }

    @Test
    void intNeedsAGateWhoseDplIsAtLeastCpl() {
        for (int ring = 0; ring < 4; ring++) {
            for (int dpl = 0; dpl < 4; dpl++) {
                Machine m = int30(ring, dpl, PRESENT_INTERRUPT);
                assertThat(m.inHandler()).isEqualTo(ring <= dpl ? 0x30 : GP);
                assertThat(m.s.cpl).isZero();
                if (ring > dpl) {
                    assertThat(m.slot(0, 4)).isEqualTo(0x30 * 8 + 2);
                    assertThat(m.slot(1, 4)).isEqualTo(Machine.CODE);
                }
            }
        }
    }

    @Test
    void anAbsentGateIsNamedInTheErrorCode() {
        Machine m = int30(3, 3, 0x0e);
        assertThat(m.inHandler()).isEqualTo(NP);
        assertThat(m.slot(0, 4)).isEqualTo(0x30 * 8 + 2);
    }

    @Test
    void aGateWithoutPrivilegeIsForbiddenBeforeItIsAbsent() {
        assertThat(int30(3, 0, 0x0e).inHandler()).isEqualTo(GP);
    }

    @Test
    void interruptGatesClearIfAndTrapGatesLeaveIt() {
        assertThat(int30(3, 3, PRESENT_INTERRUPT).s.flags.is(Rflags.IF)).isFalse();
        assertThat(int30(3, 3, PRESENT_TRAP).s.flags.is(Rflags.IF)).isTrue();
    }

    @Test
    void theInnerStackHoldsTheOuterOne() {
        Machine m = int30(3, 3, PRESENT_INTERRUPT);
        assertThat(m.s.gpr[4]).isEqualTo(Machine.INNER_STACK - 20);
        assertThat(m.s.segments[Segment.SS].selector).isEqualTo(Machine.dataSelector(0));
        assertThat(m.slot(0, 4)).isEqualTo(Machine.CODE + 2);
        assertThat(m.slot(1, 4)).isEqualTo(Machine.codeSelector(3));
        assertThat(m.slot(2, 4)).isEqualTo(0x202);
        assertThat(m.slot(3, 4)).isEqualTo(Machine.STACK);
        assertThat(m.slot(4, 4)).isEqualTo(Machine.dataSelector(3));
    }

    @Test
    void iretReturnsToWhereTheInterruptCameFrom() {
        Machine m = int30(3, 3, PRESENT_INTERRUPT).step(0xcf);
        assertThat(m.s.cpl).isEqualTo(3);
        assertThat(m.s.rip).isEqualTo(Machine.CODE + 2);
        assertThat(m.s.gpr[4]).isEqualTo(Machine.STACK);
        assertThat(m.s.flags.get()).isEqualTo(0x202);
    }

    @Test
    void segmentsOfTheInnerRingAreDroppedOnTheWayOut() {
        Machine m = int30(3, 3, PRESENT_INTERRUPT);
        m.s.segments[Segment.ES].set(Machine.dataSelector(0), 0, 0xffffffffL, 0xc093);
        m.step(0xcf);
        assertThat(m.s.segments[Segment.ES].selector).isZero();
        assertThat(m.s.segments[Segment.ES].unusable()).isTrue();
        assertThat(m.s.segments[Segment.DS].selector).isEqualTo(Machine.dataSelector(3));
    }

    @Test
    void aSameRingInterruptStaysOnItsStack() {
        Machine m = int30(0, 0, PRESENT_INTERRUPT);
        assertThat(m.s.gpr[4]).isEqualTo(Machine.STACK - 12);
    }

    @Test
    void aCallGateSwitchesTheStackAndCopiesParameters() {
        Machine m = new Machine().protectedMode(3);
        m.gate(Machine.GDT + Machine.GATE, Machine.codeSelector(1), 0x9500, 0xec, 2);
        m.bus.write(Machine.STACK, 4, 0x1111);
        m.bus.write(Machine.STACK + 4, 4, 0x2222);
        m.step(0x9a, 0, 0, 0, 0, Machine.GATE | 3, 0);
        assertThat(m.s.rip).isEqualTo(0x9500);
        assertThat(m.s.cpl).isEqualTo(1);
        assertThat(m.s.segments[Segment.CS].selector).isEqualTo(Machine.codeSelector(1));
        assertThat(m.s.gpr[4]).isEqualTo(Machine.INNER_STACK + 0x1000 - 24);
        assertThat(m.slot(0, 4)).isEqualTo(Machine.CODE + 7);
        assertThat(m.slot(2, 4)).isEqualTo(0x1111);
        assertThat(m.slot(3, 4)).isEqualTo(0x2222);
        assertThat(m.slot(4, 4)).isEqualTo(Machine.STACK);
        m.step(0xca, 8, 0);
        assertThat(m.s.cpl).isEqualTo(3);
        assertThat(m.s.rip).isEqualTo(Machine.CODE + 7);
        assertThat(m.s.gpr[4]).isEqualTo(Machine.STACK + 8);
    }

    @Test
    void aCallGateChecksItsOwnDplAgainstCplAndRpl() {
        for (int dpl = 0; dpl < 4; dpl++) {
            for (int rpl = 0; rpl < 4; rpl++) {
                Machine m = new Machine().protectedMode(2);
                m.gate(
                        Machine.GDT + Machine.GATE,
                        Machine.codeSelector(0),
                        0x9500,
                        0x8c | dpl << 5,
                        0);
                m.step(0x9a, 0, 0, 0, 0, Machine.GATE | rpl, 0);
                boolean allowed = dpl >= 2 && dpl >= rpl;
                assertThat(m.inHandler() == GP).isEqualTo(!allowed);
                if (!allowed) {
                    assertThat(m.slot(0, 4)).isEqualTo(Machine.GATE);
                }
            }
        }
    }

    @Test
    void jmpThroughAGateCannotChangeTheRing() {
        Machine m = new Machine().protectedMode(3);
        m.gate(Machine.GDT + Machine.GATE, Machine.codeSelector(0), 0x9500, 0xec, 0);
        assertThat(m.step(0xea, 0, 0, 0, 0, Machine.GATE | 3, 0).inHandler()).isEqualTo(GP);
        assertThat(m.slot(0, 4)).isEqualTo(Machine.codeSelector(0));
    }

    @Test
    void conformingCodeRunsInTheCallersRing() {
        Machine m = new Machine().protectedMode(3);
        m.descriptor(Machine.SPARE, 0, 0xffffffffL, 0xc09e);
        m.step(0x9a, 0, 0x95, 0, 0, Machine.SPARE | 3, 0);
        assertThat(m.s.rip).isEqualTo(0x9500);
        assertThat(m.s.cpl).isEqualTo(3);
        assertThat(m.s.segments[Segment.CS].selector).isEqualTo(Machine.SPARE | 3);
        assertThat(m.bus.read(Machine.GDT + Machine.SPARE + 5, 1) & 1).isEqualTo(1);
    }

    @Test
    void nonconformingCodeOfAnotherRingIsForbidden() {
        Machine m = new Machine().protectedMode(3);
        m.step(0xea, 0, 0x95, 0, 0, Machine.codeSelector(0), 0);
        assertThat(m.inHandler()).isEqualTo(GP);
        assertThat(m.slot(0, 4)).isEqualTo(Machine.codeSelector(0));
    }
}
