package dev.ringmaster.cpu.meaning;

import dev.ringmaster.board.MemoryBus;
import dev.ringmaster.board.PortBus;
import dev.ringmaster.cpu.Cpu;
import dev.ringmaster.cpu.CpuProfile;
import dev.ringmaster.cpu.CpuidResult;
import dev.ringmaster.cpu.Vendor;
import dev.ringmaster.cpu.arch.Fault;
import dev.ringmaster.cpu.bus.InterruptController;
import dev.ringmaster.cpu.bus.VirtualClock;
import dev.ringmaster.cpu.instruction.Instruction;
import dev.ringmaster.cpu.state.Segment;

import java.util.Map;

/**
 * The model's processor with every feature, without an engine: one meaning at a time, in 64-bit or
 * 32-bit code.
 */
final class ModelProcessor {
    static final long CODE = 0x1000;

    private static final CpuidResult ALL = new CpuidResult(-1, -1, -1, -1);

    final Cpu cpu;

    ModelProcessor(int codeSize) {
        CpuProfile profile =
                new CpuProfile(
                        "all",
                        Vendor.INTEL,
                        Map.of(1L, ALL, 7L << 32, ALL, 1L << 32, ALL, 0x80000001L << 32, ALL),
                        40,
                        Map.of());
        cpu =
                new Cpu(
                        profile,
                        new MemoryBus(4 << 20),
                        new PortBus(),
                        new NoInterrupts(),
                        new VirtualClock());
        for (Segment s : cpu.state.segments) {
            s.set(0, 0, 0xffffffffL, 0xc093);
        }
        int size = codeSize == 8 ? Segment.L : Segment.DB;
        cpu.state.segments[Segment.CS].set(8, 0, 0xffffffffL, 0x809b | size);
        cpu.state.cr0 = 0x33;
        cpu.state.cr4 = 0x600;
        cpu.state.efer = codeSize == 8 ? 0x500 : 0;
        cpu.modeChanged();
    }

    private static final class NoInterrupts implements InterruptController {
        @Override
        public boolean pending() {
            return false;
        }

        @Override
        public int acknowledge() {
            return 0;
        }

        @Override
        public int taskPriorityClass() {
            return 0;
        }

        @Override
        public void setTaskPriorityClass(int priorityClass) {
            throw new AssertionError("nobody writes CR8 here");
        }
    }

    /** Executes the instruction as if it stood at {@link #CODE}. */
    void execute(Instruction i) {
        cpu.state.rip = CODE + i.length();
        Meanings.of(i.mnemonic()).execute(cpu, i);
    }

    /** The state after the instruction. */
    NativeProcessor.State execute(Instruction i, NativeProcessor.State before) {
        load(before);
        NativeProcessor.State after = new NativeProcessor.State();
        try {
            execute(i);
        } catch (Fault fault) {
            after.signal = NativeProcessor.signal(fault);
        }
        store(after);
        return after;
    }

    private void load(NativeProcessor.State s) {
        System.arraycopy(s.gpr, 0, cpu.state.gpr, 0, 16);
        System.arraycopy(s.xmm, 0, cpu.state.xmm, 0, 32);
        System.arraycopy(s.mmx, 0, cpu.state.mmx, 0, 8);
        System.arraycopy(s.data, 0, cpu.physical.ram(), (int) NativeProcessor.DATA, s.data.length);
        cpu.state.flags.set(s.flags);
        cpu.state.mxcsr = s.mxcsr;
    }

    private void store(NativeProcessor.State s) {
        System.arraycopy(cpu.state.gpr, 0, s.gpr, 0, 16);
        System.arraycopy(cpu.state.xmm, 0, s.xmm, 0, 32);
        System.arraycopy(cpu.state.mmx, 0, s.mmx, 0, 8);
        System.arraycopy(cpu.physical.ram(), (int) NativeProcessor.DATA, s.data, 0, s.data.length);
        s.flags = cpu.state.flags.get();
        s.mxcsr = cpu.state.mxcsr;
    }
}
