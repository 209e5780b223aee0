package dev.ringmaster.testkit.contract;

import dev.ringmaster.hypervisor.Backend;
import dev.ringmaster.hypervisor.driver.svm.SvmBackend;

class SvmBackendProperties implements BackendContract {
    @Override
    public Backend backend() {
        return new SvmBackend();
    }
}
