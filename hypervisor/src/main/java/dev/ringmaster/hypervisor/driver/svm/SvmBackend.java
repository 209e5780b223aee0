package dev.ringmaster.hypervisor.driver.svm;

import dev.ringmaster.cpu.CpuProfile;
import dev.ringmaster.cpu.CpuProfiles;
import dev.ringmaster.cpu.Feature;
import dev.ringmaster.cpu.arch.Efer;
import dev.ringmaster.cpu.arch.Msr;
import dev.ringmaster.hypervisor.Backend;
import dev.ringmaster.hypervisor.VcpuDriver;
import dev.ringmaster.hypervisor.host.Host;
import dev.ringmaster.svm.operation.Svm;

/** Virtualization by AMD-V with nested paging. */
public final class SvmBackend implements Backend {

    @Override
    public String name() {
        return "svm";
    }

    @Override
    public CpuProfile defaultProfile() {
        return CpuProfiles.byName("amd-zen3").orElseThrow();
    }

    @Override
    public Driver start(CpuProfile profile, int memorySize) {
        if (!profile.has(Feature.SVM)) {
            throw new IllegalArgumentException("profile " + profile.name() + " has no SVM");
        }
        Host host = new Host(profile, memorySize);
        Svm svm =
                host.install(
                        cpu -> {
                            Svm made = new Svm(cpu);
                            cpu.install(made);
                            return made;
                        });
        switchOn(host);
        return new Driver() {
            private int nextAsid = 1;

            @Override
            public Host host() {
                return host;
            }

            @Override
            public VcpuDriver vcpu(long start, int size) {
                return new SvmVcpu(host, svm, start, size, nextAsid++);
            }
        };
    }

    /**
     * @apm Vol. 2, Enabling SVM
     */
    private static void switchOn(Host host) {
        host.cpu().state.efer = Efer.SVME.set(host.cpu().state.efer);
        host.cpu().msrs().write(Msr.VM_HSAVE_PA, host.frames().page());
    }
}
