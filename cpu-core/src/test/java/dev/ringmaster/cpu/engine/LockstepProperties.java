package dev.ringmaster.cpu.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ringmaster.board.BoardOptions;
import dev.ringmaster.board.Machine;
import dev.ringmaster.board.MemoryBus;
import dev.ringmaster.cpu.Cpu;
import dev.ringmaster.cpu.CpuProfiles;
import dev.ringmaster.cpu.arch.NotModelled;
import dev.ringmaster.cpu.state.CpuState;
import dev.ringmaster.cpu.state.Segment;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;

import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.function.Function;

/** The block engine leaves every bit as the interpreter does, whenever one looks. */
class LockstepProperties {
    private static final int MEMORY = 1 << 20;
    private static final int IDT = 0x3e000;
    private static final int GDT = 0x3d000;
    private static final int TABLES = 0x80000;
    private static final int LIMIT = 6000;

    @Property(seed = "1", tries = 150)
    void randomProgramsIn64BitModeEndAlike(@ForAll long seed) {
        runInLockstep(seed, 8);
    }

    @Property(seed = "1", tries = 150)
    void randomProgramsIn32BitModeEndAlike(@ForAll long seed) {
        runInLockstep(seed, 4);
    }

    private static void runInLockstep(long seed, int codeSize) {
        Machine reference = machine(seed, codeSize, Interpreter::new);
        Machine blocks = machine(seed, codeSize, BlockEngine::new);
        SplittableRandom random = new SplittableRandom(seed);
        for (int done = 0; done < LIMIT; ) {
            int slice = 1 + random.nextInt(random.nextBoolean() ? 20 : 500);
            String expected = run(reference, slice);
            String actual = run(blocks, slice);
            assertThat(actual).isEqualTo(expected);
            assertThat(words(blocks))
                    .as("seed %d after %d", seed, done)
                    .isEqualTo(words(reference));
            if (!expected.equals(RunEnd.LIMIT.name())) {
                break;
            }
            done += slice;
        }
        assertThat(Arrays.mismatch(blocks.board().memory().ram(), reference.board().memory().ram()))
                .as("memory of seed %d", seed)
                .isEqualTo(-1);
    }

    /** Programs that overwrite themselves also meet instructions that are not modelled. */
    private static String run(Machine machine, int slice) {
        try {
            return machine.engine().run(slice).name();
        } catch (NotModelled e) {
            return e.getMessage();
        }
    }

    private static List<Object> words(Machine machine) {
        CpuState s = machine.cpu().state;
        return List.of(
                machine.engine().retired(),
                machine.board().clock().now(),
                Arrays.toString(s.gpr),
                s.rip,
                s.flags.get(),
                s.cr2,
                Arrays.toString(s.xmm),
                s.activity,
                s.mxcsr);
    }

    private static Machine machine(long seed, int codeSize, Function<Cpu, Engine> engine) {
        Machine machine =
                Machine.build(
                        CpuProfiles.byName("intel-icelake").orElseThrow(),
                        BoardOptions.minimal(MEMORY),
                        b -> {},
                        List.of(),
                        engine);
        RandomProgram program = new RandomProgram(seed, codeSize);
        MemoryBus memory = machine.board().memory();
        memory.load(RandomProgram.CODE, program.assemble());
        fill(memory, seed);
        writeTables(memory, codeSize, program.handler());
        enter(machine, codeSize);
        return machine;
    }

    private static void fill(MemoryBus memory, long seed) {
        byte[] noise = new byte[RandomProgram.DATA_SIZE];
        new SplittableRandom(seed).nextBytes(noise);
        memory.load(RandomProgram.DATA, noise);
    }

    private static void writeTables(MemoryBus memory, int codeSize, long handler) {
        memory.write(GDT + 8, 8, codeSize == 8 ? 0x00af9b000000ffffL : 0x00cf9b000000ffffL);
        memory.write(GDT + 16, 8, 0x00cf93000000ffffL);
        for (int v = 0; v < 32; v++) {
            long gate = handler & 0xffff | 8L << 16 | 0x8e00L << 32 | handler >>> 16 << 48;
            memory.write(IDT + v * (codeSize == 8 ? 16 : 8), 8, gate);
        }
        memory.write(TABLES, 8, TABLES + 0x1000 | 7);
        memory.write(TABLES + 0x1000, 8, TABLES + 0x2000 | 7);
        memory.write(TABLES + 0x2000, 8, TABLES + 0x3000 | 7);
        // The tables are not mapped: which stale translations a processor still uses is not
        // architectural.
        for (int page = 0; page < TABLES >> 12; page++) {
            memory.write(TABLES + 0x3000 + 8 * page, 8, (long) page << 12 | 7);
        }
    }

    private static void enter(Machine machine, int codeSize) {
        CpuState s = machine.cpu().state;
        boolean wide = codeSize == 8;
        s.cr0 = wide ? 0x80010033L : 0x33;
        s.cr3 = TABLES;
        s.cr4 = wide ? 0x620 : 0x600;
        s.efer = wide ? 0xd00 : 0;
        for (Segment segment : s.segments) {
            segment.set(16, 0, 0xffffffffL, 0xc093);
        }
        s.segments[Segment.CS].set(8, 0, 0xffffffffL, wide ? 0xa09b : 0xc09b);
        s.gdtr.base = GDT;
        s.gdtr.limit = 23;
        s.idtr.base = IDT;
        s.idtr.limit = 32 * 16 - 1;
        s.gpr[4] = RandomProgram.STACK;
        s.rip = RandomProgram.CODE;
        machine.cpu().memory.flush();
        machine.cpu().modeChanged();
    }
}
