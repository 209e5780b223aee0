package dev.ringmaster.hypervisor.driver.vmx;

import dev.ringmaster.cpu.arch.Access;
import dev.ringmaster.cpu.arch.Event;
import dev.ringmaster.cpu.guest.PortAccess;
import dev.ringmaster.cpu.rule.Finding;
import dev.ringmaster.hypervisor.Exit;
import dev.ringmaster.hypervisor.RawExit;
import dev.ringmaster.vmx.exit.ExitReason;
import dev.ringmaster.vmx.operation.Vmx;
import dev.ringmaster.vmx.operation.VmxResult;
import dev.ringmaster.vmx.rule.VmEntryChecker;
import dev.ringmaster.vmx.vmcs.EventInfo;
import dev.ringmaster.vmx.vmcs.VmcsField;

import java.util.List;
import java.util.stream.Collectors;

/** Translates VM exits into neutral ones. @sdm Vol. 3C, VMX Basic Exit Reasons */
final class VmxExits {
    private static final int RAX = 0;
    private static final int RCX = 1;
    private static final int RDX = 2;

    private final CurrentVmcs vmcs;
    private final long[] gpr;
    private final Vmx vmx;

    VmxExits(CurrentVmcs vmcs, long[] gpr, Vmx vmx) {
        this.vmcs = vmcs;
        this.gpr = gpr;
        this.vmx = vmx;
    }

    /** The exit that the VMCS reports. */
    Exit translate() {
        long reason = vmcs.read(VmcsField.EXIT_REASON);
        ExitReason basic = ExitReason.of((int) reason & 0xffff);
        long qualification = vmcs.read(VmcsField.EXIT_QUALIFICATION);
        RawExit raw =
                new RawExit(
                        "vmx",
                        basic.number(),
                        basic.title(),
                        qualification,
                        vmcs.read(VmcsField.GUEST_PHYSICAL_ADDRESS));
        return (reason & ExitReason.ENTRY_FAILURE_BIT) != 0
                ? new Exit.EntryFailed(why(basic.title()), raw)
                : translate(basic, qualification, raw);
    }

    /** What a VMLAUNCH or VMRESUME comes to that did not enter the guest. */
    Exit notEntered(VmxResult result) {
        if (result.kind() == VmxResult.Kind.EXITED) {
            return translate();
        }
        String title = result.toString();
        return new Exit.EntryFailed(why(title), new RawExit("vmx", result.error(), title, 0, 0));
    }

    /** The rules that the VMCS violates; {@code title} if none of them is the reason. */
    private String why(String title) {
        return vmx.current()
                .map(current -> VmEntryChecker.explain(current, vmx.capabilities()).violations())
                .filter(violations -> !violations.isEmpty())
                .map(VmxExits::sentences)
                .orElse(title);
    }

    private static String sentences(List<Finding> violations) {
        return violations.stream()
                .map(finding -> finding.rule().id() + " " + finding.rule().says())
                .collect(Collectors.joining("; "));
    }

    private Exit translate(ExitReason reason, long qualification, RawExit raw) {
        return switch (reason) {
            case CPUID -> new Exit.Cpuid((int) gpr[RAX], (int) gpr[RCX], raw);
            case IO_INSTRUCTION -> new Exit.PortIo(port(qualification), raw);
            case RDMSR -> new Exit.ReadMsr((int) gpr[RCX], raw);
            case WRMSR ->
                    new Exit.WriteMsr((int) gpr[RCX], gpr[RDX] << 32 | gpr[RAX] & 0xffffffffL, raw);
            case HLT -> new Exit.Halt(raw);
            case EPT_VIOLATION ->
                    new Exit.MemoryAccess(raw.information2(), access(qualification), raw);
            case EXCEPTION_OR_NMI -> new Exit.Exception(event(), raw);
            case EXTERNAL_INTERRUPT -> new Exit.ExternalInterrupt(raw);
            case INTERRUPT_WINDOW, NMI_WINDOW -> new Exit.InterruptWindow(raw);
            case TRIPLE_FAULT -> new Exit.TripleFault(raw);
            case VMCALL -> new Exit.Hypercall(raw);
            default -> new Exit.Instruction(raw);
        };
    }

    /**
     * @sdm Vol. 3C, Exit Qualification for I/O Instructions
     */
    private static PortAccess port(long q) {
        return new PortAccess(
                (int) (q >>> 16) & 0xffff,
                (int) (q & 7) + 1,
                (q & 8) != 0,
                (q & 0x10) != 0,
                (q & 0x20) != 0,
                (q & 0x40) != 0,
                0,
                0,
                0);
    }

    /**
     * @sdm Vol. 3C, Exit Qualification for EPT Violations
     */
    private static Access access(long q) {
        if ((q & 4) != 0) {
            return Access.EXECUTE;
        }
        return (q & 2) != 0 ? Access.WRITE : Access.READ;
    }

    private Event event() {
        long info = vmcs.read(VmcsField.VM_EXIT_INTR_INFO);
        boolean hasCode = EventInfo.hasErrorCode(info);
        return new Event(
                Event.Type.HARDWARE_EXCEPTION,
                EventInfo.vector(info),
                hasCode,
                hasCode ? (int) vmcs.read(VmcsField.VM_EXIT_INTR_ERROR_CODE) : 0,
                0,
                vmcs.read(VmcsField.EXIT_QUALIFICATION),
                0);
    }
}
