package dev.ringmaster.cpu.meaning;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.ringmaster.cpu.arch.Fault;
import dev.ringmaster.cpu.arch.Vector;
import dev.ringmaster.cpu.instruction.Instruction;
import dev.ringmaster.cpu.isa.Decoder;
import dev.ringmaster.cpu.state.CpuState;
import dev.ringmaster.cpu.state.Segment;

import org.junit.jupiter.api.Test;

class StackMeaningsTest {
    private static final int RSP = 4;
    private static final int RBP = 5;

    private final ModelProcessor model = new ModelProcessor(4);
    private final CpuState s = model.cpu.state;

    private void run(int... bytes) {
        byte[] code = new byte[bytes.length];
        for (int n = 0; n < bytes.length; n++) {
            code[n] = (byte) bytes[n];
        }
        Instruction i = Decoder.decode(code, 4);
        model.execute(i);
    }

    private long word(long address) {
        return model.cpu.memory.read(address, 4);
    }

    @Test
    void pushOfTheStackPointerPushesItsOldValue() {
        s.gpr[RSP] = 0x2000;
        run(0x54);
        assertThat(s.gpr[RSP]).isEqualTo(0x1ffc);
        assertThat(word(0x1ffc)).isEqualTo(0x2000);
    }

    @Test
    void popIntoMemoryUsesTheStackPointerAfterwards() {
        s.gpr[RSP] = 0x2000;
        model.cpu.memory.write32(0x2000, 77);
        run(0x8f, 0x44, 0x24, 0x04); // pop [esp + 4]
        assertThat(word(0x2008)).isEqualTo(77);
        assertThat(s.gpr[RSP]).isEqualTo(0x2004);
    }

    @Test
    void popThatCannotWriteLeavesTheStackPointer() {
        s.gpr[RSP] = 0x2000;
        s.gpr[0] = 0x3000;
        s.segments[Segment.DS].set(0, 0, 0x2fff, 0x4093);
        assertThatThrownBy(() -> run(0x8f, 0x00)).isInstanceOf(Fault.class);
        assertThat(s.gpr[RSP]).isEqualTo(0x2000);
    }

    @Test
    void popaUndoesPushaButForTheStackPointer() {
        for (int n = 0; n < 8; n++) {
            s.gpr[n] = 0x1111L * (n + 1);
        }
        s.gpr[RSP] = 0x2000;
        run(0x60);
        assertThat(word(0x2000 - 20)).as("ESP as pushed").isEqualTo(0x2000);
        for (int n = 0; n < 8; n++) {
            s.gpr[n] = n == RSP ? s.gpr[n] : 0;
        }
        run(0x61);
        for (int n = 0; n < 8; n++) {
            assertThat(s.gpr[n]).isEqualTo(n == RSP ? 0x2000 : 0x1111L * (n + 1));
        }
    }

    @Test
    void enterCopiesTheOuterFramePointersAndLeaveUndoesIt() {
        s.gpr[RSP] = 0x2000;
        s.gpr[RBP] = 0x3000;
        model.cpu.memory.write32(0x2ffc, 0xaaaa);
        run(0xc8, 0x10, 0x00, 0x02); // enter 16, 2
        assertThat(s.gpr[RBP]).isEqualTo(0x1ffc);
        assertThat(word(0x1ffc)).isEqualTo(0x3000);
        assertThat(word(0x1ff8)).isEqualTo(0xaaaa);
        assertThat(word(0x1ff4)).isEqualTo(0x1ffc);
        assertThat(s.gpr[RSP]).isEqualTo(0x1ff4 - 16);
        run(0xc9);
        assertThat(s.gpr[RSP]).isEqualTo(0x2000);
        assertThat(s.gpr[RBP]).isEqualTo(0x3000);
    }

    @Test
    void returnReleasesItsArgumentsAndKeepsTheStackIfTheTargetIsBad() {
        s.gpr[RSP] = 0x2000;
        model.cpu.memory.write32(0x2000, 0x5678);
        run(0xc2, 0x08, 0x00);
        assertThat(s.rip).isEqualTo(0x5678);
        assertThat(s.gpr[RSP]).isEqualTo(0x200c);
        s.gpr[RSP] = 0x2000;
        s.segments[Segment.CS].limit = 0x5677;
        assertThatThrownBy(() -> run(0xc3)).isInstanceOf(Fault.class);
        assertThat(s.gpr[RSP]).isEqualTo(0x2000);
    }

    @Test
    void callPushesTheNextInstructionAndSixteenBitBranchesTruncate() {
        s.gpr[RSP] = 0x2000;
        run(0xe8, 0x10, 0x00, 0x00, 0x00);
        assertThat(s.rip).isEqualTo(ModelProcessor.CODE + 5 + 0x10);
        assertThat(word(0x1ffc)).isEqualTo(ModelProcessor.CODE + 5);
        run(0x66, 0xe9, 0x00, 0xef); // jmp -0x1100 from 0x1004, of 16 bits
        assertThat(s.rip).isEqualTo(0xff04);
    }

    @Test
    void boundsAreInclusive() {
        model.cpu.memory.write32(0x3000, -5);
        model.cpu.memory.write32(0x3004, 5);
        s.gpr[1] = 0x3000;
        for (long index : new long[] {-5, 0, 5}) {
            s.gpr[0] = index & 0xffffffffL;
            run(0x62, 0x01);
        }
        s.gpr[0] = 6;
        Fault fault = catchThrowableOfType(Fault.class, () -> run(0x62, 0x01));
        assertThat(fault.vector()).isEqualTo(Vector.BR);
    }

    @Test
    void bitStringsReachBeyondTheirOperandOnBothSides() {
        s.gpr[1] = 0x3000;
        s.gpr[0] = 0xffffffffL - 7; // bit -8: the last byte of the doubleword below
        run(0x0f, 0xab, 0x01); // bts [ecx], eax
        assertThat(word(0x2ffc)).isEqualTo(0x01000000);
        s.gpr[0] = 33;
        run(0x0f, 0xab, 0x01);
        assertThat(word(0x3004)).isEqualTo(2);
        assertThat(s.flags.cf()).isFalse();
        run(0x0f, 0xa3, 0x01);
        assertThat(s.flags.cf()).isTrue();
    }
}
