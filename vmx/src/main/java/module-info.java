/**
 * Intel VT-x as hardware: VMCS, VM entry, VM exit, EPT. Knows nothing of AMD-V or of hypervisors.
 */
module dev.ringmaster.vmx {
    exports dev.ringmaster.vmx.capability;
    exports dev.ringmaster.vmx.entry;
    exports dev.ringmaster.vmx.ept;
    exports dev.ringmaster.vmx.exit;
    exports dev.ringmaster.vmx.nonroot;
    exports dev.ringmaster.vmx.operation;
    exports dev.ringmaster.vmx.rule;
    exports dev.ringmaster.vmx.vmcs;

    requires transitive dev.ringmaster.cpu;
}
