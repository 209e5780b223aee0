package dev.ringmaster.testkit.run;

import dev.ringmaster.cpu.Cpu;
import dev.ringmaster.cpu.CpuProfile;
import dev.ringmaster.cpu.Feature;
import dev.ringmaster.hypervisor.Backend;
import dev.ringmaster.hypervisor.driver.svm.SvmBackend;
import dev.ringmaster.hypervisor.driver.vmx.VmxBackend;
import dev.ringmaster.svm.operation.Svm;
import dev.ringmaster.vmx.capability.VmxCapabilities;
import dev.ringmaster.vmx.operation.Vmx;

/** From names to backends, and from a profile to the extensions that its processor has. */
final class Backends {
    private Backends() {}

    static Backend of(Method method) {
        return switch (method) {
            case BARE -> throw new IllegalArgumentException("bare is no backend");
            case VMX -> new VmxBackend();
            case SVM -> new SvmBackend();
        };
    }

    /** Installs what {@code profile} has. */
    static void installExtensions(Cpu cpu, CpuProfile profile) {
        if (profile.has(Feature.VMX)) {
            Vmx.install(cpu, VmxCapabilities.modelled());
        }
        if (profile.has(Feature.SVM)) {
            cpu.install(new Svm(cpu));
        }
    }
}
