/**
 * AMD-V as hardware: VMCB, VMRUN, #VMEXIT, nested paging. Knows nothing of VT-x or of hypervisors.
 */
module dev.ringmaster.svm {
    exports dev.ringmaster.svm.capability;
    exports dev.ringmaster.svm.entry;
    exports dev.ringmaster.svm.exit;
    exports dev.ringmaster.svm.guestmode;
    exports dev.ringmaster.svm.npt;
    exports dev.ringmaster.svm.operation;
    exports dev.ringmaster.svm.rule;
    exports dev.ringmaster.svm.vmcb;

    requires transitive dev.ringmaster.cpu;
}
