package dev.ringmaster.testkit.sensitive;

import dev.ringmaster.board.MemoryBus;
import dev.ringmaster.cpu.Cpu;
import dev.ringmaster.cpu.CpuProfile;
import dev.ringmaster.cpu.bus.VirtualClock;
import dev.ringmaster.cpu.engine.Interpreter;
import dev.ringmaster.testkit.sensitive.StatePair.Start;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

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
    private final MemoryBus memory = new MemoryBus(Layout.MEMORY);
    private final byte[] image;
    private final byte[] pristine;
    private final int size;
    private Palette palette = Palette.NUMBERS;

    Bench(CpuProfile profile, Mode mode) {
        this.mode = mode;
        cpu = new Cpu(profile, memory, ports, new QuietPin(), new VirtualClock());
        startState = new StartState(cpu, mode);
        engine = new Interpreter(cpu);
        image = SystemImage.of(mode);
        pristine = image.clone();
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
        System.arraycopy(image, 0, pristine, 0, image.length);
        byte[] code = next.bytes(form);
        System.arraycopy(code, 0, pristine, Layout.CODE, code.length);
        next.slots(pristine, Layout.STACK, form.instruction());
        next.slots(pristine, Layout.DATA, form.instruction());
        for (int n = 1; n < 4; n++) {
            next.slots(pristine, Layout.DATA + 0x40 * n, form.instruction());
        }
        System.arraycopy(pristine, 0, memory.ram(), 0, pristine.length);
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
                    traps.take(), before, Snapshot.of(cpu, size), changes(), ports.take());
        } finally {
            traps.take();
            ports.take();
            System.arraycopy(pristine, 0, memory.ram(), 0, pristine.length);
        }
    }

    /** The bytes of the guest's memory that differ from what was loaded. */
    private List<Long> changes() {
        byte[] ram = memory.ram();
        int end = pristine.length;
        int at = Layout.USER;
        List<Long> changes = List.of();
        while (at < end) {
            int step = Arrays.mismatch(ram, at, end, pristine, at, end);
            if (step < 0) {
                return changes;
            }
            at += step;
            changes = changes.isEmpty() ? new ArrayList<>() : changes;
            changes.add((long) at << 8 | ram[at] & 0xff);
            at++;
        }
        return changes;
    }
}
