package dev.ringmaster.vmx.rule;

import static dev.ringmaster.vmx.vmcs.SecondaryControl.ENABLE_EPT;
import static dev.ringmaster.vmx.vmcs.SecondaryControl.ENABLE_PML;
import static dev.ringmaster.vmx.vmcs.SecondaryControl.ENABLE_VPID;
import static dev.ringmaster.vmx.vmcs.SecondaryControl.INTEL_PT_USES_GUEST_PHYSICAL_ADDRESSES;
import static dev.ringmaster.vmx.vmcs.SecondaryControl.MODE_BASED_EXECUTE_CONTROL_FOR_EPT;
import static dev.ringmaster.vmx.vmcs.SecondaryControl.SUB_PAGE_WRITE_PERMISSIONS_FOR_EPT;
import static dev.ringmaster.vmx.vmcs.SecondaryControl.UNRESTRICTED_GUEST;
import static dev.ringmaster.vmx.vmcs.TertiaryControl.ENABLE_HLAT;
import static dev.ringmaster.vmx.vmcs.TertiaryControl.EPT_PAGING_WRITE_CONTROL;
import static dev.ringmaster.vmx.vmcs.TertiaryControl.GUEST_PAGING_VERIFICATION;
import static dev.ringmaster.vmx.vmcs.TertiaryControl.PEBS_USES_GUEST_PHYSICAL_ADDRESSES;
import static dev.ringmaster.vmx.vmcs.VmcsField.EPT_POINTER;
import static dev.ringmaster.vmx.vmcs.VmcsField.PML_ADDRESS;
import static dev.ringmaster.vmx.vmcs.VmcsField.SECONDARY_VM_EXEC_CONTROL;
import static dev.ringmaster.vmx.vmcs.VmcsField.SHARED_EPT_POINTER;
import static dev.ringmaster.vmx.vmcs.VmcsField.TERTIARY_VM_EXEC_CONTROL;
import static dev.ringmaster.vmx.vmcs.VmcsField.VIRTUAL_PROCESSOR_ID;

import dev.ringmaster.vmx.capability.EptVpidCapability;
import dev.ringmaster.vmx.rule.EntryRule.Predicate;
import dev.ringmaster.vmx.vmcs.SecondaryControl;
import dev.ringmaster.vmx.vmcs.TertiaryControl;

import java.util.List;

/** VPID, the EPT pointer, and the controls that mean nothing without EPT. */
final class EptControlRules {
    private static final Rows ROW = new Rows(RuleGroup.EXECUTION_CONTROLS);
    private static final Predicate EPT = s -> s.secondary(ENABLE_EPT);
    private static final Predicate PML = s -> s.secondary(ENABLE_PML);
    private static final Predicate SEAM = s -> s.is(EntryFact.IN_SEAM);

    private static final long TYPE = 7;
    private static final long WALK = 7 << 3;
    private static final long ACCESSED_DIRTY = 1 << 6;
    private static final long SHADOW_STACK = 1 << 7;
    private static final int WRITE_BACK = 6;

    private EptControlRules() {}

    static List<EntryRule> rows() {
        return List.of(
                ROW.rule(
                                "CTL-034",
                                "If VPIDs are enabled, the guest's is not 0, which is the"
                                        + " host's.",
                                s -> !s.secondary(ENABLE_VPID) || !s.equal(VIRTUAL_PROCESSOR_ID, 0))
                        .wants("VIRTUAL_PROCESSOR_ID != 0")
                        .mends(VIRTUAL_PROCESSOR_ID, s -> 1),
                ROW.rule(
                                "CTL-035",
                                "EPT structures have a memory type that the processor"
                                        + " supports.",
                                s -> !EPT.holds(s) || supportsType(s, s.get(EPT_POINTER)))
                        .wants("EPT_POINTER bits 2:0 = 6 (WB) or 0 (UC), as supported")
                        .mends(EPT_POINTER, s -> s.get(EPT_POINTER) & ~TYPE | goodType(s)),
                ROW.rule(
                                "CTL-036",
                                "EPT walks have a length that the processor supports.",
                                s -> !EPT.holds(s) || supportsWalk(s, s.get(EPT_POINTER)))
                        .wants("EPT_POINTER bits 5:3 = 3 (4 levels) or 4 (5), as supported")
                        .mends(EPT_POINTER, s -> s.get(EPT_POINTER) & ~WALK | 3 << 3),
                ROW.zero(
                        "CTL-037",
                        "EPT accessed and dirty flags are used only where they exist.",
                        s -> EPT.holds(s) && !s.caps().has(EptVpidCapability.ACCESSED_DIRTY),
                        EPT_POINTER,
                        ACCESSED_DIRTY),
                ROW.zero(
                        "CTL-038",
                        "EPT supervisor shadow-stack control is used only where it exists.",
                        s ->
                                EPT.holds(s)
                                        && !s.caps().has(EptVpidCapability.SUPERVISOR_SHADOW_STACK),
                        EPT_POINTER,
                        SHADOW_STACK),
                ROW.zero(
                        "CTL-039",
                        "Bits 11:8 of the EPT pointer are reserved.",
                        EPT,
                        EPT_POINTER,
                        0xf00),
                ROW.reserved(
                        "CTL-040",
                        "The EPT pointer fits into the physical-address width.",
                        EPT,
                        EPT_POINTER,
                        Rows::beyondPhysicalWidth),
                needsEpt("CTL-041", ENABLE_PML),
                needsEpt("CTL-042", UNRESTRICTED_GUEST),
                needsEpt("CTL-043", MODE_BASED_EXECUTE_CONTROL_FOR_EPT),
                needsEpt("CTL-044", SUB_PAGE_WRITE_PERMISSIONS_FOR_EPT),
                needsEpt("CTL-045", INTEL_PT_USES_GUEST_PHYSICAL_ADDRESSES),
                needsEpt("CTL-046", PEBS_USES_GUEST_PHYSICAL_ADDRESSES),
                needsEpt("CTL-047", ENABLE_HLAT),
                needsEpt("CTL-048", EPT_PAGING_WRITE_CONTROL),
                needsEpt("CTL-049", GUEST_PAGING_VERIFICATION),
                ROW.rule(
                                "CTL-050",
                                "A guest of SEAM root operation has EPT.",
                                s -> EPT.holds(s) || !SEAM.holds(s))
                        .wants("\"enable EPT\" = 1"),
                ROW.zero(
                        "CTL-051",
                        "In SEAM root operation the shared EPT pointer is aligned to 4096.",
                        SEAM,
                        SHARED_EPT_POINTER,
                        Bits.LOW_12),
                ROW.reserved(
                        "CTL-052",
                        "In SEAM root operation the shared EPT pointer fits into the"
                                + " physical-address width.",
                        SEAM,
                        SHARED_EPT_POINTER,
                        Rows::beyondPhysicalWidth),
                ROW.aligned("CTL-053", "enable PML", PML, PML_ADDRESS, Bits.LOW_12),
                ROW.fits("CTL-054", "enable PML", PML, PML_ADDRESS));
    }

    private static EntryRule needsEpt(String id, SecondaryControl control) {
        return ROW.rule(
                        id,
                        "\"%s\" needs EPT.".formatted(control.title()),
                        s -> !s.secondary(control) || EPT.holds(s))
                .clears(SECONDARY_VM_EXEC_CONTROL, control.mask());
    }

    private static EntryRule needsEpt(String id, TertiaryControl control) {
        return ROW.rule(
                        id,
                        "\"%s\" needs EPT.".formatted(control.title()),
                        s -> !s.tertiary(control) || EPT.holds(s))
                .clears(TERTIARY_VM_EXEC_CONTROL, control.mask());
    }

    private static boolean supportsType(EntryState s, long eptp) {
        int type = (int) (eptp & TYPE);
        return type == 0 && s.caps().has(EptVpidCapability.MEMORY_TYPE_UC)
                || type == WRITE_BACK && s.caps().has(EptVpidCapability.MEMORY_TYPE_WB);
    }

    private static long goodType(EntryState s) {
        return s.caps().has(EptVpidCapability.MEMORY_TYPE_WB) ? WRITE_BACK : 0;
    }

    private static boolean supportsWalk(EntryState s, long eptp) {
        long walk = eptp & WALK;
        return walk == 3 << 3 && s.caps().has(EptVpidCapability.PAGE_WALK_4)
                || walk == 4 << 3 && s.caps().has(EptVpidCapability.PAGE_WALK_5);
    }
}
