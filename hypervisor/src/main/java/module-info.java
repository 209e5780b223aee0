/** The vendor-neutral hypervisor: machines, one driver per method, neutral exits, policies. */
module dev.ringmaster.hypervisor {
    requires transitive dev.ringmaster.cpu;
    requires transitive dev.ringmaster.vmx;
    requires transitive dev.ringmaster.svm;
    requires com.google.common;
}
