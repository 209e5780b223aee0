package dev.ringmaster.cpu.protection;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ringmaster.cpu.arch.Event;
import dev.ringmaster.cpu.arch.Fault;
import dev.ringmaster.cpu.arch.Rflags;
import dev.ringmaster.cpu.arch.Vector;
import dev.ringmaster.cpu.state.Activity;
import dev.ringmaster.cpu.state.Segment;

import org.junit.jupiter.api.Test;

import java.util.Set;

class DeliveryTest {
    private static final Set<Vector> CONTRIBUTORY =
            Set.of(Vector.DE, Vector.TS, Vector.NP, Vector.SS, Vector.GP, Vector.CP);
    private static final Set<Vector> PAGE = Set.of(Vector.PF, Vector.VE);

    private static Event event(Vector vector) {
        return Event.of(Fault.of(vector, 0));
    }

    @Test
    void twoFaultsCombineAsTheTableSays() {
        for (Vector first : Vector.values()) {
            for (Vector second : Vector.values()) {
                boolean harmful = CONTRIBUTORY.contains(second) || PAGE.contains(second);
                DoubleFaults.Outcome expected = DoubleFaults.Outcome.SERIAL;
                if (first == Vector.DF && harmful) {
                    expected = DoubleFaults.Outcome.TRIPLE_FAULT;
                } else if (CONTRIBUTORY.contains(first) && CONTRIBUTORY.contains(second)
                        || PAGE.contains(first) && harmful) {
                    expected = DoubleFaults.Outcome.DOUBLE_FAULT;
                }
                assertThat(DoubleFaults.combine(event(first), event(second)))
                        .as("%s then %s", first, second)
                        .isEqualTo(expected);
            }
        }
    }

    @Test
    void interruptsNeverCombine() {
        assertThat(DoubleFaults.combine(Event.external(13), event(Vector.GP)))
                .isEqualTo(DoubleFaults.Outcome.SERIAL);
    }

    @Test
    void aFaultInTheDeliveryOfAContributoryFaultIsADoubleFault() {
        Machine m = new Machine().protectedMode(0);
        m.interrupt(13, 0x0e);
        m.s.gpr[0] = 0x7ff8;
        m.step(0x8e, 0xd8);
        assertThat(m.inHandler()).isEqualTo(8);
        assertThat(m.slot(0, 4)).isZero();
        assertThat(m.slot(1, 4)).isEqualTo(Machine.CODE);
    }

    @Test
    void aFaultInTheDeliveryOfADoubleFaultShutsDown() {
        Machine m = new Machine().protectedMode(0);
        m.interrupt(13, 0x0e);
        m.interrupt(8, 0x0e);
        m.s.gpr[0] = 0x7ff8;
        m.step(0x8e, 0xd8);
        assertThat(m.s.activity).isEqualTo(Activity.SHUTDOWN);
        assertThat(m.s.delivering).isNull();
    }

    @Test
    void anExternalInterruptSetsTheExternalBit() {
        Machine m = new Machine().protectedMode(0);
        m.interrupt(0x20, 0x0e);
        m.s.flags.put(Rflags.IF, true);
        m.pin.vector = 0x20;
        m.cpu.requestAttention();
        Boundary.poll(m.cpu);
        assertThat(m.inHandler()).isEqualTo(11);
        assertThat(m.slot(0, 4)).isEqualTo(0x20 * 8 + 3);
    }

    @Test
    void faultsSaveTheResumeFlagAndTrapsDoNot() {
        Machine m = new Machine().protectedMode(0).step(0x0f, 0x0b);
        assertThat(m.inHandler()).isEqualTo(6);
        assertThat(Rflags.RF.in(m.slot(2, 4))).isTrue();
        m = new Machine().protectedMode(0).step(0xcc);
        assertThat(m.inHandler()).isEqualTo(3);
        assertThat(Rflags.RF.in(m.slot(2, 4))).isFalse();
    }

    @Test
    void int3IsCheckedAgainstTheGateAndInt1IsNot() {
        assertThat(new Machine().protectedMode(3).step(0xcc).inHandler()).isEqualTo(13);
        assertThat(new Machine().protectedMode(3).step(0xf1).inHandler()).isEqualTo(1);
    }

    @Test
    void anInvalidInnerStackIsReportedWithTheNewSelector() {
        Machine m = new Machine().protectedMode(3);
        m.bus.write(Machine.TSS + 8, 4, Machine.dataSelector(3));
        m.gate(Machine.IDT + 10 * 8, Machine.codeSelector(0), Machine.handler(10), 0x8e, 0);
        m.step(0x0f, 0x0b);
        // #TS cannot be delivered either: the same stack is invalid for it, and so for #DF
        assertThat(m.s.activity).isEqualTo(Activity.SHUTDOWN);
    }

    @Test
    void realModeUsesFarPointersAndPushesThreeWords() {
        Machine m = new Machine().realMode();
        m.bus.write(0x21 * 4, 4, 0x0900_0010);
        m.s.flags.put(Rflags.IF, true);
        m.step(0xcd, 0x21);
        assertThat(m.s.segments[Segment.CS].selector).isEqualTo(0x900);
        assertThat(m.s.rip).isEqualTo(0x10);
        assertThat(m.s.flags.is(Rflags.IF)).isFalse();
        assertThat(m.s.gpr[4]).isEqualTo(0x7000 - 6);
        assertThat(m.slot(0, 2)).isEqualTo(Machine.CODE + 2);
        assertThat(m.slot(1, 2)).isZero();
        assertThat(m.slot(2, 2)).isEqualTo(0x202);
        m.step(0xcf);
        assertThat(m.s.rip).isEqualTo(Machine.CODE + 2);
        assertThat(m.s.flags.is(Rflags.IF)).isTrue();
    }

    @Test
    void realModeBeyondTheTableIsFatalOnlyIfGpAndDfAreBeyondToo() {
        Machine m = new Machine().realMode();
        m.s.idtr.limit = 14 * 4 - 1;
        m.bus.write(13 * 4, 4, 0x0900_0010);
        assertThat(m.step(0xcd, 0x21).s.rip).isEqualTo(0x10);
        assertThat(m.slot(0, 2)).isEqualTo(Machine.CODE);
        m = new Machine().realMode();
        m.s.idtr.limit = 3;
        assertThat(m.step(0xcd, 0x21).s.activity).isEqualTo(Activity.SHUTDOWN);
    }
}
