package dev.ringmaster.vmx.rule;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ringmaster.cpu.rule.Explanation;
import dev.ringmaster.vmx.capability.VmxCapabilities;
import dev.ringmaster.vmx.vmcs.Vmcs;
import dev.ringmaster.vmx.vmcs.VmcsField;

import org.junit.jupiter.api.Test;

import java.util.List;

/** A rule is undecided only if what is missing would decide it. */
class PartialStateTest {
    private static final VmxCapabilities CAPS = VmxCapabilities.permissive();
    private static final long CODE32 = 0xc09b;
    private static final long CODE64 = 0xa09b;
    private static final long BEYOND_32_BITS = 1L << 32;

    @Test
    void ripOf32BitCodeIsTooLongWhateverTheModeOfTheGuest() {
        assertThat(violated(code(CODE32))).contains("GUEST-147");
    }

    @Test
    void ripOf64BitCodeIsTooLongOnlyOutsideIa32eMode() {
        assertThat(violated(code(CODE64))).doesNotContain("GUEST-147");
        assertThat(undecided(code(CODE64))).contains("GUEST-147");
    }

    @Test
    void aGoodValueIsGoodWhetherOrNotItIsLoaded() {
        Explanation found =
                explain(Vmcs.partial().set(VmcsField.GUEST_IA32_PAT, 0x0606060606060606L));
        assertThat(undecided(found)).doesNotContain("GUEST-017");
        Explanation bad = explain(Vmcs.partial().set(VmcsField.GUEST_IA32_PAT, 2));
        assertThat(undecided(bad)).contains("GUEST-017");
    }

    @Test
    void aControlThatIsOffNeedsNothing() {
        Explanation found =
                explain(Vmcs.partial().set(VmcsField.SECONDARY_VM_EXEC_CONTROL, 1 << 7 | 1 << 1));
        assertThat(undecided(found)).doesNotContain("CTL-034", "CTL-042").contains("CTL-035");
    }

    @Test
    void oneOfFourConditionsSufficesToBreakARule() {
        EntryState state = EntryState.of(Vmcs.partial(), CAPS);
        state.context().set(EntryFact.COMPATIBILITY_MODE, 1);
        assertThat(violated(VmEntryChecker.explain(state))).containsExactly("BASIC-001");
    }

    @Test
    void aGuestThatEntersAGuestExitsThoughNobodyKnowsWhichInstructionItUsed() {
        EntryState state = EntryState.of(Vmcs.partial(), CAPS);
        state.context().set(EntryFact.VMX_NON_ROOT, 1);
        Explanation found = VmEntryChecker.explain(state);
        assertThat(violated(found)).containsExactly("BASIC-002");
        assertThat(found.outcome().number()).isEqualTo(20);
    }

    private static Explanation code(long rights) {
        return explain(
                Vmcs.partial()
                        .set(VmcsField.GUEST_CS_ACCESS_RIGHTS, rights)
                        .set(VmcsField.GUEST_RIP, BEYOND_32_BITS));
    }

    private static Explanation explain(Vmcs vmcs) {
        return VmEntryChecker.explain(vmcs, CAPS);
    }

    private static List<String> violated(Explanation explanation) {
        return explanation.violations().stream().map(each -> each.rule().id()).toList();
    }

    private static List<String> undecided(Explanation explanation) {
        return explanation.notChecked().stream().map(each -> each.rule().id()).toList();
    }
}
