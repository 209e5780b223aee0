package dev.ringmaster.vmx.rule;

import static dev.ringmaster.vmx.vmcs.EntryControl.LOAD_IA32_RTIT_CTL;
import static dev.ringmaster.vmx.vmcs.ExitControl.CLEAR_IA32_RTIT_CTL;
import static dev.ringmaster.vmx.vmcs.PrimaryControl.RDTSC_EXITING;
import static dev.ringmaster.vmx.vmcs.SecondaryControl.ENABLE_EPT;
import static dev.ringmaster.vmx.vmcs.SecondaryControl.ENABLE_VM_FUNCTIONS;
import static dev.ringmaster.vmx.vmcs.SecondaryControl.EPT_VIOLATION_VE;
import static dev.ringmaster.vmx.vmcs.SecondaryControl.INTEL_PT_USES_GUEST_PHYSICAL_ADDRESSES;
import static dev.ringmaster.vmx.vmcs.SecondaryControl.PASID_TRANSLATION;
import static dev.ringmaster.vmx.vmcs.SecondaryControl.SUB_PAGE_WRITE_PERMISSIONS_FOR_EPT;
import static dev.ringmaster.vmx.vmcs.SecondaryControl.USE_TSC_SCALING;
import static dev.ringmaster.vmx.vmcs.SecondaryControl.VIRTUAL_INTERRUPT_DELIVERY;
import static dev.ringmaster.vmx.vmcs.SecondaryControl.VMCS_SHADOWING;
import static dev.ringmaster.vmx.vmcs.TertiaryControl.APIC_TIMER_VIRTUALIZATION;
import static dev.ringmaster.vmx.vmcs.TertiaryControl.ENABLE_HLAT;
import static dev.ringmaster.vmx.vmcs.VmcsField.CPU_BASED_VM_EXEC_CONTROL;
import static dev.ringmaster.vmx.vmcs.VmcsField.EPTP_LIST_ADDRESS;
import static dev.ringmaster.vmx.vmcs.VmcsField.HIGH_PASID_DIRECTORY_ADDRESS;
import static dev.ringmaster.vmx.vmcs.VmcsField.HLAT_POINTER;
import static dev.ringmaster.vmx.vmcs.VmcsField.LOW_PASID_DIRECTORY_ADDRESS;
import static dev.ringmaster.vmx.vmcs.VmcsField.SPP_TABLE_POINTER;
import static dev.ringmaster.vmx.vmcs.VmcsField.TERTIARY_VM_EXEC_CONTROL;
import static dev.ringmaster.vmx.vmcs.VmcsField.TSC_MULTIPLIER;
import static dev.ringmaster.vmx.vmcs.VmcsField.VIRTUALIZATION_EXCEPTION_INFORMATION_ADDRESS;
import static dev.ringmaster.vmx.vmcs.VmcsField.VIRTUAL_TIMER_VECTOR;
import static dev.ringmaster.vmx.vmcs.VmcsField.VMREAD_BITMAP;
import static dev.ringmaster.vmx.vmcs.VmcsField.VMWRITE_BITMAP;
import static dev.ringmaster.vmx.vmcs.VmcsField.VM_ENTRY_CONTROLS;
import static dev.ringmaster.vmx.vmcs.VmcsField.VM_EXIT_CONTROLS;
import static dev.ringmaster.vmx.vmcs.VmcsField.VM_FUNCTION_CONTROLS;

import dev.ringmaster.vmx.capability.ControlWord;
import dev.ringmaster.vmx.rule.EntryRule.Predicate;
import dev.ringmaster.vmx.vmcs.VmFunction;

import java.util.List;

/** VM functions, VMCS shadowing, and what came after. */
final class FeatureControlRules {
    private static final Rows ROW = new Rows(RuleGroup.EXECUTION_CONTROLS);
    private static final Predicate EPTP_SWITCHING = s -> s.function(VmFunction.EPTP_SWITCHING);
    private static final Predicate SHADOWING = s -> s.secondary(VMCS_SHADOWING);
    private static final Predicate VE = s -> s.secondary(EPT_VIOLATION_VE);
    private static final Predicate SPP = s -> s.secondary(SUB_PAGE_WRITE_PERMISSIONS_FOR_EPT);
    private static final Predicate HLAT = s -> s.tertiary(ENABLE_HLAT);
    private static final Predicate PASID = s -> s.secondary(PASID_TRANSLATION);
    private static final Predicate TIMER = s -> s.tertiary(APIC_TIMER_VIRTUALIZATION);
    private static final Predicate GUEST_PT =
            s -> s.secondary(INTEL_PT_USES_GUEST_PHYSICAL_ADDRESSES);

    private FeatureControlRules() {}

    static List<EntryRule> rows() {
        return List.of(
                ROW.reserved(
                        "CTL-055",
                        "Only VM functions are enabled that the processor has.",
                        s -> s.secondary(ENABLE_VM_FUNCTIONS),
                        VM_FUNCTION_CONTROLS,
                        s -> ~s.caps().mayBeOne(ControlWord.VM_FUNCTION)),
                ROW.rule(
                                "CTL-056",
                                "EPTP switching needs EPT.",
                                s -> !EPTP_SWITCHING.holds(s) || s.secondary(ENABLE_EPT))
                        .clears(VM_FUNCTION_CONTROLS, VmFunction.EPTP_SWITCHING.mask()),
                ROW.aligned(
                        "CTL-057",
                        "EPTP switching",
                        EPTP_SWITCHING,
                        EPTP_LIST_ADDRESS,
                        Bits.LOW_12),
                ROW.fits("CTL-058", "EPTP switching", EPTP_SWITCHING, EPTP_LIST_ADDRESS),
                ROW.aligned("CTL-059", "VMCS shadowing", SHADOWING, VMREAD_BITMAP, Bits.LOW_12),
                ROW.fits("CTL-060", "VMCS shadowing", SHADOWING, VMREAD_BITMAP),
                ROW.aligned("CTL-061", "VMCS shadowing", SHADOWING, VMWRITE_BITMAP, Bits.LOW_12),
                ROW.fits("CTL-062", "VMCS shadowing", SHADOWING, VMWRITE_BITMAP),
                ROW.aligned(
                        "CTL-063",
                        "EPT-violation #VE",
                        VE,
                        VIRTUALIZATION_EXCEPTION_INFORMATION_ADDRESS,
                        Bits.LOW_12),
                ROW.fits(
                        "CTL-064",
                        "EPT-violation #VE",
                        VE,
                        VIRTUALIZATION_EXCEPTION_INFORMATION_ADDRESS),
                ROW.rule(
                                "CTL-065",
                                "While the processor traces, VM entry cannot load IA32_RTIT_CTL.",
                                s -> !s.entry(LOAD_IA32_RTIT_CTL) || !s.is(EntryFact.RTIT_TRACE_EN))
                        .clears(VM_ENTRY_CONTROLS, LOAD_IA32_RTIT_CTL.mask()),
                ROW.rule(
                                "CTL-066",
                                "\"Intel PT uses guest physical addresses\" needs the VM-entry"
                                        + " control \"load IA32_RTIT_CTL\".",
                                s -> !GUEST_PT.holds(s) || s.entry(LOAD_IA32_RTIT_CTL))
                        .sets(VM_ENTRY_CONTROLS, LOAD_IA32_RTIT_CTL.mask()),
                ROW.rule(
                                "CTL-067",
                                "\"Intel PT uses guest physical addresses\" needs the VM-exit"
                                        + " control \"clear IA32_RTIT_CTL\".",
                                s -> !GUEST_PT.holds(s) || s.exit(CLEAR_IA32_RTIT_CTL))
                        .sets(VM_EXIT_CONTROLS, CLEAR_IA32_RTIT_CTL.mask()),
                ROW.aligned(
                        "CTL-068",
                        "sub-page write permissions for EPT",
                        SPP,
                        SPP_TABLE_POINTER,
                        Bits.LOW_12),
                ROW.fits("CTL-069", "sub-page write permissions for EPT", SPP, SPP_TABLE_POINTER),
                ROW.rule(
                                "CTL-070",
                                "With TSC scaling the TSC multiplier is not 0.",
                                s -> !s.secondary(USE_TSC_SCALING) || !s.equal(TSC_MULTIPLIER, 0))
                        .wants("TSC_MULTIPLIER != 0")
                        .mends(TSC_MULTIPLIER, s -> 1L << 48),
                ROW.zero(
                        "CTL-071",
                        "Bits 2:0 of the HLAT pointer are reserved.",
                        HLAT,
                        HLAT_POINTER,
                        7),
                ROW.zero(
                        "CTL-072",
                        "Bits 11:5 of the HLAT pointer are reserved.",
                        HLAT,
                        HLAT_POINTER,
                        0xfe0),
                ROW.reserved(
                        "CTL-073",
                        "The HLAT pointer fits into the physical-address width.",
                        HLAT,
                        HLAT_POINTER,
                        Rows::beyondPhysicalWidth),
                ROW.aligned(
                        "CTL-074",
                        "PASID translation",
                        PASID,
                        LOW_PASID_DIRECTORY_ADDRESS,
                        Bits.LOW_12),
                ROW.fits("CTL-075", "PASID translation", PASID, LOW_PASID_DIRECTORY_ADDRESS),
                ROW.aligned(
                        "CTL-076",
                        "PASID translation",
                        PASID,
                        HIGH_PASID_DIRECTORY_ADDRESS,
                        Bits.LOW_12),
                ROW.fits("CTL-077", "PASID translation", PASID, HIGH_PASID_DIRECTORY_ADDRESS),
                ROW.rule(
                                "CTL-078",
                                "APIC-timer virtualization needs virtual-interrupt delivery.",
                                s -> !TIMER.holds(s) || s.secondary(VIRTUAL_INTERRUPT_DELIVERY))
                        .clears(TERTIARY_VM_EXEC_CONTROL, APIC_TIMER_VIRTUALIZATION.mask()),
                ROW.rule(
                                "CTL-079",
                                "APIC-timer virtualization excludes RDTSC exiting.",
                                s -> !TIMER.holds(s) || !s.primary(RDTSC_EXITING))
                        .clears(CPU_BASED_VM_EXEC_CONTROL, RDTSC_EXITING.mask()),
                ROW.zero(
                        "CTL-080",
                        "With APIC-timer virtualization bits 15:8 of the virtual timer vector"
                                + " are 0.",
                        TIMER,
                        VIRTUAL_TIMER_VECTOR,
                        0xff00));
    }
}
