package dev.ringmaster.vmx.rule;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.ringmaster.cpu.arch.Msr;
import dev.ringmaster.cpu.rule.Explanation;
import dev.ringmaster.cpu.rule.Finding;
import dev.ringmaster.cpu.rule.Missing;

import org.junit.jupiter.api.Test;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;

class MsrLoadListTest {
    private static final MsrLoad GOOD = new MsrLoad(Msr.LSTAR, 0, 0xffff_8000_0000_0000L);
    private static final MsrLoads COMMON = new CommonMsrLoads(48);

    private static EntryState listing(boolean whole, MsrLoad... loads) {
        Map<Integer, MsrLoad> entries = new TreeMap<>();
        for (MsrLoad load : loads) {
            entries.put(entries.size() + 1, load);
        }
        return Scenarios.valid().get(0).listing(MsrLoadList.of(entries, whole), COMMON);
    }

    private static List<String> violated(EntryState state) {
        return VmEntryChecker.explain(state).violations().stream()
                .map(each -> each.rule().id())
                .toList();
    }

    @Test
    void entriesThatObeyAllRulesAreEntered() {
        EntryState state = listing(true, GOOD, new MsrLoad(Msr.SYSENTER_EIP, 0, 0x1000));
        assertThat(violated(state)).isEmpty();
        assertThat(StraightLine.allHold(RuleGroup.MSR_LOADING, state)).isTrue();
        assertThat(VmEntryChecker.check(RuleGroup.MSR_LOADING, state)).isEmpty();
    }

    @Test
    void eachRuleNamesItsEntry() {
        assertThat(violated(listing(true, GOOD, new MsrLoad(Msr.FS_BASE, 0, 0))))
                .containsExactly("MSR-001");
        assertThat(violated(listing(true, new MsrLoad(Msr.GS_BASE, 0, 0), GOOD)))
                .containsExactly("MSR-002");
        assertThat(violated(listing(true, new MsrLoad(0x8ff, 0, 0)))).containsExactly("MSR-003");
        assertThat(violated(listing(true, new MsrLoad(0x9b, 0, 0)))).containsExactly("MSR-004");
        assertThat(violated(listing(true, new MsrLoad(0x79, 0, 0)))).containsExactly("MSR-005");
        assertThat(violated(listing(true, new MsrLoad(Msr.LSTAR, 1, 0))))
                .containsExactly("MSR-006");
        assertThat(violated(listing(true, new MsrLoad(Msr.LSTAR, 0, 0x8000_0000_0000L))))
                .containsExactly("MSR-007");
    }

    @Test
    void theFirstWrongEntryIsTheExitQualification() {
        EntryState state =
                listing(
                        true,
                        GOOD,
                        new MsrLoad(Msr.CSTAR, 7, 0x8000_0000_0000L),
                        new MsrLoad(Msr.FS_BASE, 0, 0));
        Explanation explanation = VmEntryChecker.explain(state);
        assertThat(explanation.outcome().number()).isEqualTo(34);
        assertThat(explanation.outcome().qualification()).isEqualTo(2);
        assertThat(StraightLine.allHold(RuleGroup.MSR_LOADING, state)).isFalse();
        Finding reserved = explanation.violations().get(1);
        assertThat(reserved.rule().id()).isEqualTo("MSR-006");
        assertThat(reserved.fields())
                .containsValue(7L << 32 | Integer.toUnsignedLong(Msr.CSTAR))
                .containsValue(0x8000_0000_0000L);
        assertThat(reserved.fields().keySet().stream().map(each -> each.name()))
                .contains("VM_ENTRY_MSR_LOAD_INDEX_2", "VM_ENTRY_MSR_LOAD_VALUE_2");
    }

    @Test
    void whatIsNotListedIsNotDecided() {
        EntryState state = listing(false, GOOD);
        assertThat(violated(state)).isEmpty();
        assertThat(VmEntryChecker.explain(state).notChecked()).hasSize(7);
        assertThatExceptionOfType(Missing.class)
                .isThrownBy(() -> VmEntryChecker.check(RuleGroup.MSR_LOADING, state));
    }

    @Test
    void anUnknownRegisterHidesNoWrongOne() {
        MsrLoad unknown = new MsrLoad(0x48, 0, 0);
        assertThat(violated(listing(true, unknown, new MsrLoad(Msr.LSTAR, 0, 1L << 60))))
                .containsExactly("MSR-007");
        assertThat(VmEntryChecker.explain(listing(true, unknown)).notChecked()).hasSize(1);
    }

    @Test
    void onlyTheValueOfAWellFormedEntryCanBeWrong() {
        assertThat(GOOD.wellFormed()).isTrue();
        assertThat(new MsrLoad(Msr.LSTAR, 1, 0).wellFormed()).isFalse();
        for (int index : new int[] {Msr.FS_BASE, Msr.GS_BASE, 0x800, 0x8ff, 0x9b, 0x79}) {
            assertThat(new MsrLoad(index, 0, 0).wellFormed()).isFalse();
        }
        assertThat(new MsrLoad(0x900, 0, 0).wellFormed()).isTrue();
    }

    @Test
    void entriesAreFoundByNumber() {
        MsrLoadList list = MsrLoadList.of(Map.of(2, GOOD), false);
        assertThat(list.entry(2)).contains(GOOD);
        assertThat(list.entry(1)).isEmpty();
        assertThat(list.entry((1L << 32) + 2)).isEmpty();
        assertThat(list.whole()).isFalse();
        assertThat(new MsrLoadList.Part(3, true).ordinal()).isEqualTo(5);
        assertThat(new MsrLoadList.Part(3, false).ordinal()).isEqualTo(4);
        assertThat(new MsrLoadList.Part(3, false).width()).isEqualTo(64);
    }
}
