package dev.ringmaster.cpu.protection;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ringmaster.cpu.arch.Rflags;
import dev.ringmaster.cpu.state.Activity;

import org.junit.jupiter.api.Test;

class BoundaryTest {
    private static final int VECTOR = 0x20;

    private static Machine machine(int ring) {
        Machine m = new Machine().protectedMode(ring);
        m.interrupt(VECTOR, 0x8e);
        return m;
    }

    @Test
    void stiShadowsExactlyOneInstruction() {
        Machine m = machine(0).code(0xfb, 0x90, 0x90);
        m.pin.vector = VECTOR;
        m.run(1);
        assertThat(m.s.rip).isEqualTo(Machine.CODE + 1);
        m.run(1);
        Boundary.poll(m.cpu);
        assertThat(m.inHandler()).isEqualTo(VECTOR);
        assertThat(m.slot(0, 4)).isEqualTo(Machine.CODE + 2);
    }

    @Test
    void movSsShadowsInterruptsAndTraps() {
        Machine m = machine(0).code(0x8e, 0xd0, 0x90, 0x90);
        m.s.gpr[0] = Machine.dataSelector(0);
        m.s.flags.set(0x302);
        m.run(1);
        assertThat(m.s.rip).isEqualTo(Machine.CODE + 2);
        m.pin.vector = VECTOR;
        m.run(1);
        Boundary.poll(m.cpu);
        // the step trap comes first, the interrupt gate of #DB keeps the interrupt out
        assertThat(m.inHandler()).isEqualTo(1);
        assertThat(m.slot(0, 4)).isEqualTo(Machine.CODE + 3);
    }

    @Test
    void singleStepTrapsAfterTheInstructionThatStartedWithTf() {
        Machine m = machine(0).code(0x9d, 0x90, 0x90);
        m.bus.write(Machine.STACK, 4, 0x102);
        m.run(2);
        Boundary.poll(m.cpu);
        assertThat(m.inHandler()).isEqualTo(1);
        assertThat(m.slot(0, 4)).isEqualTo(Machine.CODE + 2);
        assertThat(m.s.dr[6]).isEqualTo(0xffff4ff0L);
        assertThat(Rflags.TF.in(m.slot(2, 4))).isTrue();
        assertThat(m.s.flags.is(Rflags.TF)).isFalse();
    }

    @Test
    void aDebugExceptionEndsTheRecordingOfBranches() {
        Machine m = machine(0).code(0x90, 0x90);
        m.s.flags.set(0x102);
        m.s.debugCtl = 1;
        m.cpu.modeChanged();
        m.run(1);
        Boundary.poll(m.cpu);
        assertThat(m.inHandler()).isEqualTo(1);
        assertThat(m.s.debugCtl).isZero();
    }

    @Test
    void otherExceptionsLeaveItOn() {
        Machine m = machine(0).code(0x0f, 0x0b);
        m.s.debugCtl = 1;
        m.run(1);
        assertThat(m.inHandler()).isEqualTo(6);
        assertThat(m.s.debugCtl).isEqualTo(1);
    }

    @Test
    void aCodeBreakpointFaultsUntilResumed() {
        Machine m = machine(0).code(0x90, 0x90, 0x90);
        m.s.dr[0] = Machine.CODE + 1;
        m.s.dr[7] = 0x402;
        m.cpu.modeChanged();
        m.run(1);
        Boundary.poll(m.cpu);
        assertThat(m.inHandler()).isEqualTo(1);
        assertThat(m.slot(0, 4)).isEqualTo(Machine.CODE + 1);
        assertThat(m.s.dr[6]).isEqualTo(0xffff0ff1L);
        m.bus.write(m.s.gpr[4] + 8, 4, 0x10002);
        m.step(0xcf);
        m.run(1);
        assertThat(m.s.rip).isEqualTo(Machine.CODE + 2);
        assertThat(m.s.flags.is(Rflags.RF)).isFalse();
    }

    @Test
    void aDataBreakpointTrapsAfterTheWrite() {
        Machine m = machine(0).code(0xa2, 0x00, 0x00, 0x05, 0x00);
        m.s.dr[1] = 0x50000;
        m.s.dr[7] = 0x408 | 1 << 20;
        m.cpu.modeChanged();
        m.s.gpr[0] = 0x77;
        m.run(1);
        Boundary.poll(m.cpu);
        assertThat(m.bus.read(0x50000, 1)).isEqualTo(0x77);
        assertThat(m.inHandler()).isEqualTo(1);
        assertThat(m.s.dr[6] & 0xf).isEqualTo(2);
        assertThat(m.slot(0, 4)).isEqualTo(Machine.CODE + 5);
    }

    @Test
    void generalDetectGuardsTheDebugRegisters() {
        Machine m = machine(0);
        m.s.dr[7] = 0x2400;
        m.step(0x0f, 0x21, 0xc0);
        assertThat(m.inHandler()).isEqualTo(1);
        assertThat(m.s.dr[6] >> 13 & 1).isEqualTo(1);
        assertThat(m.s.dr[7]).isEqualTo(0x400);
        assertThat(m.slot(0, 4)).isEqualTo(Machine.CODE);
    }

    @Test
    void nmisWaitForIret() {
        Machine m = machine(0).code(0x90);
        m.cpu.raiseNmi();
        Boundary.poll(m.cpu);
        assertThat(m.inHandler()).isEqualTo(2);
        m.cpu.raiseNmi();
        Boundary.poll(m.cpu);
        assertThat(m.s.nmiPending).isTrue();
        m.step(0xcf);
        Boundary.poll(m.cpu);
        assertThat(m.s.nmiPending).isFalse();
        assertThat(m.inHandler()).isEqualTo(2);
        assertThat(m.slot(0, 4)).isEqualTo(Machine.CODE);
    }

    @Test
    void anInterruptWakesFromHlt() {
        Machine m = machine(0);
        m.s.flags.put(Rflags.IF, true);
        m.step(0xf4);
        assertThat(m.s.activity).isEqualTo(Activity.HLT);
        m.pin.vector = VECTOR;
        Boundary.poll(m.cpu);
        assertThat(m.s.activity).isEqualTo(Activity.ACTIVE);
        assertThat(m.slot(0, 4)).isEqualTo(Machine.CODE + 1);
    }

    @Test
    void nothingIsAskedForWhenNothingIsPending() {
        Machine m = machine(0).step(0x90);
        Boundary.poll(m.cpu);
        assertThat(m.cpu.attention()).isFalse();
    }

    @Test
    void movSsItselfIsNotStepped() {
        Machine m = machine(0).code(0x8e, 0xd0, 0xf1);
        m.s.gpr[0] = Machine.dataSelector(0);
        m.s.flags.set(0x102);
        m.run(2);
        assertThat(m.inHandler()).isEqualTo(1);
        assertThat(m.slot(0, 4)).isEqualTo(Machine.CODE + 3);
        assertThat(m.s.dr[6] >> 14 & 1).isZero();
    }

    @Test
    void int1TakesAlongTheBreakpointThatMovSsHeldBack() {
        Machine m = machine(0).code(0x8e, 0x15, 0x00, 0x00, 0x05, 0x00, 0xf1);
        m.bus.write(0x50000, 2, Machine.dataSelector(0));
        m.s.dr[1] = 0x50000;
        m.s.dr[7] = 0x408 | 7 << 20;
        m.cpu.modeChanged();
        m.run(1);
        assertThat(m.inHandler()).isEqualTo(-1);
        m.run(1);
        assertThat(m.inHandler()).isEqualTo(1);
        assertThat(m.s.dr[6] & 0xf).isEqualTo(2);
        assertThat(m.s.pendingDebug).isZero();
    }
}
