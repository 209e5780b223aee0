package dev.ringmaster.hypervisor.emulation;

import dev.ringmaster.board.Board;
import dev.ringmaster.cpu.Cpu;
import dev.ringmaster.cpu.CpuProfile;
import dev.ringmaster.cpu.arch.Event;
import dev.ringmaster.cpu.bus.InterruptController;
import dev.ringmaster.cpu.bus.VirtualClock;
import dev.ringmaster.cpu.engine.Interpreter;
import dev.ringmaster.cpu.protection.EventDelivery;
import dev.ringmaster.cpu.state.CpuState;

/** The processor that executes one instruction of a guest at a time, on the guest's board. */
public final class Emulator {
    private final Cpu cpu;
    private final Interpreter interpreter;

    /**
     * An emulator for a guest that is shown {@code profile} and owns {@code board}.
     *
     * @param clock the host's time, which the guest shares
     */
    public Emulator(CpuProfile profile, Board board, VirtualClock clock) {
        cpu = new Cpu(profile, board.memory(), board.ports(), new Deaf(board.interrupts()), clock);
        board.connect(cpu);
        interpreter = new Interpreter(cpu);
    }

    /** The registers, to be filled before {@link #step} and read after it. */
    public CpuState state() {
        return cpu.state;
    }

    /** The processor itself: its model-specific registers are the guest's. */
    public Cpu cpu() {
        return cpu;
    }

    /**
     * Executes the instruction at CS:RIP; a fault is delivered to the guest's handler, and so is a
     * single-step trap. An interrupt shadow ends.
     */
    public void step() {
        cpu.memory.flush();
        cpu.modeChanged();
        cpu.requestAttention();
        interpreter.run(1);
    }

    /** Delivers an event that no instruction asked for. */
    public void deliver(Event event) {
        cpu.memory.flush();
        cpu.modeChanged();
        cpu.state.blockedByNmi |= event.type() == Event.Type.NMI;
        EventDelivery.deliver(cpu, event);
    }

    /**
     * The guest's interrupt controller with nothing ever pending: interrupts are injected, not
     * emulated.
     */
    private record Deaf(InterruptController chip) implements InterruptController {
        @Override
        public boolean pending() {
            return false;
        }

        @Override
        public int acknowledge() {
            throw new AssertionError("no interrupt is pending");
        }

        @Override
        public int taskPriorityClass() {
            return chip.taskPriorityClass();
        }

        @Override
        public void setTaskPriorityClass(int priorityClass) {
            chip.setTaskPriorityClass(priorityClass);
        }
    }
}
