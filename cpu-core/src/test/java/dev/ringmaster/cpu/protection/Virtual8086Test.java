package dev.ringmaster.cpu.protection;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ringmaster.cpu.arch.Rflags;
import dev.ringmaster.cpu.state.Segment;

import org.junit.jupiter.api.Test;

class Virtual8086Test {
    /** A virtual-8086 task at 0900:0000 that IRET of ring 0 started. */
    private static Machine virtual(int iopl) {
        Machine m = new Machine().protectedMode(0);
        long[] frame = {
            0x10, 0x900, 0x20002L | (long) iopl << 12, 0x400, 0x2000, 0x1111, 0x2222, 0x3333, 0x4444
        };
        for (int n = 0; n < frame.length; n++) {
            m.bus.write(Machine.STACK + 4L * n, 4, frame[n]);
        }
        return m.step(0xcf);
    }

    @Test
    void iretEntersWithAllSegments() {
        Machine m = virtual(3);
        assertThat(m.s.virtual8086()).isTrue();
        assertThat(m.s.cpl).isEqualTo(3);
        assertThat(m.s.rip).isEqualTo(0x10);
        assertThat(m.s.segments[Segment.CS].base).isEqualTo(0x9000);
        assertThat(m.s.segments[Segment.SS].selector).isEqualTo(0x2000);
        assertThat(m.s.segments[Segment.ES].selector).isEqualTo(0x1111);
        assertThat(m.s.segments[Segment.GS].selector).isEqualTo(0x4444);
        assertThat(m.s.gpr[4]).isEqualTo(0x400);
    }

    @Test
    void interruptsLeaveThroughRing0WithNineValues() {
        Machine m = virtual(3);
        m.interrupt(0x30, 0xee);
        m.step(0xcd, 0x30);
        assertThat(m.inHandler()).isEqualTo(0x30);
        assertThat(m.s.virtual8086()).isFalse();
        assertThat(m.s.cpl).isZero();
        assertThat(m.s.gpr[4]).isEqualTo(Machine.INNER_STACK - 36);
        assertThat(m.slot(0, 4)).isEqualTo(0x12);
        assertThat(m.slot(1, 4)).isEqualTo(0x900);
        assertThat(Rflags.VM.in(m.slot(2, 4))).isTrue();
        assertThat(m.slot(5, 4)).isEqualTo(0x1111);
        assertThat(m.slot(8, 4)).isEqualTo(0x4444);
        assertThat(m.s.segments[Segment.DS].unusable()).isTrue();
        m.step(0xcf);
        assertThat(m.s.virtual8086()).isTrue();
        assertThat(m.s.rip).isEqualTo(0x12);
    }

    @Test
    void ioplBelow3MakesFlagInstructionsFault() {
        int[][] sensitive = {{0xfa}, {0xfb}, {0x9c}, {0x9d}, {0xcf}, {0xcd, 0x30}};
        for (int[] code : sensitive) {
            for (int iopl = 0; iopl < 4; iopl++) {
                Machine m = virtual(iopl);
                m.interrupt(0x30, 0xee);
                assertThat(m.step(code).inHandler() == 13).isEqualTo(iopl < 3);
            }
        }
    }

    @Test
    void int3IsNotSensitiveToIopl() {
        Machine m = virtual(0);
        m.interrupt(3, 0xee);
        assertThat(m.step(0xcc).inHandler()).isEqualTo(3);
    }

    @Test
    void protectedModeInstructionsAreInvalid() {
        assertThat(virtual(3).step(0x0f, 0x00, 0xc0).inHandler()).isEqualTo(6);
        assertThat(virtual(3).step(0x0f, 0x02, 0xc0).inHandler()).isEqualTo(6);
    }
}
