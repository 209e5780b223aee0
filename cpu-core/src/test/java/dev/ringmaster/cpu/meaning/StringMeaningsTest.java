package dev.ringmaster.cpu.meaning;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ringmaster.cpu.arch.Fault;
import dev.ringmaster.cpu.arch.Rflags;
import dev.ringmaster.cpu.instruction.Instruction;
import dev.ringmaster.cpu.isa.Decoder;
import dev.ringmaster.cpu.state.CpuState;
import dev.ringmaster.cpu.state.Segment;

import org.junit.jupiter.api.Test;

import java.nio.charset.StandardCharsets;

class StringMeaningsTest {
    private static final int RAX = 0;
    private static final int RCX = 1;
    private static final int RSI = 6;
    private static final int RDI = 7;

    private final ModelProcessor model = new ModelProcessor(4);
    private final CpuState s = model.cpu.state;
    private final byte[] ram = model.cpu.physical.ram();

    private static Instruction decode(int... bytes) {
        byte[] code = new byte[bytes.length];
        for (int n = 0; n < bytes.length; n++) {
            code[n] = (byte) bytes[n];
        }
        return Decoder.decode(code, 4);
    }

    private void place(int address, String text) {
        byte[] bytes = text.getBytes(StandardCharsets.US_ASCII);
        System.arraycopy(bytes, 0, ram, address, bytes.length);
    }

    private String at(int address, int length) {
        return new String(ram, address, length, StandardCharsets.US_ASCII);
    }

    /** Executes until RIP leaves the instruction; the number of calls. */
    private int runToEnd(Instruction i) {
        int calls = 0;
        do {
            model.execute(i);
            calls++;
        } while (s.rip == ModelProcessor.CODE);
        assertThat(s.rip).isEqualTo(ModelProcessor.CODE + i.length());
        return calls;
    }

    private void registers(long count, long source, long target) {
        s.gpr[RCX] = count;
        s.gpr[RSI] = source;
        s.gpr[RDI] = target;
    }

    @Test
    void oneCallIsOneIteration() {
        place(0x2000, "ring zero");
        registers(9, 0x2000, 0x3000);
        Instruction i = decode(0xf3, 0xa4);
        model.execute(i);
        assertThat(s.rip).isEqualTo(ModelProcessor.CODE);
        assertThat(s.gpr[RCX]).isEqualTo(8);
        assertThat(runToEnd(i)).isEqualTo(8);
        assertThat(at(0x3000, 9)).isEqualTo("ring zero");
        assertThat(s.gpr[RSI]).isEqualTo(0x2009);
        assertThat(s.gpr[RDI]).isEqualTo(0x3009);
    }

    @Test
    void aCountOfZeroDoesNothing() {
        registers(0, 0x2000, 0xffffffffL);
        assertThat(runToEnd(decode(0xf3, 0xab))).isEqualTo(1);
        assertThat(s.gpr[RDI]).isEqualTo(0xffffffffL);
    }

    @Test
    void overlappingCopiesRepeatWhatWasWritten() {
        place(0x2000, "ab");
        registers(8, 0x2000, 0x2002);
        runToEnd(decode(0xf3, 0xa4));
        assertThat(at(0x2000, 10)).isEqualTo("ababababab");
    }

    @Test
    void downwardsAddressesDecrease() {
        place(0x2000, "abcd");
        registers(2, 0x2002, 0x3002);
        s.flags.put(Rflags.DF, true);
        runToEnd(decode(0xf3, 0x66, 0xa5));
        assertThat(at(0x3000, 4)).isEqualTo("abcd");
        assertThat(s.gpr[RSI]).isEqualTo(0x1ffe);
    }

    @Test
    void aFaultLeavesTheIterationsBeforeItAndNothingOfItself() {
        place(0x2000, "abcdefgh");
        s.segments[Segment.ES].set(0, 0, 0x3003, 0x4093);
        registers(8, 0x2000, 0x3000);
        Instruction i = decode(0xf3, 0xa4);
        for (int n = 0; n < 4; n++) {
            model.execute(i);
        }
        assertThatThrownBy(() -> model.execute(i)).isInstanceOf(Fault.class);
        assertThat(s.gpr[RCX]).isEqualTo(4);
        assertThat(s.gpr[RDI]).isEqualTo(0x3004);
        s.segments[Segment.ES].set(0, 0, 0xffffffffL, 0xc093);
        runToEnd(i);
        assertThat(at(0x3000, 8)).isEqualTo("abcdefgh");
    }

    @Test
    void scanningStopsBehindTheElementFound() {
        place(0x3000, "hypervisor");
        registers(100, 0, 0x3000);
        s.gpr[RAX] = 'v';
        runToEnd(decode(0xf2, 0xae));
        assertThat(s.gpr[RDI]).isEqualTo(0x3006);
        assertThat(s.gpr[RCX]).isEqualTo(94);
        assertThat(s.flags.zf()).isTrue();
    }

    @Test
    void comparingStopsBehindTheFirstDifference() {
        place(0x2000, "guest");
        place(0x3000, "guess");
        registers(5, 0x2000, 0x3000);
        runToEnd(decode(0xf3, 0xa6));
        assertThat(s.gpr[RCX]).isZero();
        assertThat(s.flags.zf()).isFalse();
        assertThat(s.flags.condition(7)).as("above").isTrue();
    }

    @Test
    void sixteenBitAddressesLeaveTheUpperHalfAlone() {
        registers(0xabcd0001L, 0, 0x7777ffffL);
        s.gpr[RAX] = 'x';
        runToEnd(decode(0x67, 0xf3, 0xaa));
        assertThat(ram[0xffff]).isEqualTo((byte) 'x');
        assertThat(s.gpr[RDI]).isEqualTo(0x77770000L);
        assertThat(s.gpr[RCX]).isEqualTo(0xabcd0000L);
    }
}
