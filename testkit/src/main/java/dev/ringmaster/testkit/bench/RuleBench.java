package dev.ringmaster.testkit.bench;

import dev.ringmaster.vmx.capability.VmxCapabilities;
import dev.ringmaster.vmx.rule.EntryContext;
import dev.ringmaster.vmx.rule.EntryRule;
import dev.ringmaster.vmx.rule.EntryRules;
import dev.ringmaster.vmx.rule.EntryState;
import dev.ringmaster.vmx.rule.StraightLine;
import dev.ringmaster.vmx.rule.ValidVmcs;
import dev.ringmaster.vmx.vmcs.Vmcs;
import dev.ringmaster.vmx.vmcs.VmcsField;

import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.util.Arrays;
import java.util.List;
import java.util.function.Predicate;

/**
 * How many complete evaluations of all Intel VM-entry rules one core makes in a second, row by row
 * and in straight lines, on VMCSs of every mode of which several fields change before each
 * evaluation. Nothing is skipped: every modelled rule is evaluated every time.
 */
public final class RuleBench {
    private static final int WARM_UP = 4;
    private static final int ROUNDS = 7;
    private static final double NANOSECONDS = 1e9;

    private final ThreadMXBean clock = ManagementFactory.getThreadMXBean();
    private final EntryState[] states = states();
    private final EntryRule[] rows =
            EntryRules.all().stream().filter(EntryRule::modelled).toArray(EntryRule[]::new);

    private RuleBench() {}

    /**
     * Complete evaluations a second of CPU time, the median of several rounds.
     *
     * @param rows of the rule list, rule by rule
     * @param straightLine of the straight-line form
     */
    public record Rates(double rows, double straightLine) {
        /** How many times as fast the straight-line form is. */
        public double ratio() {
            return straightLine / rows;
        }
    }

    /**
     * Measures both forms in turns on the calling thread.
     *
     * @param evaluations of the rule list in one round; the straight-line form makes ten times as
     *     many
     * @throws IllegalArgumentException if {@code evaluations} is not positive
     */
    public static Rates measure(int evaluations) {
        if (evaluations <= 0) {
            throw new IllegalArgumentException(
                    "evaluations is " + evaluations + "; a round has at least 1");
        }
        return new RuleBench().rates(evaluations);
    }

    private Rates rates(int evaluations) {
        double[] rowRates = new double[ROUNDS];
        double[] straightRates = new double[ROUNDS];
        for (int round = -WARM_UP; round < ROUNDS; round++) {
            double rowRate = rate(this::allRowsHold, evaluations);
            double straightRate = rate(StraightLine::allHold, 10 * evaluations);
            if (round >= 0) {
                rowRates[round] = rowRate;
                straightRates[round] = straightRate;
            }
        }
        return new Rates(median(rowRates), median(straightRates));
    }

    private static double median(double[] rates) {
        Arrays.sort(rates);
        return rates[rates.length / 2];
    }

    private double rate(Predicate<EntryState> form, int evaluations) {
        long start = clock.getCurrentThreadCpuTime();
        for (int i = 0; i < evaluations; i++) {
            EntryState state = states[i % states.length];
            change(state.vmcs(), i);
            if (!form.test(state)) {
                throw new AssertionError("a valid VMCS violates a rule:\n" + state.vmcs());
            }
        }
        return evaluations * NANOSECONDS / Math.max(1, clock.getCurrentThreadCpuTime() - start);
    }

    private boolean allRowsHold(EntryState state) {
        for (EntryRule row : rows) {
            if (!row.holds(state)) {
                return false;
            }
        }
        return true;
    }

    /** A field or two of each group takes another valid value. */
    private static void change(Vmcs vmcs, int i) {
        long page = (i & 0xffffL) << 12;
        vmcs.set(VmcsField.MSR_BITMAP, page)
                .set(VmcsField.VM_EXIT_MSR_STORE_ADDRESS, page)
                .set(VmcsField.VM_ENTRY_INSTRUCTION_LEN, i & 0xf)
                .set(VmcsField.HOST_CR3, page)
                .set(VmcsField.HOST_GS_BASE, 0xffff888000000000L + i)
                .set(VmcsField.HOST_RIP, 0xffffffff81000000L + i)
                .set(VmcsField.GUEST_CR3, page)
                .set(VmcsField.GUEST_LDTR_BASE, i)
                .set(VmcsField.GUEST_GDTR_BASE, page)
                .set(VmcsField.GUEST_RIP, i & 0xffff)
                .set(VmcsField.GUEST_RFLAGS, vmcs.get(VmcsField.GUEST_RFLAGS) ^ 1)
                .set(VmcsField.GUEST_PENDING_DEBUG_EXCEPTIONS, i & 0xf)
                .set(VmcsField.GUEST_PDPTE0, page | 1);
    }

    private static EntryState[] states() {
        VmxCapabilities caps = VmxCapabilities.permissive();
        return List.of(
                        ValidVmcs.sixtyFourBit(caps),
                        ValidVmcs.everything(caps),
                        ValidVmcs.protected32(caps),
                        ValidVmcs.tprShadow(caps),
                        ValidVmcs.pae(caps),
                        ValidVmcs.realMode(caps),
                        ValidVmcs.virtual8086(caps))
                .stream()
                .map(vmcs -> state(vmcs, caps))
                .toArray(EntryState[]::new);
    }

    private static EntryState state(Vmcs vmcs, VmxCapabilities caps) {
        return new EntryState(
                vmcs,
                caps,
                EntryContext.sixtyFourBitLaunch(),
                (hostPhysical, bytes) -> 0,
                (index, value) -> false);
    }
}
