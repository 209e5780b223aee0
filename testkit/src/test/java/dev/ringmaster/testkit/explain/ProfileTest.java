package dev.ringmaster.testkit.explain;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ringmaster.cpu.CpuProfiles;
import dev.ringmaster.cpu.Feature;
import dev.ringmaster.svm.capability.AmdProcessor;
import dev.ringmaster.testkit.dump.DumpReader;
import dev.ringmaster.vmx.capability.IntelProcessor;
import dev.ringmaster.vmx.capability.VmxCapabilities;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;

class ProfileTest {

    @ParameterizedTest
    @EnumSource
    void anIntelNameMeansTheRealProcessor(IntelProcessor processor) {
        assertThat(Profile.of(processor.profile()).vmx()).isEqualTo(processor.capabilities());
    }

    @ParameterizedTest
    @EnumSource
    void anAmdNameMeansTheRealProcessor(AmdProcessor processor) {
        assertThat(Profile.of(processor.profile()).svm()).isEqualTo(processor.capabilities());
    }

    @Test
    void whatTheModelOffersKeepsItsName() {
        assertThat(Profile.of("modelled").vmx()).isEqualTo(VmxCapabilities.modelled());
        assertThat(Profile.of("minimal64").vmx()).isEqualTo(VmxCapabilities.modelled());
    }

    @Test
    void each64BitCpuProfileHasAProfileOfItsName() {
        List<String> names = Profile.all().stream().map(Profile::name).toList();
        assertThat(names).doesNotHaveDuplicates();
        CpuProfiles.all().stream()
                .filter(each -> each.has(Feature.LM))
                .forEach(each -> assertThat(names).contains(each.name()));
        assertThatThrownBy(() -> Profile.of("intel-pentium3"))
                .hasMessageContaining("intel-skylake-server");
    }

    @ParameterizedTest
    @ValueSource(strings = {"dr7.xen-vmcs", "task.kvm-vmcs"})
    void whereTheGuestsStateWasRefusedAServerHadAcceptedTheRest(String name) throws Exception {
        assertThat(violated(text(name), "intel-skylake-server"))
                .isEqualTo(violated(text(name), "permissive"))
                .allMatch(rule -> rule.startsWith("GUEST-"));
    }

    @Test
    void aHostThatPreventsSupervisorAccessIsNoHaswell() throws Exception {
        assertThat(violated(text("dr7.xen-vmcs"), "intel-haswell")).contains("HOST-002");
        assertThat(violated(text("dr7.xen-vmcs"), "intel-skylake")).doesNotContain("HOST-002");
    }

    @ParameterizedTest
    @CsvSource({
        "intel-haswell, PIN_BASED_VM_EXEC_CONTROL=0x96, CTL-001",
        "intel-skylake, PIN_BASED_VM_EXEC_CONTROL=0x96, CTL-001",
        "intel-skylake, GUEST_CR4=0x6000, GUEST-003",
        "intel-icelake, GUEST_IA32_DEBUGCTL=4 VM_ENTRY_CONTROLS=0x11ff, GUEST-005",
        "amd-zen2, vmcb.CR4=0x20000 EFER=0x1000, CHK-006"
    })
    void aProcessorRefusesWhatItLacks(String profile, String fields, String rule) throws Exception {
        assertThat(violated(fields.replace(' ', '\n') + '\n', profile)).contains(rule);
    }

    @ParameterizedTest
    @CsvSource({
        "intel-skylake-server, PIN_BASED_VM_EXEC_CONTROL=0x96, CTL-001",
        "intel-haswell, GUEST_CR4=0x6000, GUEST-003",
        "intel-sapphirerapids, GUEST_IA32_DEBUGCTL=4 VM_ENTRY_CONTROLS=0x11ff, GUEST-005",
        "amd-zen3, vmcb.CR4=0x20000 EFER=0x1000, CHK-006"
    })
    void aProcessorAcceptsWhatItHas(String profile, String fields, String rule) throws Exception {
        assertThat(violated(fields.replace(' ', '\n') + '\n', profile)).doesNotContain(rule);
    }

    private static List<String> violated(String text, String profile) throws Exception {
        return DumpReader.read(text).stream()
                .map(dump -> Explained.of("a file", dump, Profile.of(profile)))
                .flatMap(each -> each.explanation().violations().stream())
                .map(finding -> finding.rule().id())
                .toList();
    }

    private static String text(String name) throws IOException {
        try (InputStream in = DumpReader.class.getResourceAsStream(name + ".txt")) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
    }
}
