package dev.ringmaster.testkit.contract;

import dev.ringmaster.hypervisor.Backend;
import dev.ringmaster.hypervisor.driver.vmx.VmxBackend;

class VmxBackendProperties implements BackendContract {
    @Override
    public Backend backend() {
        return new VmxBackend();
    }
}
