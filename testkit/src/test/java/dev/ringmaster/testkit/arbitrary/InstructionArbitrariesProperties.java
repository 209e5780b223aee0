package dev.ringmaster.testkit.arbitrary;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.ringmaster.cpu.instruction.Instruction;
import dev.ringmaster.cpu.isa.Decoder;
import dev.ringmaster.cpu.isa.OpcodeRow;
import dev.ringmaster.cpu.isa.OpcodeTable;

import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.Shrinkable;

import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import java.util.stream.Stream;

class InstructionArbitrariesProperties {
    private static final int LONGEST = 24;

    @Provide
    Arbitrary<InstructionStream> streams() {
        return InstructionArbitraries.codeSizes()
                .flatMap(
                        size ->
                                Arbitraries.of(InstructionKind.class)
                                        .flatMap(kind -> streams(size, kind)));
    }

    private static Arbitrary<InstructionStream> streams(int codeSize, InstructionKind kind) {
        return InstructionArbitraries.streams(codeSize, kind, LONGEST);
    }

    @Property(seed = "1", tries = 200)
    void aStreamIsDecodedAsWhatItWasEncodedFrom(@ForAll("streams") InstructionStream stream) {
        byte[] bytes = stream.bytes();
        int at = 0;
        for (Instruction written : stream.instructions()) {
            byte[] rest = Arrays.copyOfRange(bytes, at, bytes.length);
            Instruction read = Decoder.decode(rest, stream.codeSize());
            assertThat(said(read)).isEqualTo(said(written));
            at += read.length();
        }
        assertThat(at).isEqualTo(bytes.length);
    }

    /** All that does not depend on which of several encodings was chosen. */
    private static List<Object> said(Instruction i) {
        List<String> operands =
                IntStream.range(0, i.operands())
                        .mapToObj(n -> i.kind(n) + " " + i.register(n) + " " + i.size(n))
                        .toList();
        return List.of(
                i.mnemonic(),
                i.condition(),
                i.repeat(),
                i.lock(),
                i.operandSize(),
                operands,
                i.immediate(),
                i.immediate2());
    }

    @Property(seed = "1", tries = 60)
    void aStreamHasOnlyWhatWasWanted(@ForAll Random random) {
        for (InstructionKind kind : InstructionKind.values()) {
            InstructionStream stream = streams(8, kind).generator(100).next(random).value();
            assertThat(stream.instructions()).hasSizeBetween(1, LONGEST);
            assertThat(stream.instructions())
                    .allMatch(each -> rowsOf(each).anyMatch(kind::has), kind.name());
        }
    }

    private static Stream<OpcodeRow> rowsOf(Instruction i) {
        return OpcodeTable.rows(i.mnemonic()).stream();
    }

    @Property(seed = "1", tries = 30)
    void shrinkingKeepsTheBeginning(@ForAll Random random) {
        Shrinkable<InstructionStream> drawn =
                streams(4, InstructionKind.ANY).generator(100).next(random);
        byte[] whole = drawn.value().bytes();
        drawn.shrink()
                .map(Shrinkable::value)
                .forEach(
                        each -> {
                            assertThat(each.instructions().size())
                                    .isLessThan(drawn.value().instructions().size());
                            assertThat(whole).startsWith(each.bytes());
                        });
    }

    @Example
    void wantingNothingIsRefusedAtOnce() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> InstructionArbitraries.streams(8, row -> false, 4));
    }
}
