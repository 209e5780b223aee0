package dev.ringmaster.hypervisor.driver.vmx;

import dev.ringmaster.cpu.CpuProfile;
import dev.ringmaster.cpu.CpuProfiles;
import dev.ringmaster.cpu.Feature;
import dev.ringmaster.cpu.arch.Cr4;
import dev.ringmaster.cpu.arch.Msr;
import dev.ringmaster.hypervisor.Backend;
import dev.ringmaster.hypervisor.VcpuDriver;
import dev.ringmaster.hypervisor.host.Host;
import dev.ringmaster.vmx.capability.VmxCapabilities;
import dev.ringmaster.vmx.operation.Vmx;
import dev.ringmaster.vmx.operation.VmxResult;

/** Virtualization by Intel VT-x with EPT and unrestricted guests. */
public final class VmxBackend implements Backend {
    private static final int LOCKED_AND_ENABLED = 5;

    @Override
    public String name() {
        return "vmx";
    }

    @Override
    public CpuProfile defaultProfile() {
        return CpuProfiles.byName("intel-icelake").orElseThrow();
    }

    @Override
    public Driver start(CpuProfile profile, int memorySize) {
        if (!profile.has(Feature.VMX)) {
            throw new IllegalArgumentException("profile " + profile.name() + " has no VMX");
        }
        Host host = new Host(profile, memorySize);
        Vmx vmx = host.install(cpu -> Vmx.install(cpu, VmxCapabilities.modelled()));
        switchOn(host, vmx);
        return new Driver() {
            @Override
            public Host host() {
                return host;
            }

            @Override
            public VcpuDriver vcpu(long start, int size) {
                return new VmxVcpu(host, vmx, start, size);
            }
        };
    }

    /**
     * @sdm Vol. 3C, Enabling and Entering VMX Operation
     */
    private static void switchOn(Host host, Vmx vmx) {
        if ((host.cpu().msrs().read(Msr.FEATURE_CONTROL) & 1) == 0) {
            host.cpu().msrs().write(Msr.FEATURE_CONTROL, LOCKED_AND_ENABLED);
        }
        host.cpu().state.cr4 = Cr4.VMXE.set(host.cpu().state.cr4);
        VmxResult result = vmx.vmxon(region(host, vmx));
        if (!result.succeeded()) {
            throw new AssertionError("VMXON: " + result);
        }
    }

    /** A fresh region with the revision identifier in its first word. */
    static long region(Host host, Vmx vmx) {
        long page = host.frames().page();
        host.memory().write(page, 4, vmx.capabilities().revision());
        return page;
    }
}
