package dev.ringmaster.testkit.arbitrary;

import dev.ringmaster.cpu.instruction.Instruction;
import dev.ringmaster.cpu.isa.InstructionGenerator;
import dev.ringmaster.cpu.isa.OpcodeRow;

import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;

import java.util.SplittableRandom;
import java.util.function.Predicate;
import java.util.stream.Stream;

/**
 * Instruction streams for property tests. A stream follows from a seed; shrinking keeps the seed
 * and takes instructions away from the end, so that the last one of a shrunk stream is to blame.
 */
public final class InstructionArbitraries {
    private InstructionArbitraries() {}

    /** 2, 4 or 8: the code sizes of 16-bit, 32-bit and 64-bit code. */
    public static Arbitrary<Integer> codeSizes() {
        return Arbitraries.of(2, 4, 8);
    }

    /**
     * Streams of instructions of a group.
     *
     * @param codeSize 2, 4 or 8
     * @param longest the greatest number of instructions, 1 at least
     */
    public static Arbitrary<InstructionStream> streams(
            int codeSize, InstructionKind kind, int longest) {
        return streams(codeSize, kind::has, longest);
    }

    /**
     * Streams of instructions of those rows of the opcode table that are wanted.
     *
     * @param codeSize 2, 4 or 8
     * @param longest the greatest number of instructions, 1 at least
     * @throws IllegalArgumentException if no row of this code size is wanted
     */
    public static Arbitrary<InstructionStream> streams(
            int codeSize, Predicate<OpcodeRow> wanted, int longest) {
        generator(0, codeSize, wanted);
        return Combinators.combine(
                        Arbitraries.longs().dontShrink(),
                        Arbitraries.integers().between(1, longest))
                .as((seed, length) -> stream(generator(seed, codeSize, wanted), codeSize, length));
    }

    private static InstructionGenerator generator(
            long seed, int codeSize, Predicate<OpcodeRow> wanted) {
        return new InstructionGenerator(new SplittableRandom(seed), codeSize).where(wanted);
    }

    private static InstructionStream stream(
            InstructionGenerator generator, int codeSize, int length) {
        Stream<Instruction> drawn = Stream.generate(generator::next).limit(length);
        return new InstructionStream(codeSize, drawn.toList());
    }
}
