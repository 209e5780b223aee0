package dev.ringmaster.svm.operation;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ringmaster.svm.capability.SvmCapabilities;
import dev.ringmaster.svm.exit.ExitCode;
import dev.ringmaster.svm.vmcb.Intercept;

import org.junit.jupiter.api.Test;

import java.util.List;

class SvmSupportTest {
    private final List<SvmSupport.Row> rows = SvmSupport.rows();

    @Test
    void everyInterceptAndExitCodeHasItsRow() {
        assertThat(rows(SvmSupport.Kind.INTERCEPT)).hasSize(Intercept.values().length);
        assertThat(rows(SvmSupport.Kind.EXIT_CODE)).hasSize(ExitCode.values().length);
    }

    @Test
    void whatIsNotModelledSaysWhy() {
        assertThat(rows).allMatch(row -> row.modelled() == row.reason().isEmpty());
    }

    @Test
    void theFeaturesListedAreThoseThatCpuidShows() {
        assertThat(rows(SvmSupport.Kind.FEATURE).stream().filter(SvmSupport.Row::modelled))
                .hasSameSizeAs(SvmCapabilities.modelled().features());
    }

    private List<SvmSupport.Row> rows(SvmSupport.Kind kind) {
        return rows.stream().filter(row -> row.kind() == kind).toList();
    }
}
