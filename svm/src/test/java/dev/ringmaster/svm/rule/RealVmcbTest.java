package dev.ringmaster.svm.rule;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ringmaster.cpu.rule.Explanation;
import dev.ringmaster.cpu.rule.Finding;
import dev.ringmaster.cpu.rule.NotChecked;
import dev.ringmaster.cpu.rule.Outcome;
import dev.ringmaster.cpu.rule.Rule;
import dev.ringmaster.svm.capability.SvmCapabilities;
import dev.ringmaster.svm.vmcb.Vmcb;
import dev.ringmaster.svm.vmcb.VmcbField;

import org.junit.jupiter.api.Test;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;

/**
 * A VMCB as a hypervisor in the field programs it: firmware code in flat protected mode under
 * nested paging.
 */
class RealVmcbTest {

    @Test
    void theFirmwareGuestIsEntered() throws IOException {
        Explanation explanation = explain(firmwareGuest());
        assertThat(explanation.violations()).isEmpty();
        assertThat(explanation.outcome().kind()).isEqualTo(Outcome.Kind.ENTERS);
        assertThat(explanation.notChecked())
                .extracting(NotChecked::rule)
                .extracting(Rule::id)
                .containsExactly(
                        "INSTR-001",
                        "INSTR-002",
                        "INSTR-003",
                        "INSTR-004",
                        "INSTR-005",
                        "CHK-022",
                        "CHK-027",
                        "CHK-028");
    }

    @Test
    void theFirmwareGuestWithoutTheVmrunInterceptIsNot() throws IOException {
        Vmcb vmcb = firmwareGuest().set(VmcbField.INTERCEPT_WORD4, 0x624e);
        Explanation explanation = explain(vmcb);
        assertThat(explanation.violations())
                .extracting(Finding::rule)
                .isEqualTo(List.of(VmrunRule.VMRUN_INTERCEPT));
        assertThat(explanation.outcome())
                .isEqualTo(new Outcome(Outcome.Kind.VMEXIT_INVALID, -1, "VMEXIT_INVALID"));
    }

    @Test
    void theStateSaveAreaAloneLeavesTheOutcomeOpen() throws IOException {
        Vmcb vmcb = firmwareGuest();
        for (VmcbField field : VmcbField.values()) {
            if (field.area() == VmcbField.Area.CONTROL) {
                vmcb.forget(field);
            }
        }
        assertThat(explain(vmcb).violations()).isEmpty();
        assertThat(explain(vmcb).outcome().kind()).isEqualTo(Outcome.Kind.UNKNOWN);
        vmcb.set(VmcbField.EFER, 0);
        assertThat(explain(vmcb).outcome().kind()).isEqualTo(Outcome.Kind.VMEXIT_INVALID);
    }

    private static Explanation explain(Vmcb vmcb) {
        return VmrunChecker.explain(vmcb, SvmCapabilities.permissive());
    }

    private static Vmcb firmwareGuest() throws IOException {
        Vmcb vmcb = new Vmcb();
        try (InputStream in = RealVmcbTest.class.getResourceAsStream("firmware-guest.txt")) {
            String text = new String(in.readAllBytes(), StandardCharsets.US_ASCII);
            text.lines().filter(line -> !line.startsWith("#")).forEach(line -> put(vmcb, line));
        }
        return vmcb;
    }

    private static void put(Vmcb vmcb, String line) {
        int equals = line.indexOf('=');
        VmcbField field = VmcbField.valueOf(line.substring(0, equals));
        vmcb.set(field, Long.parseUnsignedLong(line.substring(equals + 1), 16));
    }
}
