package dev.ringmaster.guest.kernel;

import dev.ringmaster.board.BoardOptions;
import dev.ringmaster.board.Machine;
import dev.ringmaster.board.MemoryBus;
import dev.ringmaster.cpu.Cpu;
import dev.ringmaster.cpu.CpuProfile;
import dev.ringmaster.cpu.engine.Engine;
import dev.ringmaster.cpu.engine.RunEnd;
import dev.ringmaster.cpu.state.CpuState;
import dev.ringmaster.cpu.state.Segment;
import dev.ringmaster.guest.load.GuestMemory;
import dev.ringmaster.guest.load.UnusableImage;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/** A bare machine with a guest loaded, and what it has printed. */
final class BareMachine {
    private static final int MEMORY = 4 << 20;

    final Machine machine;
    private final StringBuilder text = new StringBuilder();

    BareMachine(BuiltInGuest guest, CpuProfile profile, Function<Cpu, Engine> engine)
            throws UnusableImage {
        machine =
                Machine.build(
                        profile,
                        BoardOptions.minimal(MEMORY),
                        value -> text.append((char) value),
                        List.of(),
                        engine);
        MemoryBus bus = machine.board().memory();
        GuestMemory memory =
                new GuestMemory() {
                    @Override
                    public long size() {
                        return MEMORY;
                    }

                    @Override
                    public void write(long physical, byte[] bytes, int from, int length) {
                        bus.load(physical, bytes, from, length);
                    }
                };
        machine.cpu().state.set(guest.format().load(guest.image(), guest.bootOptions(), memory));
        machine.cpu().modeChanged();
    }

    RunEnd run(long limit) {
        return machine.engine().run(limit);
    }

    String text() {
        return text.toString();
    }

    byte[] memory() {
        return machine.board().memory().copy(0, MEMORY);
    }

    /** The registers that a program sees, and the time, by name. */
    Map<String, Object> snapshot() {
        CpuState s = machine.cpu().state;
        Map<String, Object> values = new LinkedHashMap<>();
        values.put("general", Arrays.stream(s.gpr).boxed().toList());
        values.put("rip", s.rip);
        values.put("flags", s.flags.get());
        values.put("segments", Arrays.stream(s.segments).map(BareMachine::segment).toList());
        values.put("tr", segment(s.tr));
        values.put("control", List.of(s.cr0, s.cr2, s.cr3, s.cr4, s.efer));
        values.put("cpl", s.cpl);
        values.put("activity", s.activity);
        values.put("retired", machine.engine().retired());
        values.put("time", machine.board().clock().now());
        return values;
    }

    private static List<Long> segment(Segment s) {
        return List.of((long) s.selector, s.base, s.limit, (long) s.access);
    }
}
