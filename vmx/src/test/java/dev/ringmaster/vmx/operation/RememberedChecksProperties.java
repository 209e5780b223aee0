package dev.ringmaster.vmx.operation;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ringmaster.cpu.guest.GuestExit;
import dev.ringmaster.cpu.rule.Outcome;
import dev.ringmaster.vmx.rule.EntryContext;
import dev.ringmaster.vmx.rule.EntryFact;
import dev.ringmaster.vmx.rule.EntryState;
import dev.ringmaster.vmx.rule.RuleViolation;
import dev.ringmaster.vmx.rule.VmEntryChecker;
import dev.ringmaster.vmx.vmcs.Vmcs;
import dev.ringmaster.vmx.vmcs.VmcsField;

import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;

import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** VM entry, which asks only rules whose fields changed, ends as if it had asked all. */
class RememberedChecksProperties {
    private static final VmcsField[] FIELDS = VmcsField.values();

    /** MSR lists of garbage end in VMX aborts, or in faults that only the processor knows. */
    private static final Set<VmcsField> LISTS =
            EnumSet.of(
                    VmcsField.VM_ENTRY_MSR_LOAD_COUNT,
                    VmcsField.VM_EXIT_MSR_LOAD_COUNT,
                    VmcsField.VM_EXIT_MSR_STORE_COUNT);

    private final TinyMachine machine = new TinyMachine().withGuest(0xf4);
    private final Vmcs good;

    RememberedChecksProperties() {
        machine.launch();
        good = machine.vmx.current().orElseThrow().copy();
    }

    @Property(tries = 500)
    void entryEndsAsAllRulesSay(
            @ForAll @Size(min = 1, max = 8) List<@IntRange(max = (1 << 14) - 1) Integer> flips) {
        for (int flip : flips) {
            VmcsField field = FIELDS[(flip >> 6) % FIELDS.length];
            if (!LISTS.contains(field)) {
                enterWith(field, good.get(field) ^ 1L << flip);
            }
            enterWith(field, good.get(field));
        }
    }

    @Example
    void theGuestItselfIsEntered() {
        enterWith(VmcsField.GUEST_RIP, 0);
        assertThat(expected()).isEmpty();
    }

    private void enterWith(VmcsField field, long value) {
        Vmcs vmcs = machine.vmx.current().orElseThrow();
        for (VmcsField each : FIELDS) {
            vmcs.set(each, each == field ? value : good.get(each));
        }
        Optional<RuleViolation> expected = expected();
        VmxResult result = machine.vmx.vmresume();
        if (expected.isEmpty()) {
            assertThat(result.kind()).isIn(VmxResult.Kind.SUCCEED, VmxResult.Kind.EXITED);
        } else {
            requireFailure(expected.get().outcome(), result, vmcs);
        }
        leave();
    }

    private static void requireFailure(Outcome outcome, VmxResult result, Vmcs vmcs) {
        if (outcome.kind() == Outcome.Kind.VM_FAIL_VALID) {
            assertThat(result.error()).isEqualTo(outcome.number());
        } else {
            assertThat(result.kind()).isEqualTo(VmxResult.Kind.EXITED);
            assertThat(vmcs.get(VmcsField.EXIT_REASON)).isEqualTo(1L << 31 | outcome.number());
            assertThat(vmcs.get(VmcsField.EXIT_QUALIFICATION)).isEqualTo(outcome.qualification());
        }
    }

    private Optional<RuleViolation> expected() {
        EntryContext context =
                EntryContext.sixtyFourBitLaunch()
                        .set(EntryFact.VMRESUME, 1)
                        .set(EntryFact.LAUNCHED, 1)
                        .set(EntryFact.CURRENT_VMCS_POINTER, TinyMachine.VMCS_REGION);
        return VmEntryChecker.firstViolation(
                new EntryState(
                        machine.vmx.current().orElseThrow().copy(),
                        machine.vmx.capabilities(),
                        context,
                        machine.cpu.physical::read,
                        (index, value) -> false));
    }

    /** Out of the guest without an instruction. */
    private void leave() {
        if (machine.vmx.inNonRoot()) {
            try {
                machine.cpu.intercepts().cpuid();
            } catch (GuestExit exit) {
                machine.cpu.guest().complete();
            }
        }
    }
}
