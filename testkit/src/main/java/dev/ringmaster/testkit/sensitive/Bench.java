package dev.ringmaster.testkit.sensitive;

import dev.ringmaster.cpu.Cpu;
import dev.ringmaster.cpu.CpuProfile;
import dev.ringmaster.cpu.bus.VirtualClock;
import dev.ringmaster.cpu.engine.Interpreter;
import dev.ringmaster.testkit.sensitive.StatePair.Start;

/**
 * A processor on which single instructions are executed, each from a state that is made anew. The
 * interpreter executes them as it does any program.
 */
final class Bench {
    private final Cpu cpu;
    private final Mode mode;
    private final StartState startState;
    private final Interpreter engine;
    private final PortRecorder ports = new PortRecorder();
    private final TrapRecorder traps = new TrapRecorder();
    private final Memory memory;
    private final int size;
    private Palette palette = Palette.NUMBERS;

    Bench(CpuProfile profile, Mode mode) {
        this.mode = mode;
        memory = new Memory(mode);
        cpu = new Cpu(profile, memory.bus(), ports, new QuietPin(), new VirtualClock());
        startState = new StartState(cpu, mode);
        engine = new Interpreter(cpu);
        size = Snapshot.named(cpu).names().length;
        cpu.enterGuest(traps);
    }

    Cpu cpu() {
        return cpu;
    }

    Mode mode() {
        return mode;
    }

    /** Puts an instruction and a palette into memory. */
    void load(Form form, Palette next) {
        palette = next;
        memory.load(form, next);
    }

    /**
     * Executes the loaded instruction from a start state.
     *
     * @throws dev.ringmaster.cpu.arch.NotModelled if the model lacks what it needs
     */
    Observation run(Start start) {
        try {
            startState.enter(start.ring(), palette);
            if (start.varied() != null) {
                start.varied().vary().accept(cpu);
            }
            cpu.memory.flush();
            cpu.modeChanged();
            long[] before = Snapshot.of(cpu, size);
            engine.run(1);
            return new Observation(
                    traps.take(), before, Snapshot.of(cpu, size), memory.changes(), ports.take());
        } finally {
            traps.take();
            ports.take();
            memory.restore();
        }
    }
}
