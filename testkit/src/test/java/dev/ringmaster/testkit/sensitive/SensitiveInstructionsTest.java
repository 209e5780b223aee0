package dev.ringmaster.testkit.sensitive;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ringmaster.cpu.CpuProfiles;

import org.junit.jupiter.api.Test;

import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/** What the experiments find, beside what is known of x86. */
class SensitiveInstructionsTest {
    private static final List<Finding> WITHOUT_UMIP = findings("intel-skylake");
    private static final List<Finding> WITH_UMIP = findings("intel-icelake");
    private static final Set<String> ROBIN_AND_IRVINE =
            Set.of(
                    "SGDT", "SIDT", "SLDT", "SMSW", "PUSHF", "POPF", "LAR", "LSL", "VERR", "VERW",
                    "POP", "PUSH", "CALL", "JMP", "INT", "RET", "STR", "MOV");

    private static List<Finding> findings(String profile) {
        return new Laboratory(CpuProfiles.byName(profile).orElseThrow()).findings();
    }

    private static Set<String> names(List<Finding> findings, Predicate<Finding> wanted) {
        return findings.stream()
                .filter(wanted)
                .map(Finding::instruction)
                .collect(Collectors.toCollection(TreeSet::new));
    }

    private static Predicate<Finding> of(Sensitivity sensitivity) {
        return finding -> finding.sensitivity() == sensitivity;
    }

    private static Finding form(List<Finding> findings, String form, String mode) {
        return findings.stream()
                .filter(f -> f.form().equals(form) && f.modes().contains(mode))
                .findFirst()
                .orElseThrow();
    }

    @Test
    void theEighteenOfRobinAndIrvineAreFoundInTheirMode() {
        Predicate<Finding> unprivileged = of(Sensitivity.SENSITIVE_UNPRIVILEGED);
        assertThat(names(WITHOUT_UMIP, unprivileged.and(f -> f.modes().contains("32-bit"))))
                .containsAll(ROBIN_AND_IRVINE);
    }

    @Test
    void userModeInstructionPreventionMakesFiveOfThemPrivileged() {
        Set<String> before = names(WITHOUT_UMIP, of(Sensitivity.SENSITIVE_UNPRIVILEGED));
        Set<String> after = names(WITH_UMIP, of(Sensitivity.SENSITIVE_UNPRIVILEGED));
        Set<String> gone = new TreeSet<>(before);
        gone.removeAll(after);
        assertThat(gone).containsExactly("SGDT", "SIDT", "SLDT", "SMSW", "STR");
        for (String name : gone) {
            Finding finding = form(WITH_UMIP, name, "32-bit");
            assertThat(finding.privileged()).as(name).isTrue();
            assertThat(finding.executesWhen()).as(name).containsExactly("CR4.UMIP");
        }
    }

    @Test
    void privilegedInstructionsAreFoundPrivileged() {
        Set<String> privileged = names(WITHOUT_UMIP, Finding::privileged);
        assertThat(privileged)
                .contains(
                        "HLT", "LGDT", "LIDT", "LLDT", "LTR", "LMSW", "CLTS", "MOV", "RDMSR",
                        "WRMSR", "INVD", "WBINVD", "INVLPG", "SWAPGS", "XSETBV", "SYSEXIT");
        for (String form : List.of("MOV_CR_READ", "MOV_CR_WRITE", "MOV_DR_READ", "MOV_DR_WRITE")) {
            assertThat(form(WITHOUT_UMIP, form, "64-bit").privileged()).as(form).isTrue();
        }
    }

    @Test
    void instructionsOfTheIoPrivilegeLevelAreExecutedWhereItAllows() {
        assertThat(form(WITHOUT_UMIP, "CLI", "32-bit").executesWhen()).containsExactly("IOPL");
        assertThat(form(WITHOUT_UMIP, "IN", "64-bit").executesWhen())
                .containsExactly("I/O permission bitmap", "IOPL");
    }

    @Test
    void timeIsSensitiveAndCanBeMadeToTrap() {
        Finding time = form(WITHOUT_UMIP, "RDTSC", "64-bit");
        assertThat(time.sensitivity()).isEqualTo(Sensitivity.SENSITIVE_UNPRIVILEGED);
        assertThat(time.trapsWhen()).containsExactly("CR4.TSD");
    }

    @Test
    void ordinaryInstructionsAreInnocuous() {
        for (String form : List.of("ADD", "LEA", "MOV", "PUSH", "JCC", "MOVS", "CALL", "PADDB")) {
            Finding finding = form(WITHOUT_UMIP, form, "64-bit");
            assertThat(finding.sensitivity()).as(form).isEqualTo(Sensitivity.INNOCUOUS);
            assertThat(finding.modes()).as(form).containsExactly("32-bit", "64-bit");
        }
    }

    @Test
    void chanceIsNoSensitivity() {
        assertThat(form(WITHOUT_UMIP, "RDRAND", "64-bit").sensitivity())
                .isEqualTo(Sensitivity.INNOCUOUS);
    }

    @Test
    void whatIsSensitiveHasAWitness() {
        assertThat(WITHOUT_UMIP)
                .filteredOn(Finding::sensitive)
                .allSatisfy(f -> assertThat(f.witness()).as(f.form()).isNotNull());
    }

    @Test
    void whatIsNotModelledIsNamed() {
        assertThat(WITHOUT_UMIP)
                .filteredOn(of(Sensitivity.NOT_MODELLED))
                .allSatisfy(f -> assertThat(f.notModelled()).as(f.form()).contains("not modelled"));
    }

    @Test
    void theSameProfileGivesTheSameFindings() {
        assertThat(findings("intel-pentium3")).isEqualTo(findings("intel-pentium3"));
    }
}
