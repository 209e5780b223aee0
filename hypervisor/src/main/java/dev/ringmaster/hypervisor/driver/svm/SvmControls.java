package dev.ringmaster.hypervisor.driver.svm;

import dev.ringmaster.hypervisor.host.Host;
import dev.ringmaster.svm.vmcb.Intercept;
import dev.ringmaster.svm.vmcb.Vintr;
import dev.ringmaster.svm.vmcb.VmcbField;

/**
 * The part of a VMCB that does not follow the guest: which events exit. Everything that reaches a
 * virtual device exits; the guest's own control registers, exceptions and paging are its own.
 */
final class SvmControls {
    private static final int IO_MAP_PAGES = 3;
    private static final int MSR_MAP_PAGES = 2;
    private static final int NESTED_PAGING = 1;
    private static final int WINDOW_VECTOR = 0;
    private static final int WINDOW_PRIORITY = 0xf;

    private final MappedVmcb vmcb;

    SvmControls(MappedVmcb vmcb) {
        this.vmcb = vmcb;
    }

    void write(Host host, long nestedCr3, int asid) {
        vmcb.intercept(
                Intercept.INTR,
                Intercept.NMI,
                Intercept.CPUID,
                Intercept.RSM,
                Intercept.INVD,
                Intercept.HLT,
                Intercept.IOIO_PROT,
                Intercept.MSR_PROT,
                Intercept.SHUTDOWN,
                Intercept.CR8_READ,
                Intercept.CR8_WRITE);
        vmcb.intercept(
                Intercept.VMRUN,
                Intercept.VMMCALL,
                Intercept.VMLOAD,
                Intercept.VMSAVE,
                Intercept.STGI,
                Intercept.CLGI,
                Intercept.SKINIT,
                Intercept.INVLPGA,
                Intercept.WBINVD,
                Intercept.MONITOR,
                Intercept.MWAIT,
                Intercept.XSETBV);
        vmcb.write(VmcbField.IOPM_BASE_PA, ones(host, IO_MAP_PAGES));
        vmcb.write(VmcbField.MSRPM_BASE_PA, ones(host, MSR_MAP_PAGES));
        vmcb.write(VmcbField.GUEST_ASID, asid);
        vmcb.write(VmcbField.NESTED_CONTROL, NESTED_PAGING);
        vmcb.write(VmcbField.N_CR3, nestedCr3);
        vmcb.put(VmcbField.VINTR, Vintr.V_INTR_MASKING, true);
    }

    /** A permission map that intercepts everything. */
    private static long ones(Host host, int pages) {
        long map = host.frames().pages(pages, 0x1000);
        for (int at = 0; at < pages * 0x1000; at += 8) {
            host.memory().write(map + at, 8, -1);
        }
        return map;
    }

    /**
     * Asks for an exit when the guest could take an interrupt: a virtual interrupt that is
     * intercepted.
     */
    void interruptWindow(boolean on) {
        long vintr = vmcb.read(VmcbField.VINTR);
        vintr = Vintr.V_IRQ.with(vintr, on);
        vintr = Vintr.V_IGN_TPR.with(vintr, on);
        if (on) {
            vintr = Vintr.withInterrupt(vintr, WINDOW_VECTOR, WINDOW_PRIORITY);
        }
        vmcb.write(VmcbField.VINTR, vintr);
        vmcb.intercept(Intercept.VINTR, on);
    }
}
