package dev.ringmaster.testkit.dump;

import java.util.List;
import java.util.Locale;

/** The VMX capability MSRs by name. @sdm Vol. 3D, VMX Capability Reporting Facility */
final class CapabilityNames {
    /** From 480H on. */
    private static final List<String> NAMES =
            List.of(
                    "BASIC",
                    "PINBASED_CTLS",
                    "PROCBASED_CTLS",
                    "EXIT_CTLS",
                    "ENTRY_CTLS",
                    "MISC",
                    "CR0_FIXED0",
                    "CR0_FIXED1",
                    "CR4_FIXED0",
                    "CR4_FIXED1",
                    "VMCS_ENUM",
                    "PROCBASED_CTLS2",
                    "EPT_VPID_CAP",
                    "TRUE_PINBASED_CTLS",
                    "TRUE_PROCBASED_CTLS",
                    "TRUE_EXIT_CTLS",
                    "TRUE_ENTRY_CTLS",
                    "VMFUNC",
                    "PROCBASED_CTLS3",
                    "EXIT_CTLS2");

    private static final int FIRST = 0x480;

    private CapabilityNames() {}

    /** The number of the MSR that a name means; 0 if it means none. */
    static int number(String name) {
        String upper = name.toUpperCase(Locale.ROOT);
        int at = upper.indexOf("IA32_VMX_");
        if (at < 0) {
            return 0;
        }
        int index = NAMES.indexOf(upper.substring(at + "IA32_VMX_".length()));
        return index < 0 ? 0 : FIRST + index;
    }

    /** Whether a name means the width of physical addresses. */
    static boolean isPhysicalWidth(String name) {
        return name.equalsIgnoreCase("MAXPHYADDR");
    }
}
