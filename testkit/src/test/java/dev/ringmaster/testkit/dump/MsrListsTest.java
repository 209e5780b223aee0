package dev.ringmaster.testkit.dump;

import static dev.ringmaster.testkit.dump.Dumps.only;
import static dev.ringmaster.testkit.dump.Dumps.violated;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ringmaster.cpu.rule.NotChecked;
import dev.ringmaster.testkit.explain.Explained;
import dev.ringmaster.vmx.rule.MsrLoad;
import dev.ringmaster.vmx.vmcs.VmcsField;

import org.junit.jupiter.api.Test;

class MsrListsTest {
    private static final String START =
            "Interruptibility = 00000000  ActivityState = 00000000\nMSR guest autoload:\n";
    private static final String GOOD = "   0: msr=0x00000600 value=0xffff800000001000\n";
    private static final String END = "*** Host State ***\n";

    private static String xen(String msr) {
        return "(XEN) d3v0 vmentry failure (reason 0x80000022): MSR loading (entry 1)\n(XEN)   msr "
                + msr
                + "\n(XEN) *** Guest State ***\n(XEN) DebugCtl = 0x0000000000000000\n";
    }

    private static boolean decided(Explained dump, String rule) {
        return dump.explanation().notChecked().stream()
                .map(NotChecked::rule)
                .noneMatch(each -> each.id().equals(rule));
    }

    @Test
    void kvmsListIsTheWholeArea() {
        Explained list = only(START + GOOD + END);
        assertThat(violated(list)).isEmpty();
        assertThat(list.dump().vmcs().get(VmcsField.VM_ENTRY_MSR_LOAD_COUNT)).isEqualTo(1);
        assertThat(decided(list, "MSR-001")).isTrue();
        assertThat(decided(list, "MSR-007")).isTrue();
        assertThat(list.dump().notUnderstood()).isEmpty();
    }

    @Test
    void eachEntryOfKvmsListIsJudged() {
        String text =
                START
                        + GOOD
                        + "   1: msr=0x00000808\nvalue=0x0000000000000020\n"
                        + "   2: msr=0xc0000101 value=0x0000000000000000\n"
                        + "   3: msr=0xc0000082 value=0x0100000000000000\n"
                        + END;
        Explained list = only(text);
        assertThat(violated(list)).containsExactly("MSR-002", "MSR-003", "MSR-007");
        assertThat(list.outcome().number()).isEqualTo(34);
        assertThat(list.outcome().qualification()).isEqualTo(2);
        assertThat(list.explanation().violations().get(2).fields().values())
                .containsExactly(0xc0000082L, 0x0100000000000000L);
    }

    @Test
    void ofAListWithoutItsEndOnlyWhatIsWrongIsKnown() {
        Explained list = only(START + GOOD + "   1: msr=0xc0000100 value=0x0000000000000000\n");
        assertThat(violated(list)).containsExactly("MSR-001");
        assertThat(list.dump().vmcs().given(VmcsField.VM_ENTRY_MSR_LOAD_COUNT)).isFalse();
        assertThat(decided(list, "MSR-002")).isFalse();
    }

    @Test
    void ofAListWithAGapOnlyWhatIsWrongIsKnown() {
        Explained list = only(START + "   1: msr=0x00000600 value=0x0000000000000000\n" + END);
        assertThat(list.dump().vmcs().given(VmcsField.VM_ENTRY_MSR_LOAD_COUNT)).isFalse();
        assertThat(decided(list, "MSR-001")).isFalse();
    }

    @Test
    void theHostsListIsLoadedAtExits() {
        String text =
                "*** Host State ***\nCR0=0000000080050033\nMSR host autoload:\n"
                        + "   0: msr=0xc0000100 value=0x0000000000000000\n*** Control State ***\n";
        assertThat(violated(text)).isEmpty();
        assertThat(only(text).dump().msrLoads()).isEmpty();
    }

    @Test
    void theEntryWhereXenSaysTheProcessorStoppedIsWrong() {
        Explained index = only(xen("c0000100 val 00007f0000000000 (mbz 0)"));
        assertThat(violated(index)).containsExactly("MSR-001");
        assertThat(index.dump().msrLoads().orElseThrow().entry(2))
                .contains(new MsrLoad(0xc0000100, 0, 0x7f0000000000L));
        assertThat(violated(xen("00000277 val 0007040600070406 (mbz 12)")))
                .containsExactly("MSR-006");
    }

    @Test
    void whereNothingElseIsWrongTheValueIs() {
        Explained value = only(xen("000001dd val 1ffff80000001000 (mbz 0)"));
        assertThat(violated(value)).containsExactly("MSR-007");
        assertThat(value.outcome()).isEqualTo(value.dump().reported().orElseThrow());
    }
}
