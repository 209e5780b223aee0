package dev.ringmaster.vmx.rule;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ringmaster.cpu.rule.Outcome;
import dev.ringmaster.cpu.rule.StateField;
import dev.ringmaster.vmx.capability.ControlWord;
import dev.ringmaster.vmx.capability.VmxCapabilities;
import dev.ringmaster.vmx.rule.EntryRule.Predicate;
import dev.ringmaster.vmx.vmcs.Vmcs;
import dev.ringmaster.vmx.vmcs.VmcsField;

import org.junit.jupiter.api.Test;

import java.util.Map;

/** Each shape of a row: what it asks, what it says, how it mends. */
class RowsTest {
    private static final Rows ROW = new Rows(RuleGroup.GUEST_REGISTERS);
    private static final VmcsField FIELD = VmcsField.GUEST_CR3;
    private static final Predicate ON = s -> s.get(VmcsField.GUEST_RSP) != 0;

    private final Vmcs vmcs = Vmcs.zeroed();
    private final EntryState state = EntryState.of(vmcs, VmxCapabilities.modelled());

    private void breaks(EntryRule rule, long value, String required, Map<StateField, Long> repair) {
        vmcs.set(FIELD, value);
        assertThat(rule.holds(state)).isFalse();
        assertThat(rule.required(state)).isEqualTo(required);
        assertThat(rule.repair(state)).isEqualTo(repair);
        assertThat(rule.modelled()).isTrue();
    }

    private void obeys(EntryRule rule, long value) {
        vmcs.set(FIELD, value);
        assertThat(rule.holds(state)).isTrue();
    }

    @Test
    void zeroBitsAreNamedAndCleared() {
        EntryRule always = ROW.zero("X-001", "says", FIELD, 0xf01);
        breaks(always, 0x1101, "GUEST_CR3 bits 11:8, 0 = 0", Map.of(FIELD, 0x1000L));
        obeys(always, 0x10fe);
        EntryRule sometimes = ROW.zero("X-001", "says", ON, FIELD, 4);
        obeys(sometimes, 4);
        vmcs.set(VmcsField.GUEST_RSP, 1);
        breaks(sometimes, 5, "GUEST_CR3 bit 2 = 0", Map.of(FIELD, 1L));
        obeys(sometimes, 3);
    }

    @Test
    void reservedBitsComeFromTheProcessor() {
        EntryRule rule = ROW.reserved("X-001", "says", ON, FIELD, s -> s.get(VmcsField.GUEST_RIP));
        vmcs.set(VmcsField.GUEST_RIP, 0x30);
        obeys(rule, 0x30);
        vmcs.set(VmcsField.GUEST_RSP, 1);
        breaks(rule, 0x11, "GUEST_CR3 bits 5:4 = 0", Map.of(FIELD, 1L));
    }

    @Test
    void addressesAreAlignedAndFit() {
        vmcs.set(VmcsField.GUEST_RSP, 1);
        EntryRule aligned = ROW.aligned("X-001", "use it", ON, FIELD, 0xfff);
        assertThat(aligned.says())
                .isEqualTo("If \"use it\" is 1, the guest CR3 is aligned: its low bits are 0.");
        breaks(aligned, 0x1001, "GUEST_CR3 bits 11:0 = 0", Map.of(FIELD, 0x1000L));
        EntryRule fits = ROW.fits("X-001", "use it", ON, VmcsField.IO_BITMAP_A);
        assertThat(fits.says())
                .isEqualTo(
                        "If \"use it\" is 1, the address of I/O bitmap A fits into the"
                                + " physical-address width.");
        EntryRule acronym = ROW.fits("X-001", "use it", ON, VmcsField.EPT_POINTER);
        assertThat(acronym.says()).contains("the EPT pointer (EPTP) fits");
        vmcs.set(VmcsField.IO_BITMAP_A, 1L << 60);
        assertThat(fits.holds(state)).isFalse();
        assertThat(fits.repair(state)).containsEntry(VmcsField.IO_BITMAP_A, 0L);
    }

    @Test
    void canonicalAddressesAreExtended() {
        EntryRule rule = ROW.canonical("X-001", "says", FIELD);
        breaks(
                rule,
                0x0000_8000_0000_0123L,
                "GUEST_CR3 bits 63:47 equal",
                Map.of(FIELD, 0xffff_8000_0000_0123L));
        obeys(rule, 0x0000_7fff_ffff_ffffL);
        EntryRule sometimes = ROW.canonical("X-001", "says", ON, FIELD);
        obeys(sometimes, 1L << 47);
    }

    @Test
    void canonicalAlignedAddressesLoseTheirLowBitsToo() {
        vmcs.set(VmcsField.GUEST_RSP, 1);
        EntryRule rule = ROW.canonicalAligned("X-001", "says", ON, FIELD, 7);
        String required = "GUEST_CR3 bits 63:47 equal, GUEST_CR3 bits 2:0 = 0";
        breaks(rule, 1L << 47 | 0x15, required, Map.of(FIELD, 0xffff_8000_0000_0010L));
        breaks(rule, 0x15, required, Map.of(FIELD, 0x10L));
        obeys(rule, 0x18);
        vmcs.set(VmcsField.GUEST_RSP, 0);
        obeys(rule, 0x15);
    }

    @Test
    void canonicalPagesForgiveTheOffset() {
        vmcs.set(VmcsField.GUEST_RSP, 1);
        EntryRule rule = ROW.canonicalPage("X-001", "says", ON, FIELD);
        obeys(rule, 0xfff);
        breaks(
                rule,
                1L << 47 | 5,
                "GUEST_CR3 bits 63:47 equal",
                Map.of(FIELD, 0xffff_8000_0000_0005L));
        vmcs.set(VmcsField.GUEST_RSP, 0);
        obeys(rule, 1L << 47);
    }

    @Test
    void controlWordsNameWhatIsWrong() {
        VmxCapabilities caps = state.caps();
        EntryRule rule =
                ExecutionControlRules.settings(ROW, "X-001", "says", s -> true, ControlWord.PIN);
        vmcs.set(ControlWord.PIN.field(), 0);
        long ones = caps.mustBeOne(ControlWord.PIN);
        assertThat(rule.holds(state)).isFalse();
        assertThat(rule.required(state))
                .isEqualTo(Bits.name(ControlWord.PIN.field(), ones) + " = 1");
        assertThat(rule.repair(state)).containsEntry(ControlWord.PIN.field(), ones);
        vmcs.set(ControlWord.PIN.field(), ones | 1L << 31);
        assertThat(rule.required(state)).isEqualTo("PIN_BASED_VM_EXEC_CONTROL bit 31 = 0");
    }

    @Test
    void bothKindsOfFixedBitsAreNamed() {
        assertThat(FixedBits.words(FIELD, 0x8, 0x3, 0x7))
                .isEqualTo("GUEST_CR3 bits 1:0 = 1, GUEST_CR3 bit 3 = 0");
        assertThat(FixedBits.words(FIELD, 0x1, 0x3, 0x7)).isEqualTo("GUEST_CR3 bit 1 = 1");
        assertThat(FixedBits.wrong(0x8, 0x3, 0x7)).isEqualTo(0xb);
    }

    @Test
    void rowsLeadWhereTheySay() {
        EntryRule rule = ROW.rule("X-001", "says", s -> false);
        assertThat(rule.required(state)).isEqualTo("says");
        assertThat(rule.repair(state)).isEmpty();
        assertThat(rule.outcome()).isEqualTo(RuleGroup.GUEST_REGISTERS.outcome());
        assertThat(rule.outcome(state)).isEqualTo(rule.outcome());
        Outcome other = RuleGroup.Outcomes.invalid();
        assertThat(rule.leadsTo(other).outcome(state)).isEqualTo(other);
        Outcome found = RuleGroup.Outcomes.guest(4);
        assertThat(rule.leadsTo(s -> found).outcome(state)).isEqualTo(found);
        assertThat(rule.outcome()).isEqualTo(other);
        assertThat(rule.in("1.2", "Elsewhere").section().title()).isEqualTo("Elsewhere");
        assertThat(rule.wants("this").required(state)).isEqualTo("this");
        assertThat(rule.wants(s -> "that").required(state)).isEqualTo("that");
        assertThat(rule.id()).isEqualTo("X-001").isEqualTo(rule.toString());
        assertThat(rule.group()).isEqualTo(RuleGroup.GUEST_REGISTERS.title());
        assertThat(rule.ruleGroup()).isEqualTo(RuleGroup.GUEST_REGISTERS);
    }

    @Test
    void bitsAreSetAndFieldsBecomeValues() {
        EntryRule sets = ROW.rule("X-001", "says", s -> (s.get(FIELD) & 6) == 6).sets(FIELD, 6);
        breaks(sets, 1, "GUEST_CR3 bits 2:1 = 1", Map.of(FIELD, 7L));
        EntryRule becomes = ROW.rule("X-001", "", s -> s.get(FIELD) == 9).becomes(FIELD, s -> 9);
        breaks(becomes, 1, "GUEST_CR3 = 0x9", Map.of(FIELD, 9L));
        EntryRule vain = ROW.rule("X-001", "", s -> false).mends(FIELD, s -> 9);
        assertThat(vain.repair(state)).isEmpty();
    }

    @Test
    void whatIsMissingLeavesTheSentence() {
        vmcs.forget(FIELD);
        EntryRule rule = ROW.rule("X-001", "says", s -> false);
        assertThat(rule.wants(s -> "" + s.get(FIELD)).required(state)).isEqualTo("says");
        assertThat(rule.mends(FIELD, s -> s.get(FIELD)).repair(state)).isEmpty();
        EntryRule absent = ROW.unmodelled("X-002", "says", "because");
        assertThat(absent.modelled()).isFalse();
        assertThat(absent.notModelled()).contains("because");
        assertThat(absent.holds(state)).isTrue();
    }
}
