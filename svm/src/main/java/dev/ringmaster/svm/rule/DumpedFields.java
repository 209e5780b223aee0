package dev.ringmaster.svm.rule;

import dev.ringmaster.cpu.rule.StateField;
import dev.ringmaster.svm.vmcb.VmcbField;

import java.util.Collections;
import java.util.EnumSet;
import java.util.Set;

/**
 * Which fields a dump of a VMCB shows at best. No dump tells the state of the host, the memory that
 * the guest's state refers to, or the newest fields. A rule that misses nothing but such a field is
 * listed as undecided, and taken as obeyed where the outcome is predicted; else no dump would ever
 * be said to enter. A rule that misses a field that a dump could show leaves the outcome unknown:
 * the dump is a fragment.
 */
final class DumpedFields {
    private static final Set<VmcbField> NEVER =
            Collections.unmodifiableSet(
                    EnumSet.of(
                            VmcbField.INTERCEPT_WORD5,
                            VmcbField.RAP_CONTROL,
                            VmcbField.VMCB_CLEAN,
                            VmcbField.ALLOWED_SEV_FEATURES,
                            VmcbField.GUEST_SEV_FEATURES,
                            VmcbField.S_CET,
                            VmcbField.SSP,
                            VmcbField.ISST_ADDR));

    private DumpedFields() {}

    /** Whether a dump may show it, so that its absence means something. */
    static boolean shows(StateField field) {
        return field instanceof VmcbField vmcbField && !NEVER.contains(vmcbField);
    }
}
