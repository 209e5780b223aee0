package dev.ringmaster.cpu.protection;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ringmaster.cpu.arch.Rflags;

import org.junit.jupiter.api.Test;

class IoPrivilegeTest {
    private static final int GP = 13;
    private static final int[] CLI = {0xfa};
    private static final int[] STI = {0xfb};
    private static final int[] OUT = {0xe6, 0x42};
    private static final int[] POPF = {0x9d};

    private static Machine machine(int ring, int iopl) {
        Machine m = new Machine().protectedMode(ring);
        m.s.flags.set(2 | iopl << 12);
        return m;
    }

    private static int outcome(int ring, int iopl, int... code) {
        return machine(ring, iopl).step(code).inHandler();
    }

    @Test
    void cliStiAndOutNeedIoplAtLeastCpl() {
        for (int ring = 0; ring < 4; ring++) {
            for (int iopl = 0; iopl < 4; iopl++) {
                int expected = ring <= iopl ? -1 : GP;
                assertThat(outcome(ring, iopl, CLI)).isEqualTo(expected);
                assertThat(outcome(ring, iopl, STI)).isEqualTo(expected);
                assertThat(outcome(ring, iopl, OUT)).isEqualTo(expected);
            }
        }
    }

    @Test
    void popfDropsWhatTheRingMayNotChange() {
        for (int ring = 0; ring < 4; ring++) {
            for (int iopl = 0; iopl < 4; iopl++) {
                Machine m = machine(ring, iopl);
                m.bus.write(Machine.STACK, 4, 0x3202 ^ iopl << 12);
                m.step(POPF);
                assertThat(m.inHandler()).isEqualTo(-1);
                assertThat(m.s.flags.is(Rflags.IF)).isEqualTo(ring <= iopl);
                assertThat(m.s.flags.iopl()).isEqualTo(ring == 0 ? 3 ^ iopl : iopl);
            }
        }
    }

    @Test
    void theBitMapAllowsPortsOneByOne() {
        Machine m = machine(3, 0);
        m.s.tr.limit = 0x100;
        m.bus.write(Machine.TSS + 0x66, 2, 0x68);
        m.bus.write(Machine.TSS + 0x68 + 8, 1, ~(1 << 2) & 0xff);
        assertThat(m.step(OUT).inHandler()).isEqualTo(-1);
        assertThat(m.lastOut).isEqualTo(0x42);
        m.s.rip = Machine.CODE;
        assertThat(m.step(0xe6, 0x43).inHandler()).isEqualTo(GP);
    }

    @Test
    void aWordNeedsBothBits() {
        Machine m = machine(3, 0);
        m.s.tr.limit = 0x100;
        m.bus.write(Machine.TSS + 0x66, 2, 0x68);
        m.bus.write(Machine.TSS + 0x68, 1, 0x7f);
        m.bus.write(Machine.TSS + 0x69, 1, 0x01);
        assertThat(m.step(0x66, 0xe7, 0x07).inHandler()).isEqualTo(GP);
        m.protectedMode(3).s.tr.limit = 0x100;
        m.bus.write(Machine.TSS + 0x69, 1, 0x00);
        assertThat(m.step(0x66, 0xe7, 0x07).inHandler()).isEqualTo(-1);
    }

    @Test
    void portsBeyondTheTssAreForbidden() {
        Machine m = machine(3, 0);
        m.bus.write(Machine.TSS + 0x66, 2, 0x67);
        assertThat(m.step(OUT).inHandler()).isEqualTo(GP);
    }
}
