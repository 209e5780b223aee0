package dev.ringmaster.cpu.protection;

import dev.ringmaster.cpu.Cpu;
import dev.ringmaster.cpu.arch.Fault;
import dev.ringmaster.cpu.state.Bits;
import dev.ringmaster.cpu.state.CpuState;
import dev.ringmaster.cpu.state.Segment;

/** Moves the instruction pointer within the code segment. @sdm Vol. 2A, JMP */
public final class ControlTransfer {
    private ControlTransfer() {}

    /**
     * Continues at {@code newRip}, truncated to {@code operandSize} bytes (2, 4 or 8).
     *
     * @throws Fault #GP(0) if that is beyond the limit of CS or, in 64-bit mode, not canonical; RIP
     *     is unchanged then
     */
    public static void near(Cpu cpu, long newRip, int operandSize) {
        cpu.state.rip = checked(cpu, newRip, operandSize);
    }

    /** What {@link #near} would set RIP to. */
    static long checked(Cpu cpu, long newRip, int operandSize) {
        CpuState s = cpu.state;
        long target = Bits.zeroExtend(newRip, operandSize);
        Segment cs = s.segments[Segment.CS];
        boolean valid = s.mode64() ? Bits.canonical(target) : target <= cs.limit;
        if (!valid) {
            throw Fault.gp(0);
        }
        return target;
    }
}
