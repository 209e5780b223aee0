/** The vendor-neutral hypervisor: machines, one driver per method, neutral exits, policies. */
module dev.ringmaster.hypervisor {
    exports dev.ringmaster.hypervisor;
    exports dev.ringmaster.hypervisor.driver.svm;
    exports dev.ringmaster.hypervisor.driver.vmx;
    exports dev.ringmaster.hypervisor.emulation;
    exports dev.ringmaster.hypervisor.host;

    requires transitive dev.ringmaster.cpu;
    requires transitive dev.ringmaster.vmx;
    requires transitive dev.ringmaster.svm;
    requires com.google.common;
}
