package dev.ringmaster.svm.rule;

import static dev.ringmaster.svm.rule.ContextField.HOST_CPL;
import static dev.ringmaster.svm.rule.ContextField.HOST_CR0;
import static dev.ringmaster.svm.rule.ContextField.HOST_DR7;
import static dev.ringmaster.svm.rule.ContextField.HOST_EFER;
import static dev.ringmaster.svm.rule.ContextField.HOST_RFLAGS;
import static dev.ringmaster.svm.rule.ContextField.U_CET;
import static dev.ringmaster.svm.rule.ContextField.VMCB_PA;
import static dev.ringmaster.svm.vmcb.VmcbField.ALLOWED_SEV_FEATURES;
import static dev.ringmaster.svm.vmcb.VmcbField.CPL;
import static dev.ringmaster.svm.vmcb.VmcbField.CR0;
import static dev.ringmaster.svm.vmcb.VmcbField.CR3;
import static dev.ringmaster.svm.vmcb.VmcbField.CR4;
import static dev.ringmaster.svm.vmcb.VmcbField.CS_ATTRIB;
import static dev.ringmaster.svm.vmcb.VmcbField.CS_BASE;
import static dev.ringmaster.svm.vmcb.VmcbField.DR6;
import static dev.ringmaster.svm.vmcb.VmcbField.DR7;
import static dev.ringmaster.svm.vmcb.VmcbField.DS_BASE;
import static dev.ringmaster.svm.vmcb.VmcbField.EFER;
import static dev.ringmaster.svm.vmcb.VmcbField.ES_BASE;
import static dev.ringmaster.svm.vmcb.VmcbField.EVENTINJ;
import static dev.ringmaster.svm.vmcb.VmcbField.FS_BASE;
import static dev.ringmaster.svm.vmcb.VmcbField.GDTR_BASE;
import static dev.ringmaster.svm.vmcb.VmcbField.GS_BASE;
import static dev.ringmaster.svm.vmcb.VmcbField.GUEST_ASID;
import static dev.ringmaster.svm.vmcb.VmcbField.GUEST_SEV_FEATURES;
import static dev.ringmaster.svm.vmcb.VmcbField.G_PAT;
import static dev.ringmaster.svm.vmcb.VmcbField.IDTR_BASE;
import static dev.ringmaster.svm.vmcb.VmcbField.INTERCEPT_WORD3;
import static dev.ringmaster.svm.vmcb.VmcbField.INTERCEPT_WORD4;
import static dev.ringmaster.svm.vmcb.VmcbField.IOPM_BASE_PA;
import static dev.ringmaster.svm.vmcb.VmcbField.ISST_ADDR;
import static dev.ringmaster.svm.vmcb.VmcbField.LDTR_BASE;
import static dev.ringmaster.svm.vmcb.VmcbField.MSRPM_BASE_PA;
import static dev.ringmaster.svm.vmcb.VmcbField.NESTED_CONTROL;
import static dev.ringmaster.svm.vmcb.VmcbField.N_CR3;
import static dev.ringmaster.svm.vmcb.VmcbField.RIP;
import static dev.ringmaster.svm.vmcb.VmcbField.SSP;
import static dev.ringmaster.svm.vmcb.VmcbField.SS_BASE;
import static dev.ringmaster.svm.vmcb.VmcbField.S_CET;
import static dev.ringmaster.svm.vmcb.VmcbField.TLB_CONTROL;
import static dev.ringmaster.svm.vmcb.VmcbField.TR_BASE;
import static dev.ringmaster.svm.vmcb.VmcbField.VINTR;
import static dev.ringmaster.svm.vmcb.VmcbField.VIRT_EXT;
import static dev.ringmaster.svm.vmcb.VmcbField.VMSA_POINTER;

import dev.ringmaster.cpu.arch.Citation;
import dev.ringmaster.cpu.arch.Cr0;
import dev.ringmaster.cpu.arch.Cr4;
import dev.ringmaster.cpu.arch.Efer;
import dev.ringmaster.cpu.arch.Rflags;
import dev.ringmaster.cpu.rule.Outcome;
import dev.ringmaster.cpu.rule.Rule;
import dev.ringmaster.cpu.rule.StateField;
import dev.ringmaster.svm.vmcb.EventInjection;
import dev.ringmaster.svm.vmcb.Intercept;
import dev.ringmaster.svm.vmcb.NestedControl;
import dev.ringmaster.svm.vmcb.SegmentAttributes;
import dev.ringmaster.svm.vmcb.TlbControl;
import dev.ringmaster.svm.vmcb.Vintr;
import dev.ringmaster.svm.vmcb.VirtExt;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The rules of VMRUN and #VMEXIT, in architectural order. A row is what the manual says once:
 * identifier, group, section, one sentence, outcome, condition, repair. A rule that is not modelled
 * knows when it cannot apply, so that a guest without the feature is not troubled by it.
 *
 * @apm Vol. 2, Canonicalization and Consistency Checks
 */
public enum VmrunRule implements Rule {
    /** VMRUN exists only while EFER.SVME is 1. */
    SVM_ENABLED_IN_HOST(
            "INSTR-001",
            Stage.INSTRUCTION,
            Sections.VMRUN,
            "VMRUN exists only while EFER.SVME is 1.",
            Outcomes.UD,
            Check.of("HOST_EFER.SVME = 1", InstructionChecks::svmEnabled),
            Repair.set(HOST_EFER, Efer.SVME)),
    /** VMRUN exists only in protected mode: CR0.PE is 1 and RFLAGS.VM is 0. */
    HOST_IN_PROTECTED_MODE(
            "INSTR-002",
            Stage.INSTRUCTION,
            Sections.VMRUN,
            "VMRUN exists only in protected mode: CR0.PE is 1 and RFLAGS.VM is 0.",
            Outcomes.UD,
            Check.of("HOST_CR0.PE = 1 and HOST_RFLAGS.VM = 0", InstructionChecks::protectedMode),
            Repair.set(HOST_CR0, Cr0.PE),
            Repair.clear(HOST_RFLAGS, Rflags.VM)),
    /** VMRUN is for ring 0. */
    HOST_IN_RING_0(
            "INSTR-003",
            Stage.INSTRUCTION,
            Sections.VMRUN,
            "VMRUN is for ring 0.",
            Outcomes.GP,
            Check.of("HOST_CPL = 0", InstructionChecks::ring0),
            new Repair(HOST_CPL, state -> 0)),
    /** rAX holds the physical address of a page that the processor can reach. */
    VMCB_ADDRESS_LEGAL(
            "INSTR-004",
            Stage.INSTRUCTION,
            Sections.VMRUN,
            "rAX holds the physical address of a page that the processor can reach.",
            Outcomes.GP,
            Check.of(
                    "bits 11:0 of VMCB_PA are 0, and no bit at or above MAXPHYADDR is 1",
                    InstructionChecks::legalAddress),
            new Repair(
                    VMCB_PA,
                    state ->
                            state.get(VMCB_PA)
                                    & Physical.limit(state) - 1
                                    & ~Physical.PAGE_OFFSET)),
    /** VMRUN of a guest whose hypervisor intercepts it leaves that guest. */
    NOT_INTERCEPTED(
            "INSTR-005",
            Stage.INSTRUCTION,
            Sections.INTERCEPTS,
            "VMRUN of a guest whose hypervisor intercepts it leaves that guest.",
            Outcomes.INTERCEPTED,
            Check.of("VMRUN_INTERCEPTED = 0", InstructionChecks::notIntercepted)),
    /** EFER.SVME of the guest is 1, whether or not the guest may use SVM. */
    SVM_ENABLED_IN_GUEST(
            "CHK-001",
            Stage.CONSISTENCY,
            Sections.CHECKS,
            "EFER.SVME of the guest is 1, whether or not the guest may use SVM.",
            Outcomes.INVALID,
            Check.of("EFER.SVME = 1", RegisterChecks::svmEnabled),
            Repair.set(EFER, Efer.SVME)),
    /** CR0.NW is 1 only together with CR0.CD. */
    NOT_WRITE_THROUGH_ONLY_UNCACHED(
            "CHK-002",
            Stage.CONSISTENCY,
            Sections.CHECKS,
            "CR0.NW is 1 only together with CR0.CD.",
            Outcomes.INVALID,
            Check.of("CR0.CD = 1 or CR0.NW = 0", RegisterChecks::cachingLegal),
            Repair.clear(CR0, Cr0.NW)),
    /** The upper half of CR0 is 0. */
    CR0_UPPER_HALF(
            "CHK-003",
            Stage.CONSISTENCY,
            Sections.CHECKS,
            "The upper half of CR0 is 0.",
            Outcomes.INVALID,
            Check.of("bits 63:32 of CR0 are 0", RegisterChecks::cr0UpperZero),
            Repair.clear(CR0, RegisterChecks.UPPER)),
    /** CR3 has no bit beyond the physical addresses; legacy PAE mode has a row of its own. */
    CR3_OUTSIDE_LEGACY_PAE(
            "CHK-004",
            Stage.CONSISTENCY,
            Sections.CHECKS,
            "CR3 has no bit beyond the physical addresses, in long mode and in every other mode but"
                    + " legacy PAE, which CHK-005 is about.",
            Outcomes.INVALID,
            Check.of(
                    "outside of legacy PAE mode, no bit of CR3 at or above MAXPHYADDR is 1",
                    RegisterChecks::cr3FitsOutsideLegacyPae),
            Repair.cutToPhysical(CR3)),
    /** In legacy PAE mode CR3 has no bit beyond the physical addresses. */
    CR3_IN_LEGACY_PAE(
            "CHK-005",
            Stage.CONSISTENCY,
            Sections.CHECKS,
            "In legacy PAE mode CR3 has no bit beyond the physical addresses.",
            Outcomes.INVALID,
            Check.of(
                    "in legacy PAE mode, no bit of CR3 at or above MAXPHYADDR is 1",
                    RegisterChecks::cr3FitsInLegacyPae),
            Repair.cutToPhysical(CR3)),
    /** CR4 has no bit that the processor does not define. */
    CR4_RESERVED(
            "CHK-006",
            Stage.CONSISTENCY,
            Sections.CHECKS,
            "CR4 has no bit that the processor does not define.",
            Outcomes.INVALID,
            Check.of(
                    "bits 63:24, 19 and 15:13 of CR4 are 0, and so is each bit whose feature the"
                            + " processor lacks",
                    RegisterChecks::cr4Legal),
            new Repair(CR4, state -> state.get(CR4) & state.capabilities().cr4Bits())),
    /** The upper half of DR6 is 0. */
    DR6_UPPER_HALF(
            "CHK-007",
            Stage.CONSISTENCY,
            Sections.CHECKS,
            "The upper half of DR6 is 0.",
            Outcomes.INVALID,
            Check.of("bits 63:32 of DR6 are 0", RegisterChecks::dr6UpperZero),
            Repair.clear(DR6, RegisterChecks.UPPER)),
    /** The upper half of DR7 is 0. */
    DR7_UPPER_HALF(
            "CHK-008",
            Stage.CONSISTENCY,
            Sections.CHECKS,
            "The upper half of DR7 is 0.",
            Outcomes.INVALID,
            Check.of("bits 63:32 of DR7 are 0", RegisterChecks::dr7UpperZero),
            Repair.clear(DR7, RegisterChecks.UPPER)),
    /** EFER has no bit that the processor does not define. */
    EFER_RESERVED(
            "CHK-009",
            Stage.CONSISTENCY,
            Sections.CHECKS,
            "EFER has no bit that the processor does not define.",
            Outcomes.INVALID,
            Check.of(
                    "bits 63:22, 19, 16 and 9 of EFER are 0, and so is each bit whose feature the"
                            + " processor lacks; bits 7:1 are free",
                    RegisterChecks::eferLegal),
            new Repair(EFER, state -> state.get(EFER) & RegisterChecks.eferBits(state))),
    /** EFER.LME and EFER.LMA are 1 only on a processor that has long mode. */
    LONG_MODE_EXISTS(
            "CHK-010",
            Stage.CONSISTENCY,
            Sections.CHECKS,
            "EFER.LME and EFER.LMA are 1 only on a processor that has long mode.",
            Outcomes.INVALID,
            Check.of(
                    "EFER.LME = 0 and EFER.LMA = 0, or a processor with long mode",
                    RegisterChecks::longModeExists),
            Repair.clear(EFER, Efer.LME.mask() | Efer.LMA.mask())),
    /** Paging in long mode needs CR4.PAE. */
    LONG_MODE_NEEDS_PAE(
            "CHK-011",
            Stage.CONSISTENCY,
            Sections.CHECKS,
            "Paging in long mode needs CR4.PAE.",
            Outcomes.INVALID,
            Check.of(
                    "with EFER.LME = 1 and CR0.PG = 1, CR4.PAE = 1",
                    RegisterChecks::longModeHasPae),
            Repair.set(CR4, Cr4.PAE)),
    /** Paging in long mode needs CR0.PE. */
    LONG_MODE_NEEDS_PROTECTION(
            "CHK-012",
            Stage.CONSISTENCY,
            Sections.CHECKS,
            "Paging in long mode needs CR0.PE.",
            Outcomes.INVALID,
            Check.of(
                    "with EFER.LME = 1 and CR0.PG = 1, CR0.PE = 1",
                    RegisterChecks::longModeIsProtected),
            Repair.set(CR0, Cr0.PE)),
    /** In long mode a code segment is not both a 64-bit and a 32-bit one. */
    CODE_64_OR_32(
            "CHK-013",
            Stage.CONSISTENCY,
            Sections.CHECKS,
            "In long mode a code segment is not both a 64-bit and a 32-bit one.",
            Outcomes.INVALID,
            Check.of(
                    "with EFER.LME = 1, CR0.PG = 1 and CR4.PAE = 1, CS_ATTRIB.L = 0 or CS_ATTRIB.D"
                            + " = 0",
                    RegisterChecks::codeSizeLegal),
            Repair.clear(CS_ATTRIB, SegmentAttributes.DB)),
    /** The hypervisor intercepts VMRUN. */
    VMRUN_INTERCEPT(
            "CHK-014",
            Stage.CONSISTENCY,
            Sections.CHECKS,
            "The hypervisor intercepts VMRUN.",
            Outcomes.INVALID,
            Check.of("INTERCEPT_WORD4.VMRUN = 1", ControlChecks::vmrunIntercepted),
            Repair.set(INTERCEPT_WORD4, Intercept.VMRUN)),
    /** The 8 KBytes of the MSR permission map end within the physical addresses. */
    MSRPM_REACHABLE(
            "CHK-015",
            Stage.CONSISTENCY,
            Sections.CHECKS,
            "The 8 KBytes of the MSR permission map end within the physical addresses.",
            Outcomes.INVALID,
            Check.of(
                    "MSRPM_BASE_PA with bits 11:0 taken as 0, plus 1FFFh, is below 2^MAXPHYADDR",
                    ControlChecks::msrpmFits),
            Repair.moveTable(MSRPM_BASE_PA, ControlChecks.MSRPM_BYTES)),
    /** The 12 KBytes of the I/O permission map end within the physical addresses. */
    IOPM_REACHABLE(
            "CHK-016",
            Stage.CONSISTENCY,
            Sections.CHECKS,
            "The 12 KBytes of the I/O permission map end within the physical addresses.",
            Outcomes.INVALID,
            Check.of(
                    "IOPM_BASE_PA with bits 11:0 taken as 0, plus 2FFFh, is below 2^MAXPHYADDR",
                    ControlChecks::iopmFits),
            Repair.moveTable(IOPM_BASE_PA, ControlChecks.IOPM_BYTES)),
    /** An injected event has a type that is defined. */
    EVENT_TYPE_DEFINED(
            "CHK-017",
            Stage.CONSISTENCY,
            Sections.INJECTION,
            "An injected event has a type that is defined.",
            Outcomes.INVALID,
            Check.of("the type of EVENTINJ is 0, 2, 3 or 4", ControlChecks::eventTypeDefined),
            Repair.clear(EVENTINJ, EventInjection.VALID)),
    /** Vector 2 is injected as an NMI, never as an exception. */
    NMI_IS_NO_EXCEPTION(
            "CHK-018",
            Stage.CONSISTENCY,
            Sections.INJECTION,
            "Vector 2 is injected as an NMI, never as an exception.",
            Outcomes.INVALID,
            Check.of(
                    "with type 3, the vector of EVENTINJ is not 2",
                    ControlChecks::nmiIsNoException),
            new Repair(
                    EVENTINJ,
                    state ->
                            state.get(EVENTINJ) & ~EventInjection.TYPE_MASK
                                    | (long) EventInjection.NMI << 8)),
    /** An injected exception has one of the vectors of exceptions. */
    EXCEPTION_VECTOR(
            "CHK-019",
            Stage.CONSISTENCY,
            Sections.INJECTION,
            "An injected exception has one of the vectors of exceptions.",
            Outcomes.INVALID,
            Check.of(
                    "with type 3, the vector of EVENTINJ is at most 30, and none of 9, 15, 20 and"
                            + " 22 to 27, which are reserved",
                    ControlChecks::exceptionVectorExists),
            Repair.clear(EVENTINJ, EventInjection.VALID)),
    /**
     * An injected exception is one that the mode of the guest can raise: 64-bit mode knows neither
     * #OF nor #BR.
     */
    EXCEPTION_POSSIBLE(
            "CHK-020",
            Stage.CONSISTENCY,
            Sections.INJECTION,
            "An injected exception is one that the mode of the guest can raise: 64-bit mode knows"
                    + " neither #OF nor #BR.",
            Outcomes.INVALID,
            Check.of(
                    "in 64-bit mode with type 3, the vector of EVENTINJ is neither 4 nor 5",
                    ControlChecks::exceptionPossible),
            Repair.clear(EVENTINJ, EventInjection.VALID)),
    /** The guest has an ASID other than 0, which is the host's. */
    ASID_NOT_HOST(
            "CHK-021",
            Stage.CONSISTENCY,
            Sections.CHECKS,
            "The guest has an ASID other than 0, which is the host's.",
            Outcomes.INVALID,
            Check.of("GUEST_ASID is not 0", ControlChecks::asidNotHost),
            new Repair(GUEST_ASID, state -> 1)),
    /** S_CET has no reserved bit set. */
    S_CET_RESERVED(
            "CHK-022",
            Stage.CONSISTENCY,
            Sections.CHECKS,
            "S_CET has no reserved bit set.",
            Outcomes.INVALID,
            Check.of("bits 63:2 of S_CET are 0", RegisterChecks::supervisorCetLegal),
            Repair.clear(S_CET, ~RegisterChecks.CET_BITS)),
    /** CR4.CET is 1 only together with CR0.WP. */
    CET_NEEDS_WRITE_PROTECTION(
            "CHK-023",
            Stage.CONSISTENCY,
            Sections.CHECKS,
            "CR4.CET is 1 only together with CR0.WP.",
            Outcomes.INVALID,
            Check.of("with CR4.CET = 1, CR0.WP = 1", RegisterChecks::cetIsWriteProtected),
            Repair.set(CR0, Cr0.WP)),
    /** Virtual-8086 mode has no user shadow stack. */
    NO_SHADOW_STACK_IN_VIRTUAL_8086(
            "CHK-024",
            Stage.CONSISTENCY,
            Sections.CHECKS,
            "Virtual-8086 mode has no user shadow stack.",
            Outcomes.INVALID,
            Check.of(
                    "with CR4.CET = 1 and RFLAGS.VM = 1, bit 0 of U_CET is 0",
                    RegisterChecks::noShadowStackInVirtual8086),
            Repair.clear(U_CET, 1)),
    /** U_CET of an encrypted guest has no reserved bit set. */
    U_CET_RESERVED(
            "CHK-025",
            Stage.CONSISTENCY,
            Sections.CHECKS,
            "U_CET of an encrypted guest has no reserved bit set.",
            Outcomes.INVALID,
            Check.notModelled(
                    "the encrypted save area, which holds U_CET, is not modelled (SEV-ES)",
                    ControlChecks::noEncryptedState)),
    /** Virtual NMIs need the intercept of physical ones. */
    VIRTUAL_NMI_NEEDS_INTERCEPT(
            "CHK-026",
            Stage.CONSISTENCY,
            Sections.VNMI,
            "Virtual NMIs need the intercept of physical ones.",
            Outcomes.INVALID,
            Check.of(
                    "with VINTR.V_NMI_ENABLE = 1, INTERCEPT_WORD3.NMI = 1",
                    ControlChecks::virtualNmiIntercepts),
            Repair.set(INTERCEPT_WORD3, Intercept.NMI)),
    /** Nested paging needs a host with paging. */
    NESTED_PAGING_NEEDS_PAGED_HOST(
            "CHK-027",
            Stage.CONSISTENCY,
            Sections.NPT_ENABLE,
            "Nested paging needs a host with paging.",
            Outcomes.INVALID,
            Check.of(
                    "with NESTED_CONTROL.NP_ENABLE = 1, HOST_CR0.PG = 1",
                    ControlChecks::nestedPagingOnPagedHost),
            Repair.set(HOST_CR0, Cr0.PG)),
    /** N_CR3 has no bit that CR3 could not have in the paging mode of the host. */
    NESTED_ROOT_LEGAL(
            "CHK-028",
            Stage.CONSISTENCY,
            Sections.NPT_VMRUN,
            "N_CR3 has no bit that CR3 could not have in the paging mode of the host.",
            Outcomes.INVALID,
            Check.of(
                    "with NESTED_CONTROL.NP_ENABLE = 1, no bit of N_CR3 at or above MAXPHYADDR is"
                            + " 1, nor above 31 if the host is not in long mode",
                    ControlChecks::nestedRootFits),
            new Repair(N_CR3, ControlChecks::legalNestedRoot)),
    /** With nested paging, each byte of G_PAT is a memory type. */
    GUEST_PAT_LEGAL(
            "CHK-029",
            Stage.CONSISTENCY,
            Sections.NPT_VMRUN,
            "With nested paging, each byte of G_PAT is a memory type.",
            Outcomes.INVALID,
            Check.of(
                    "with NESTED_CONTROL.NP_ENABLE = 1, each byte of G_PAT is 0, 1, 4, 5, 6 or 7",
                    ControlChecks::guestPatLegal),
            new Repair(G_PAT, ControlChecks::legalPat)),
    /** Nested paging is enabled only on a processor that has it. */
    NESTED_PAGING_EXISTS(
            "CHK-030",
            Stage.CONSISTENCY,
            Sections.NPT,
            "Nested paging is enabled only on a processor that has it.",
            Outcomes.INVALID,
            Check.of(
                    "NESTED_CONTROL.NP_ENABLE = 0, or a processor with nested paging",
                    ControlChecks::nestedPagingExists),
            Repair.clear(NESTED_CONTROL, NestedControl.NP_ENABLE)),
    /** Supervisor shadow stack restrictions need nested paging. */
    SHADOW_STACK_CHECK_IS_NESTED(
            "CHK-031",
            Stage.CONSISTENCY,
            Sections.SSS,
            "Supervisor shadow stack restrictions need nested paging.",
            Outcomes.INVALID,
            Check.of(
                    "with NESTED_CONTROL.SSS_CHECK_ENABLE = 1, NESTED_CONTROL.NP_ENABLE = 1",
                    ControlChecks::shadowStackCheckIsNested),
            Repair.clear(NESTED_CONTROL, NestedControl.SSS_CHECK_ENABLE)),
    /**
     * Without nested paging, the four PDPEs of a guest in legacy PAE mode have no reserved bit set.
     */
    GUEST_PDPES_LEGAL(
            "CHK-032",
            Stage.CONSISTENCY,
            Sections.CHECKS,
            "Without nested paging, the four PDPEs of a guest in legacy PAE mode have no reserved"
                    + " bit set.",
            Outcomes.INVALID,
            Check.of(
                    "in legacy PAE mode with NESTED_CONTROL.NP_ENABLE = 0, each present PDPE at CR3"
                            + " has 0 in bits 2:1, 8:5 and from MAXPHYADDR up",
                    RegisterChecks::pdpesLegal)),
    /** Without flush by ASID, TLB_CONTROL knows 0 and 1 only. */
    FLUSH_EXISTS(
            "CHK-033",
            Stage.CONSISTENCY,
            Sections.TLB,
            "Without flush by ASID, TLB_CONTROL knows 0 and 1 only.",
            Outcomes.INVALID,
            Check.of(
                    "TLB_CONTROL is 0 or 1, or a processor that flushes by ASID",
                    ControlChecks::flushExists),
            new Repair(TLB_CONTROL, state -> TlbControl.ALL.encoding())),
    /**
     * The virtual interrupt controller needs nested paging, pages that the processor can reach and
     * a table that holds the last index; its mode for x2APIC needs the controller.
     */
    AVIC_LEGAL(
            "CHK-034",
            Stage.CONSISTENCY,
            Sections.AVIC,
            "The virtual interrupt controller needs nested paging, pages that the processor can"
                    + " reach and a table that holds the last index; its mode for x2APIC needs the"
                    + " controller.",
            Outcomes.INVALID,
            Check.of(
                    "with VINTR.AVIC_ENABLE = 1: NESTED_CONTROL.NP_ENABLE = 1, the three AVIC"
                            + " pages are below 2^MAXPHYADDR, and bits 11:0 of AVIC_PHYSICAL_TABLE"
                            + " are at most 255 or VINTR.X2AVIC_ENABLE = 1; with"
                            + " VINTR.X2AVIC_ENABLE = 1: VINTR.AVIC_ENABLE = 1",
                    ControlChecks::avicLegal),
            Repair.clear(VINTR, Vintr.AVIC_ENABLE.mask() | Vintr.X2AVIC_ENABLE.mask())),
    /**
     * Memory encryption of a guest needs nested paging, an encrypting host and an ASID from the
     * range for it.
     */
    SEV_LEGAL(
            "CHK-035",
            Stage.CONSISTENCY,
            Sections.SEV,
            "Memory encryption of a guest needs nested paging, an encrypting host and an ASID from"
                    + " the range for it.",
            Outcomes.INVALID,
            Check.notModelled(
                    "encrypted guests are not modelled (SEV)", ControlChecks::noEncryption)),
    /**
     * State encryption of a guest needs memory encryption, LBR virtualization and a save area that
     * the processor can reach.
     */
    SEV_ES_LEGAL(
            "CHK-036",
            Stage.CONSISTENCY,
            Sections.SEV_ES,
            "State encryption of a guest needs memory encryption, LBR virtualization and a save area"
                    + " that the processor can reach.",
            Outcomes.INVALID,
            Check.of(
                    "with NESTED_CONTROL.SEV_ES = 1: NESTED_CONTROL.SEV = 1, VIRT_EXT.LBR = 1, and"
                            + " VMSA_POINTER is below 2^MAXPHYADDR",
                    ControlChecks::encryptedStateLegal),
            Repair.set(NESTED_CONTROL, NestedControl.SEV),
            Repair.set(VIRT_EXT, VirtExt.LBR),
            Repair.cutToPhysical(VMSA_POINTER)),
    /** The encrypted save area asks for no SEV feature beyond those that are allowed. */
    SEV_FEATURES_ALLOWED(
            "CHK-037",
            Stage.CONSISTENCY,
            Sections.SNP,
            "The encrypted save area asks for no SEV feature beyond those that are allowed.",
            Outcomes.INVALID,
            Check.of(
                    "with NESTED_CONTROL.SEV_ES = 1 and bit 63 of ALLOWED_SEV_FEATURES = 1, no bit"
                            + " of GUEST_SEV_FEATURES is 1 that is 0 in ALLOWED_SEV_FEATURES",
                    ControlChecks::sevFeaturesAllowed),
            new Repair(
                    ALLOWED_SEV_FEATURES,
                    state -> state.get(ALLOWED_SEV_FEATURES) | state.get(GUEST_SEV_FEATURES))),
    /** The encrypted save area is not in use. */
    SAVE_AREA_NOT_BUSY(
            "CHK-038",
            Stage.CONSISTENCY,
            Sections.SEV_ES,
            "The encrypted save area is not in use.",
            Outcomes.BUSY,
            Check.notModelled(
                    "the encrypted save area is not modelled (SEV-ES)",
                    ControlChecks::noEncryptedState)),
    /** A guest with secure nested paging may need the sibling thread to be idle. */
    SIBLING_IDLE(
            "CHK-039",
            Stage.CONSISTENCY,
            Sections.SNP,
            "A guest with secure nested paging may need the sibling thread to be idle.",
            Outcomes.IDLE_REQUIRED,
            Check.notModelled(
                    "secure nested paging and sibling threads are not modelled (SEV-SNP)",
                    ControlChecks::noEncryptedState)),
    /** The virtual performance counters are in a legal state. */
    VIRTUAL_COUNTERS_LEGAL(
            "CHK-040",
            Stage.CONSISTENCY,
            Sections.PMC,
            "The virtual performance counters are in a legal state.",
            Outcomes.INVALID_PMC,
            Check.notModelled(
                    "virtual performance counters are not modelled (PMC virtualization)",
                    ControlChecks::noVirtualCounters)),
    /** VMRUN and VMLOAD take segment bases as canonical addresses. */
    BASES_CANONICAL(
            "FIX-001",
            Stage.TOLERATED,
            Sections.CHECKS,
            "VMRUN and VMLOAD take segment bases as canonical addresses.",
            Outcomes.enters("the base is sign-extended from the linear-address width"),
            Check.of("every base is canonical", RemarkChecks::basesCanonical),
            Repair.canonicalize(ES_BASE),
            Repair.canonicalize(CS_BASE),
            Repair.canonicalize(SS_BASE),
            Repair.canonicalize(DS_BASE),
            Repair.canonicalize(FS_BASE),
            Repair.canonicalize(GS_BASE),
            Repair.canonicalize(GDTR_BASE),
            Repair.canonicalize(LDTR_BASE),
            Repair.canonicalize(IDTR_BASE),
            Repair.canonicalize(TR_BASE)),
    /** VMRUN takes shadow stack pointers as canonical addresses. */
    SHADOW_STACK_CANONICAL(
            "FIX-002",
            Stage.TOLERATED,
            Sections.CHECKS,
            "VMRUN takes shadow stack pointers as canonical addresses.",
            Outcomes.enters("the pointer is sign-extended from the linear-address width"),
            Check.of(
                    "with CR4.CET = 1, SSP and ISST_ADDR are canonical",
                    RemarkChecks::shadowStackCanonical),
            Repair.canonicalize(SSP),
            Repair.canonicalize(ISST_ADDR)),
    /** VMRUN accepts any RIP; one that is not canonical faults in the guest. */
    RIP_CANONICAL(
            "FIX-003",
            Stage.TOLERATED,
            Sections.CHECKS,
            "VMRUN accepts any RIP; one that is not canonical faults in the guest.",
            Outcomes.enters("#GP in the guest at its first instruction"),
            Check.of("RIP is canonical", RemarkChecks::ripCanonical),
            Repair.canonicalize(RIP)),
    /**
     * Outside of long mode, paging without protection is allowed: paged real mode, which only VMRUN
     * can enter.
     */
    PAGED_REAL_MODE(
            "FIX-004",
            Stage.TOLERATED,
            Sections.REAL,
            "Outside of long mode, paging without protection is allowed: paged real mode, which"
                    + " only VMRUN can enter.",
            Outcomes.enters("the guest runs in paged real mode"),
            Check.of("CR0.PG = 0, CR0.PE = 1 or EFER.LME = 1", RemarkChecks::notPagedRealMode),
            Repair.set(CR0, Cr0.PE)),
    /** VMRUN takes EFER.LMA as EFER.LME and CR0.PG, whatever stands there. */
    LONG_MODE_ACTIVE_AGREES(
            "FIX-005",
            Stage.TOLERATED,
            Sections.CHECKS,
            "VMRUN takes EFER.LMA as EFER.LME and CR0.PG, whatever stands there.",
            Outcomes.enters("EFER.LMA is computed from EFER.LME and CR0.PG"),
            Check.of(
                    "EFER.LMA = 1 exactly if EFER.LME = 1 and CR0.PG = 1",
                    RemarkChecks::longModeActiveAgrees),
            new Repair(
                    EFER, state -> Efer.LMA.with(state.get(EFER), RegisterChecks.longMode(state)))),
    /**
     * The CPL field counts, except that real mode runs in ring 0 and virtual-8086 mode in ring 3.
     */
    PRIVILEGE_AGREES(
            "FIX-006",
            Stage.TOLERATED,
            Sections.CHECKS,
            "The CPL field counts, except that real mode runs in ring 0 and virtual-8086 mode in"
                    + " ring 3.",
            Outcomes.enters("the CPL of the mode is taken"),
            Check.of(
                    "CPL is 0 in real mode, 3 in virtual-8086 mode, and at most 3",
                    RemarkChecks::privilegeAgrees),
            new Repair(CPL, RemarkChecks::effectiveCpl)),
    /** Of the attributes of each segment, VMRUN observes only those that matter for it. */
    ATTRIBUTES_OBSERVED(
            "FIX-007",
            Stage.TOLERATED,
            Sections.CHECKS,
            "Of the attributes of each segment, VMRUN observes only those that matter for it.",
            Outcomes.enters("attribute bits that do not matter are ignored"),
            Check.notModelled("says which bits VMRUN reads, and so leaves nothing to violate")),
    /** With nested paging, PDPEs are read when they are needed, and not checked by VMRUN. */
    NESTED_PDPES_READ_LATER(
            "FIX-008",
            Stage.TOLERATED,
            Sections.NPT_VMRUN,
            "With nested paging, PDPEs are read when they are needed, and not checked by VMRUN.",
            Outcomes.enters("PDPEs are not checked at VMRUN"),
            Check.notModelled("says when PDPEs are read, and so leaves nothing to violate")),
    /** The PDPEs of a host in legacy PAE mode are legal when #VMEXIT reads them. */
    HOST_PDPES_LEGAL(
            "HOST-001",
            Stage.HOST_STATE,
            Sections.VMEXIT,
            "The PDPEs of a host in legacy PAE mode are legal when #VMEXIT reads them.",
            Outcomes.enters("shutdown at the next #VMEXIT"),
            Check.of(
                    "in legacy PAE mode, each present PDPE at HOST_CR3 has 0 in bits 2:1, 8:5 and"
                            + " from MAXPHYADDR up",
                    HostChecks::pdpesLegal)),
    /** The host state that #VMEXIT loads is one that VMRUN would accept for a guest. */
    HOST_STATE_CONSISTENT(
            "HOST-002",
            Stage.HOST_STATE,
            Sections.VMEXIT,
            "The host state that #VMEXIT loads is one that VMRUN would accept for a guest.",
            Outcomes.enters("shutdown at the next #VMEXIT"),
            Check.of(
                    "HOST_CR0, HOST_CR3, HOST_CR4 and HOST_EFER fulfil CHK-001 to CHK-006 and"
                            + " CHK-009 to CHK-012",
                    HostChecks::consistent)),
    /** The host's segments can be loaded again from its descriptor tables. */
    HOST_SEGMENTS_LOADABLE(
            "HOST-003",
            Stage.HOST_STATE,
            Sections.VMEXIT,
            "The host's segments can be loaded again from its descriptor tables.",
            Outcomes.enters("shutdown at the next #VMEXIT"),
            Check.notModelled(
                    "needs the loading of descriptors, which happens in the processor at #VMEXIT")),
    /**
     * The host goes on at an address within its code segment, or in 64-bit mode at a canonical one.
     */
    HOST_RIP_REACHABLE(
            "HOST-004",
            Stage.HOST_STATE,
            Sections.VMEXIT,
            "The host goes on at an address within its code segment, or in 64-bit mode at a"
                    + " canonical one.",
            Outcomes.enters("#GP in the host after the next #VMEXIT"),
            Check.of(
                    "HOST_RIP is canonical in 64-bit mode, and else at most HOST_CS_LIMIT",
                    HostChecks::ripReachable)),
    /** #VMEXIT sets CR0.PE, whatever the host's was. */
    HOST_PROTECTED(
            "HOST-005",
            Stage.HOST_STATE,
            Sections.VMEXIT,
            "#VMEXIT sets CR0.PE, whatever the host's was.",
            Outcomes.enters("CR0.PE becomes 1 at #VMEXIT"),
            Check.of("HOST_CR0.PE = 1", HostChecks::protectedMode),
            Repair.set(HOST_CR0, Cr0.PE)),
    /** #VMEXIT leaves virtual-8086 mode and goes to ring 0, wherever the host was. */
    HOST_PRIVILEGED(
            "HOST-006",
            Stage.HOST_STATE,
            Sections.VMEXIT,
            "#VMEXIT leaves virtual-8086 mode and goes to ring 0, wherever the host was.",
            Outcomes.enters("RFLAGS.VM and CPL become 0 at #VMEXIT"),
            Check.of("HOST_RFLAGS.VM = 0 and HOST_CPL = 0", HostChecks::ring0),
            Repair.clear(HOST_RFLAGS, Rflags.VM),
            new Repair(HOST_CPL, state -> 0)),
    /** #VMEXIT disables all breakpoints of DR7. */
    HOST_BREAKPOINTS_OFF(
            "HOST-007",
            Stage.HOST_STATE,
            Sections.VMEXIT,
            "#VMEXIT disables all breakpoints of DR7.",
            Outcomes.enters("the breakpoints are disabled at #VMEXIT"),
            Check.of("bits 7:0 of HOST_DR7 are 0", HostChecks::noBreakpoints),
            Repair.clear(HOST_DR7, HostChecks.BREAKPOINTS)),
    /** #VMEXIT clears the global interrupt flag. */
    GIF_CLEARED(
            "HOST-008",
            Stage.HOST_STATE,
            Sections.VMEXIT,
            "#VMEXIT clears the global interrupt flag.",
            Outcomes.enters("GIF becomes 0 at #VMEXIT"),
            Check.notModelled("an action of every #VMEXIT, and so nothing to violate")),
    /** #VMEXIT clears V_IRQ, V_INTR_MASKING and the TSC offset inside the processor. */
    INTERNAL_CONTROLS_CLEARED(
            "HOST-009",
            Stage.HOST_STATE,
            Sections.VMEXIT,
            "#VMEXIT clears V_IRQ, V_INTR_MASKING and the TSC offset inside the processor.",
            Outcomes.enters("they become 0 at #VMEXIT"),
            Check.notModelled("an action of every #VMEXIT, and so nothing to violate")),
    /** #VMEXIT returns to address space 0. */
    ASID_CLEARED(
            "HOST-010",
            Stage.HOST_STATE,
            Sections.VMEXIT,
            "#VMEXIT returns to address space 0.",
            Outcomes.enters("ASID becomes 0 at #VMEXIT"),
            Check.notModelled("an action of every #VMEXIT, and so nothing to violate")),
    /** #VMEXIT clears the valid bit of EVENTINJ in the VMCB. */
    INJECTION_CLEARED(
            "HOST-011",
            Stage.HOST_STATE,
            Sections.VMEXIT,
            "#VMEXIT clears the valid bit of EVENTINJ in the VMCB.",
            Outcomes.enters("the valid bit of EVENTINJ becomes 0 at #VMEXIT"),
            Check.of("bit 31 of EVENTINJ is 0", RemarkChecks::nothingInjected),
            Repair.clear(EVENTINJ, EventInjection.VALID));

    private final String id;
    private final Stage stage;
    private final Citation section;
    private final String says;
    private final Outcome outcome;
    private final Check check;
    private final List<Repair> repairs;

    VmrunRule(
            String id,
            Stage stage,
            Citation section,
            String says,
            Outcome outcome,
            Check check,
            Repair... repairs) {
        this.id = id;
        this.stage = stage;
        this.section = section;
        this.says = says;
        this.outcome = outcome;
        this.check = check;
        this.repairs = List.of(repairs);
    }

    @Override
    public String id() {
        return id;
    }

    @Override
    public String group() {
        return stage.title();
    }

    /** The group as a constant. */
    public Stage stage() {
        return stage;
    }

    @Override
    public Citation section() {
        return section;
    }

    @Override
    public String says() {
        return says;
    }

    @Override
    public Outcome outcome() {
        return outcome;
    }

    @Override
    public Optional<String> notModelled() {
        return check.notModelled();
    }

    /** What the rule wants, in terms of fields; empty if it is not modelled. */
    public String required() {
        return check.required();
    }

    /**
     * Whether the rule is obeyed. Of a rule that is not modelled: whether it cannot apply.
     *
     * @throws dev.ringmaster.cpu.rule.Missing if what it needs is not given
     */
    public boolean holds(VmrunState state) {
        return check.condition().holds(state);
    }

    /** The values that let the rule hold, where it is violated; empty if it has no repair. */
    public Map<StateField, Long> repair(VmrunState state) {
        Map<StateField, Long> changes = new LinkedHashMap<>();
        for (Repair repair : repairs) {
            if (state.given(repair.field())) {
                addChange(changes, repair, state);
            }
        }
        return Collections.unmodifiableMap(changes);
    }

    private static void addChange(Map<StateField, Long> changes, Repair repair, VmrunState state) {
        long value = repair.value().applyAsLong(state);
        if (state.get(repair.field()) != value) {
            changes.put(repair.field(), value);
        }
    }
}
