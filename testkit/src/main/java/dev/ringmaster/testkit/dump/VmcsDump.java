package dev.ringmaster.testkit.dump;

import dev.ringmaster.vmx.vmcs.EntryControl;
import dev.ringmaster.vmx.vmcs.ExitControl;
import dev.ringmaster.vmx.vmcs.Vmcs;
import dev.ringmaster.vmx.vmcs.VmcsField;

import java.util.OptionalLong;

/** Makes a VMCS of the dumps whose labels are fields: Linux KVM and Xen. */
final class VmcsDump {
    private VmcsDump() {}

    static DumpedState assemble(String format, Reading reading) {
        Pieces pieces = new Pieces(reading);
        reading.values()
                .forEach(
                        (name, value) -> {
                            VmcsField field = FieldNames.exactVmcs(name);
                            if (field != null) {
                                pieces.set(field, value);
                            }
                        });
        forgetWhatIsNotInUse(pieces.vmcs());
        takeBanner(pieces);
        MsrLists.read(pieces);
        report(pieces);
        return pieces.build(Vendor.INTEL, format);
    }

    /** A field that no control uses need not exist; what is printed for it means nothing. */
    private static void forgetWhatIsNotInUse(Vmcs vmcs) {
        long entry = given(vmcs, VmcsField.VM_ENTRY_CONTROLS);
        unless(EntryControl.LOAD_IA32_EFER.in(entry), vmcs, VmcsField.GUEST_IA32_EFER);
        unless(EntryControl.LOAD_IA32_PAT.in(entry), vmcs, VmcsField.GUEST_IA32_PAT);
        long exit = given(vmcs, VmcsField.VM_EXIT_CONTROLS);
        unless(ExitControl.LOAD_IA32_EFER.in(exit), vmcs, VmcsField.HOST_IA32_EFER);
        unless(ExitControl.LOAD_IA32_PAT.in(exit), vmcs, VmcsField.HOST_IA32_PAT);
    }

    private static long given(Vmcs vmcs, VmcsField controls) {
        return vmcs.given(controls) ? vmcs.get(controls) : 0;
    }

    private static void unless(boolean used, Vmcs vmcs, VmcsField field) {
        if (!used) {
            vmcs.forget(field);
        }
    }

    private static void report(Pieces pieces) {
        Reading reading = pieces.reading();
        reading.value("instruction-error")
                .ifPresent(error -> pieces.report(Reported.byInstructionError(error)));
        reading.value("exit-reason")
                .ifPresent(
                        reason ->
                                pieces.report(
                                        Reported.byExitReason(
                                                reason, qualification(reading).orElse(0))));
        reading.value("hardware-error")
                .ifPresent(error -> pieces.report(Reported.byHardwareError(error)));
        reading.value("EXIT_REASON")
                .ifPresent(
                        reason ->
                                pieces.report(
                                        Reported.byExitReason(
                                                reason,
                                                reading.value("EXIT_QUALIFICATION").orElse(0))));
    }

    /** What Xen prints ahead of the dump are fields too, and sometimes all that is left of it. */
    private static void takeBanner(Pieces pieces) {
        Reading reading = pieces.reading();
        take(pieces, VmcsField.VM_INSTRUCTION_ERROR, reading.value("instruction-error"));
        take(pieces, VmcsField.EXIT_REASON, reading.value("exit-reason"));
        take(pieces, VmcsField.EXIT_QUALIFICATION, qualification(reading));
    }

    private static void take(Pieces pieces, VmcsField field, OptionalLong value) {
        if (value.isPresent() && !pieces.vmcs().given(field)) {
            pieces.set(field, value.getAsLong());
        }
    }

    /** Xen counts the entries of the MSR-load area from 0, the processor from 1. */
    private static OptionalLong qualification(Reading reading) {
        OptionalLong entry = reading.value("msr-entry");
        return entry.isPresent()
                ? OptionalLong.of(entry.getAsLong() + 1)
                : reading.value("qualification");
    }
}
