/**
 * AMD-V as hardware: VMCB, VMRUN, #VMEXIT, nested paging. Knows nothing of VT-x or of hypervisors.
 */
module dev.ringmaster.svm {
    requires transitive dev.ringmaster.cpu;
    requires com.google.common;

    exports dev.ringmaster.svm.vmcb;
    exports dev.ringmaster.svm.exit;
}
