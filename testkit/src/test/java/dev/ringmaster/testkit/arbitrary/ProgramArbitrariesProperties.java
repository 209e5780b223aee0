package dev.ringmaster.testkit.arbitrary;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.ringmaster.board.BoardOptions;
import dev.ringmaster.board.Machine;
import dev.ringmaster.cpu.Cpu;
import dev.ringmaster.cpu.CpuProfiles;
import dev.ringmaster.cpu.engine.BlockEngine;
import dev.ringmaster.cpu.engine.Engine;
import dev.ringmaster.cpu.engine.Interpreter;
import dev.ringmaster.cpu.engine.RunEnd;
import dev.ringmaster.cpu.state.CpuState;
import dev.ringmaster.testkit.arbitrary.EndingProgram.Section;

import net.jqwik.api.Arbitrary;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

import java.util.Arrays;
import java.util.List;
import java.util.function.Function;

/** Programs end where and when they say, and engines agree on what they have done. */
class ProgramArbitrariesProperties {

    @Provide
    Arbitrary<EndingProgram> programs() {
        return ProgramArbitraries.programs();
    }

    @Property(seed = "1", tries = 150)
    void everyProgramEndsWithinItsBoundAndAlikeOnBothEngines(
            @ForAll("programs") EndingProgram program) {
        Machine reference = machine(program, Interpreter::new);
        Machine blocks = machine(program, BlockEngine::new);
        for (Machine each : List.of(reference, blocks)) {
            assertThat(each.engine().run(2 * program.bound())).isEqualTo(RunEnd.HALTED);
            assertThat(each.engine().retired()).isBetween(1L, program.bound());
            assertThat(each.cpu().state.rip).isEqualTo(EndingProgram.CODE + program.bytes().length);
        }
        assertThat(words(blocks)).isEqualTo(words(reference));
        assertThat(Arrays.mismatch(ram(blocks), ram(reference))).isEqualTo(-1);
    }

    private static byte[] ram(Machine machine) {
        return machine.board().memory().ram();
    }

    private static List<Object> words(Machine machine) {
        CpuState s = machine.cpu().state;
        return List.of(
                machine.engine().retired(), Arrays.toString(s.gpr), s.rip, s.flags.get(), s.cr2);
    }

    private static Machine machine(EndingProgram program, Function<Cpu, Engine> engine) {
        Machine machine =
                Machine.build(
                        CpuProfiles.byName("intel-icelake").orElseThrow(),
                        BoardOptions.minimal(EndingProgram.MEMORY),
                        b -> {},
                        List.of(),
                        engine);
        program.load(machine.board().memory());
        machine.cpu().state.set(program.entry());
        machine.cpu().memory.flush();
        machine.cpu().modeChanged();
        return machine;
    }

    @Property(seed = "1", tries = 50)
    void aProgramWritesNothingButItsData(@ForAll("programs") EndingProgram program) {
        Machine machine = machine(program, BlockEngine::new);
        byte[] before = ram(machine).clone();
        machine.engine().run(program.bound());
        byte[] after = ram(machine);
        assertThat(Arrays.copyOf(after, EndingProgram.DATA))
                .isEqualTo(Arrays.copyOf(before, EndingProgram.DATA));
    }

    @Example
    void theSameProgramHasTheSameBytes() {
        List<Section> sections = List.of(new Section(1, 40, 3), new Section(2, 7, 100));
        EndingProgram program = new EndingProgram(8, sections);
        assertThat(program.bytes()).isEqualTo(new EndingProgram(8, sections).bytes());
    }

    @Example
    void aSectionThatNeverRunsIsRefused() {
        assertThatIllegalArgumentException().isThrownBy(() -> new Section(1, 4, 0));
    }
}
