package dev.ringmaster.vmx.operation;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ringmaster.cpu.instruction.Mnemonic;
import dev.ringmaster.vmx.capability.ControlWord;
import dev.ringmaster.vmx.capability.VmxCapabilities;
import dev.ringmaster.vmx.exit.ExitReason;
import dev.ringmaster.vmx.vmcs.VmcsField;

import org.junit.jupiter.api.Test;

import java.util.Arrays;
import java.util.List;

class VmxSupportTest {
    private final List<VmxSupport.Row> rows = VmxSupport.rows();

    @Test
    void everyReasonAndFieldHasItsRow() {
        assertThat(rows(VmxSupport.Kind.EXIT_REASON)).hasSize(ExitReason.values().length);
        assertThat(rows(VmxSupport.Kind.FIELD)).hasSize(VmcsField.values().length);
    }

    @Test
    void theInstructionsAreThoseThatTheProcessorGets() {
        List<String> contributed =
                new TinyMachine().vmx.meanings().keySet().stream().map(Mnemonic::name).toList();
        assertThat(
                        rows(VmxSupport.Kind.INSTRUCTION).stream()
                                .filter(VmxSupport.Row::modelled)
                                .map(VmxSupport.Row::id))
                .hasSameElementsAs(contributed);
    }

    @Test
    void theControlsAreThoseThatTheCapabilitiesAllow() {
        long allowed =
                Arrays.stream(ControlWord.values())
                        .flatMap(word -> Arrays.stream(word.defined()))
                        .filter(VmxCapabilities.modelled()::allows)
                        .count();
        assertThat(rows(VmxSupport.Kind.CONTROL).stream().filter(VmxSupport.Row::modelled).count())
                .isEqualTo(allowed);
    }

    @Test
    void whatIsNotModelledSaysWhy() {
        assertThat(rows).allMatch(row -> row.modelled() == row.reason().isEmpty());
    }

    private List<VmxSupport.Row> rows(VmxSupport.Kind kind) {
        return rows.stream().filter(row -> row.kind() == kind).toList();
    }
}
