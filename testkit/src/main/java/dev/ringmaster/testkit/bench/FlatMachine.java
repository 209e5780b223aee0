package dev.ringmaster.testkit.bench;

import dev.ringmaster.board.BoardOptions;
import dev.ringmaster.board.Machine;
import dev.ringmaster.cpu.Cpu;
import dev.ringmaster.cpu.CpuProfile;
import dev.ringmaster.cpu.engine.Engine;
import dev.ringmaster.cpu.state.Activity;
import dev.ringmaster.cpu.state.CpuState;
import dev.ringmaster.cpu.state.Segment;

import java.util.List;
import java.util.function.Function;

/**
 * A machine in 64-bit mode, ring 0, with the first 16 MiB mapped to themselves by 4-KByte pages:
 * where a workload runs.
 */
final class FlatMachine {
    private static final int MEMORY = 16 << 20;
    private static final long TABLES = 0x800000;
    private static final long STACK = 0x700000;
    private static final long HALT = 0x8000;
    private static final long DATA_BYTES = 0x20000;

    private final Machine machine;

    FlatMachine(CpuProfile profile, Function<Cpu, Engine> engine) {
        machine = Machine.build(profile, BoardOptions.minimal(MEMORY), b -> {}, List.of(), engine);
        mapMemory();
        enterLongMode();
    }

    private void mapMemory() {
        var memory = machine.board().memory();
        memory.write(TABLES, 8, TABLES + 0x1000 | 7);
        memory.write(TABLES + 0x1000, 8, TABLES + 0x2000 | 7);
        for (int i = 0; i < MEMORY >> 21; i++) {
            long table = TABLES + 0x3000 + 0x1000L * i;
            memory.write(TABLES + 0x2000 + 8L * i, 8, table | 7);
            for (int j = 0; j < 512; j++) {
                memory.write(table + 8L * j, 8, (long) i << 21 | (long) j << 12 | 7);
            }
        }
    }

    private void enterLongMode() {
        CpuState s = machine.cpu().state;
        s.cr0 = 0x80010033L;
        s.cr3 = TABLES;
        s.cr4 = 0x620;
        s.efer = 0xd00;
        for (Segment segment : s.segments) {
            segment.set(0x10, 0, 0xffffffffL, 0xc093);
        }
        s.segments[Segment.CS].set(8, 0, 0xffffffffL, 0xa09b);
        machine.cpu().memory.flush();
        machine.cpu().modeChanged();
    }

    /** Runs {@code workload} with {@code repetitions}; returns the number of instructions. */
    long run(Workload workload, long repetitions) {
        var memory = machine.board().memory();
        byte[] program = workload.program();
        for (int i = 0; i < program.length; i++) {
            memory.write(Workload.CODE + i, 1, program[i] & 0xff);
        }
        memory.write(HALT, 1, 0xf4);
        CpuState s = machine.cpu().state;
        s.activity = Activity.ACTIVE;
        s.gpr[4] = STACK - 8;
        memory.write(STACK - 8, 8, HALT);
        s.gpr[7] = repetitions;
        s.rip = Workload.CODE;
        long before = machine.engine().retired();
        machine.engine().run(Long.MAX_VALUE / 2);
        return machine.engine().retired() - before;
    }

    /** A digest of the registers, the flags and the data that the workload leaves. */
    long digest() {
        CpuState s = machine.cpu().state;
        long digest = 31 * s.rip + s.flags.get();
        for (long register : s.gpr) {
            digest = mixed(digest, register);
        }
        for (long at = 0; at < DATA_BYTES; at += 8) {
            digest = mixed(digest, machine.board().memory().read(Workload.DATA + at, 8));
        }
        return digest;
    }

    private static long mixed(long digest, long value) {
        return Long.rotateLeft((digest ^ value) * 0x9e3779b97f4a7c15L, 29);
    }
}
