package dev.ringmaster.testkit.arbitrary;

import dev.ringmaster.testkit.arbitrary.EndingProgram.Section;

import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;

/**
 * Programs that end, for property tests. Shrinking takes sections away, then instructions from the
 * end of a section and rounds of its loop.
 */
public final class ProgramArbitraries {
    private static final int MOST_SECTIONS = 6;
    private static final int LONGEST = 24;
    private static final int MOST_ROUNDS = 12;

    private ProgramArbitraries() {}

    /** Programs of all three code sizes. */
    public static Arbitrary<EndingProgram> programs() {
        return InstructionArbitraries.codeSizes().flatMap(ProgramArbitraries::programs);
    }

    /**
     * Programs of one code size.
     *
     * @param codeSize 2, 4 or 8
     */
    public static Arbitrary<EndingProgram> programs(int codeSize) {
        return sections()
                .list()
                .ofMaxSize(MOST_SECTIONS)
                .map(sections -> new EndingProgram(codeSize, sections));
    }

    private static Arbitrary<Section> sections() {
        return Combinators.combine(
                        Arbitraries.longs().dontShrink(),
                        Arbitraries.integers().between(1, LONGEST),
                        Arbitraries.integers().between(1, MOST_ROUNDS))
                .as(Section::new);
    }
}
