package dev.ringmaster.cpu.isa;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ringmaster.cpu.instruction.Instruction;
import dev.ringmaster.cpu.instruction.Mnemonic;

import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Assume;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.Size;

import java.util.Arrays;
import java.util.SplittableRandom;

/** Decoder and assembler are each other's inverse, and the decoder has an answer for any bytes. */
class EncodingProperties {
    private static final int ROUNDS = 50;

    @Provide
    Arbitrary<Integer> codeSizes() {
        return Arbitraries.of(2, 4, 8);
    }

    @Property(seed = "1")
    void decodingWhatWasEncodedGivesTheSameInstruction(
            @ForAll long seed, @ForAll("codeSizes") int codeSize) {
        InstructionGenerator generator =
                new InstructionGenerator(new SplittableRandom(seed), codeSize);
        for (int n = 0; n < ROUNDS; n++) {
            Instruction drawn = generator.next();
            byte[] bytes = Assembler.encode(drawn);
            assertThat(Said.by(Decoder.decode(bytes, codeSize))).isEqualTo(Said.by(drawn));
        }
    }

    @Property(seed = "1")
    void anEncodingIsNoLongerThanWhatWasDecoded(
            @ForAll @Size(15) byte[] bytes, @ForAll("codeSizes") int codeSize) {
        Instruction found = Decoder.decode(bytes, codeSize);
        Assume.that(found.mnemonic() != Mnemonic.INVALID);
        byte[] encoded = Assembler.encode(found);
        assertThat(encoded.length).isLessThanOrEqualTo(found.length());
        assertThat(Said.by(Decoder.decode(encoded, codeSize))).isEqualTo(Said.by(found));
    }

    @Property(seed = "1")
    void anInstructionThatIsCutOffNeedsMore(@ForAll long seed, @ForAll("codeSizes") int codeSize) {
        InstructionGenerator generator =
                new InstructionGenerator(new SplittableRandom(seed), codeSize);
        byte[] bytes = Assembler.encode(generator.next());
        for (int length = 0; length < bytes.length; length++) {
            assertThat(Decoder.decode(bytes, 0, length, codeSize)).isSameAs(Decoder.NEED_MORE);
        }
    }

    @Property(seed = "1")
    void anyBytesAreAnInstructionOfOneToFifteenBytesOrTooLong(
            @ForAll @Size(24) byte[] bytes, @ForAll("codeSizes") int codeSize) {
        Instruction found = Decoder.decode(bytes, codeSize);
        assertThat(found).isNotSameAs(Decoder.NEED_MORE);
        if (found != Decoder.TOO_LONG) {
            assertThat(found.length()).isBetween(1, 15);
        }
    }

    @Property(seed = "1")
    void whatFollowsAnInstructionDoesNotMatter(
            @ForAll long seed, @ForAll("codeSizes") int codeSize, @ForAll byte next) {
        InstructionGenerator generator =
                new InstructionGenerator(new SplittableRandom(seed), codeSize);
        byte[] bytes = Assembler.encode(generator.next());
        byte[] longer = Arrays.copyOf(bytes, bytes.length + 15);
        Arrays.fill(longer, bytes.length, longer.length, next);
        assertThat(Decoder.decode(longer, codeSize).length()).isEqualTo(bytes.length);
    }
}
