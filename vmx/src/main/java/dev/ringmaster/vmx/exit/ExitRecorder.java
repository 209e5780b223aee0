package dev.ringmaster.vmx.exit;

import static dev.ringmaster.vmx.vmcs.VmcsField.EXIT_QUALIFICATION;
import static dev.ringmaster.vmx.vmcs.VmcsField.EXIT_REASON;
import static dev.ringmaster.vmx.vmcs.VmcsField.GUEST_LINEAR_ADDRESS;
import static dev.ringmaster.vmx.vmcs.VmcsField.GUEST_PHYSICAL_ADDRESS;
import static dev.ringmaster.vmx.vmcs.VmcsField.IDT_VECTORING_ERROR_CODE;
import static dev.ringmaster.vmx.vmcs.VmcsField.IDT_VECTORING_INFO_FIELD;
import static dev.ringmaster.vmx.vmcs.VmcsField.VMX_INSTRUCTION_INFO;
import static dev.ringmaster.vmx.vmcs.VmcsField.VM_EXIT_INSTRUCTION_LEN;
import static dev.ringmaster.vmx.vmcs.VmcsField.VM_EXIT_INTR_ERROR_CODE;
import static dev.ringmaster.vmx.vmcs.VmcsField.VM_EXIT_INTR_INFO;

import dev.ringmaster.cpu.Cpu;
import dev.ringmaster.cpu.arch.Event;
import dev.ringmaster.cpu.arch.Vector;
import dev.ringmaster.cpu.guest.GuestExit;
import dev.ringmaster.vmx.vmcs.EventInfo;
import dev.ringmaster.vmx.vmcs.PendingDebug;
import dev.ringmaster.vmx.vmcs.Vmcs;

/**
 * Writes the VM-exit information fields of one VMCS. Every method returns what its caller throws to
 * unwind the guest's instruction; the state is switched afterwards, by {@link VmExit}.
 *
 * @sdm Vol. 3C, Recording VM-Exit Information and Updating VM-Entry Control Fields
 */
public final class ExitRecorder {
    private static final long BREAKPOINTS = 0xf;

    private final Cpu cpu;
    private final Vmcs vmcs;
    private boolean resumes;
    private boolean byNmi;
    private long pendingDebug;

    /** Records into {@code vmcs} what happens on {@code cpu}. */
    public ExitRecorder(Cpu cpu, Vmcs vmcs) {
        this.cpu = cpu;
        this.vmcs = vmcs;
    }

    /** An exit because of the current instruction. */
    public GuestExit instruction(ExitReason reason, long qualification) {
        return instruction(reason, qualification, 0);
    }

    /** An exit because of the current instruction, with information about its operands. */
    public GuestExit instruction(ExitReason reason, long qualification, long information) {
        begin(reason, qualification);
        vmcs.set(VM_EXIT_INSTRUCTION_LEN, cpu.state.instruction.length());
        vmcs.set(VMX_INSTRUCTION_INFO, information);
        return GuestExit.UNWIND;
    }

    /** As {@link #instruction}, with the linear address of the memory operand. */
    public GuestExit instructionAt(
            ExitReason reason, long qualification, long information, long linear) {
        vmcs.set(GUEST_LINEAR_ADDRESS, linear);
        return instruction(reason, qualification, information);
    }

    /** An exit between instructions, whose pending debug exceptions stay pending. */
    public GuestExit between(ExitReason reason) {
        begin(reason, 0);
        long pending = cpu.state.pendingDebug;
        long enabled = (pending & BREAKPOINTS) == 0 ? 0 : PendingDebug.ENABLED_BREAKPOINT.mask();
        pendingDebug = pending & (BREAKPOINTS | PendingDebug.BS.mask()) | enabled;
        return GuestExit.UNWIND;
    }

    /** An external interrupt; its vector is told if it was acknowledged. */
    public GuestExit externalInterrupt(int acknowledgedVector) {
        between(ExitReason.EXTERNAL_INTERRUPT);
        if (acknowledgedVector >= 0) {
            vmcs.set(VM_EXIT_INTR_INFO, EventInfo.VALID | acknowledgedVector);
        }
        return GuestExit.UNWIND;
    }

    /** A non-maskable interrupt. */
    public GuestExit nmi() {
        between(ExitReason.EXCEPTION_OR_NMI);
        byNmi = true;
        vmcs.set(VM_EXIT_INTR_INFO, information(Event.nmi(), false));
        return GuestExit.UNWIND;
    }

    /** An exception that the exception bitmap selects. */
    public GuestExit exception(Event event) {
        begin(ExitReason.EXCEPTION_OR_NMI, qualification(event), event);
        boolean errorCode = event.hasErrorCode() && cpu.state.protectedMode();
        vmcs.set(VM_EXIT_INTR_INFO, information(event, errorCode));
        vmcs.set(VM_EXIT_INTR_ERROR_CODE, errorCode ? event.errorCode() & 0xffffffffL : 0);
        if (event.type().software()) {
            vmcs.set(VM_EXIT_INSTRUCTION_LEN, event.instructionLength());
        }
        resumes = isFault(event);
        return GuestExit.UNWIND;
    }

    /** A fault while a double fault was delivered. */
    public GuestExit tripleFault() {
        begin(ExitReason.TRIPLE_FAULT, 0, cpu.state.delivering);
        return GuestExit.UNWIND;
    }

    /** A task switch; {@code software} is the length of the instruction that asked for it, or 0. */
    public GuestExit taskSwitch(long qualification, int instructionLength) {
        begin(ExitReason.TASK_SWITCH, qualification);
        if (instructionLength != 0) {
            vmcs.set(VM_EXIT_INSTRUCTION_LEN, instructionLength);
        }
        return GuestExit.UNWIND;
    }

    /** An access that EPT refuses or cannot translate. */
    public GuestExit ept(
            ExitReason reason, long qualification, long guestPhysical, long guestLinear) {
        begin(reason, qualification);
        vmcs.set(GUEST_PHYSICAL_ADDRESS, guestPhysical);
        vmcs.set(GUEST_LINEAR_ADDRESS, guestLinear);
        resumes = cpu.state.delivering == null;
        return GuestExit.UNWIND;
    }

    private void begin(ExitReason reason, long qualification) {
        begin(reason, qualification, null);
    }

    private void begin(ExitReason reason, long qualification, Event cause) {
        resumes = false;
        byNmi = false;
        pendingDebug = 0;
        vmcs.set(EXIT_REASON, reason.number());
        vmcs.set(EXIT_QUALIFICATION, qualification);
        vmcs.set(VM_EXIT_INTR_INFO, 0);
        vmcs.set(VM_EXIT_INSTRUCTION_LEN, 0);
        originalEvent(cause);
    }

    /**
     * Names the event whose delivery was under way. A double fault that exits by itself, a triple
     * fault, and an event that exits directly are no such case.
     *
     * @sdm Vol. 3C, Information for VM Exits That Occur During Event Delivery
     */
    @SuppressWarnings("ReferenceEquality") // the event that exits is the one being delivered
    private void originalEvent(Event cause) {
        Event original = cpu.state.delivering;
        if (original == null || original == cause || isDoubleFault(cause)) {
            vmcs.set(IDT_VECTORING_INFO_FIELD, 0);
            return;
        }
        boolean errorCode = original.hasErrorCode() && cpu.state.protectedMode();
        vmcs.set(IDT_VECTORING_INFO_FIELD, information(original, errorCode));
        if (errorCode) {
            vmcs.set(IDT_VECTORING_ERROR_CODE, original.errorCode() & 0xffffffffL);
        }
        if (original.type().software()) {
            vmcs.set(VM_EXIT_INSTRUCTION_LEN, original.instructionLength());
        }
    }

    private static long information(Event event, boolean errorCode) {
        long info = EventInfo.VALID | (long) event.type().number() << 8 | event.vector();
        return errorCode ? info | EventInfo.ERROR_CODE : info;
    }

    private static long qualification(Event event) {
        if (event.type() != Event.Type.HARDWARE_EXCEPTION) {
            return 0;
        }
        return event.vector() == Vector.PF.number() ? event.linear() : event.debugStatus();
    }

    private static boolean isDoubleFault(Event event) {
        return event != null
                && event.type() == Event.Type.HARDWARE_EXCEPTION
                && event.vector() == Vector.DF.number();
    }

    /** Faults save RFLAGS with RF 1, as their delivery would. */
    private static boolean isFault(Event event) {
        return event.type() == Event.Type.HARDWARE_EXCEPTION
                && event.vector() != Vector.DB.number();
    }

    /** Whether RFLAGS.RF is saved as 1. @sdm Vol. 3C, Saving RIP, RSP, RFLAGS, and SSP */
    boolean resumes() {
        return resumes;
    }

    /** Whether an NMI caused the exit. */
    boolean byNmi() {
        return byNmi;
    }

    /** What is saved as pending debug exceptions. */
    long pendingDebug() {
        return pendingDebug;
    }
}
