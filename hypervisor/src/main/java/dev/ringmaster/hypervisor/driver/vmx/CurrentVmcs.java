package dev.ringmaster.hypervisor.driver.vmx;

import dev.ringmaster.vmx.operation.Vmx;
import dev.ringmaster.vmx.operation.VmxResult;
import dev.ringmaster.vmx.vmcs.VmcsField;

/** One VMCS, made current whenever it is used. */
final class CurrentVmcs {
    private final Vmx vmx;
    private final long region;
    private boolean launched;

    CurrentVmcs(Vmx vmx, long region) {
        this.vmx = vmx;
        this.region = region;
        require(vmx.vmclear(region));
    }

    void makeCurrent() {
        if (vmx.vmptrst() != region) {
            require(vmx.vmptrld(region));
        }
    }

    long read(VmcsField field) {
        return vmx.vmread(field).value();
    }

    void write(VmcsField field, long value) {
        require(vmx.vmwrite(field, value));
    }

    /** VMLAUNCH the first time, VMRESUME from then on. */
    VmxResult enter() {
        VmxResult result = launched ? vmx.vmresume() : vmx.vmlaunch();
        launched |= result.succeeded();
        return result;
    }

    private static void require(VmxResult result) {
        if (!result.succeeded()) {
            throw new AssertionError("the driver misuses VMX: " + result);
        }
    }
}
