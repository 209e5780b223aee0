package dev.ringmaster.svm.entry;

import dev.ringmaster.svm.exit.ExitCode;
import dev.ringmaster.svm.vmcb.VmcbField;
import dev.ringmaster.svm.vmcb.VmcbMemory;

/**
 * A VMRUN whose VMCB breaks a rule: the processor never was in the guest, so nothing is saved but
 * the report, and the host goes on behind VMRUN with GIF 0.
 *
 * @apm Vol. 2, Canonicalization and Consistency Checks
 */
record InvalidEntry(WorldSwitch world) {

    void report() {
        for (VmcbField field : SwitchedFields.REPORT.asSet()) {
            world.report(field, 0);
        }
        world.report(VmcbField.EXITCODE, ExitCode.VMEXIT_INVALID.code());
        SwitchedFields.REPORT.store(world.memory, world.vmcbPa, world.vmcb);
        VmcbMemory.write(world.memory, world.vmcbPa, VmcbField.EVENTINJ, 0);
        StateTransfer.forceHost(world.cpu.state);
        world.gif().set(false);
        world.cpu.modeChanged();
    }
}
