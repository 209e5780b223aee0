package dev.ringmaster.svm.entry;

import dev.ringmaster.cpu.Cpu;
import dev.ringmaster.svm.capability.SvmCapabilities;
import dev.ringmaster.svm.capability.SvmFeature;
import dev.ringmaster.svm.guestmode.Assists;
import dev.ringmaster.svm.guestmode.SvmGuestMode;
import dev.ringmaster.svm.vmcb.HostMemory;
import dev.ringmaster.svm.vmcb.Vmcb;
import dev.ringmaster.svm.vmcb.VmcbField;
import dev.ringmaster.svm.vmcb.VmcbFields;

/**
 * What VMRUN and #VMEXIT of one processor share: the VMCB of the guest that runs, where the host is
 * saved, and GIF. The checks of the instructions have been made when its methods are called.
 */
public final class WorldSwitch {
    final Cpu cpu;
    final SvmCapabilities capabilities;
    final HostMemory memory;
    final SvmGuestMode guest;

    /** The processor's copy of the VMCB of the guest that runs. */
    final Vmcb vmcb = Vmcb.zero();

    /** A copy of the save area that VMLOAD and VMSAVE use. */
    private final Vmcb rest = Vmcb.zero();

    private final GlobalInterruptFlag gif;
    private final Vmrun vmrun;
    private final Vmexit vmexit;

    /** The address of the VMCB of the guest that runs. */
    long vmcbPa;

    /** PAT of the host while a guest with nested paging has its own. */
    long hostPat;

    private long hostSavePa;

    /** The world switch of {@code cpu}. */
    public WorldSwitch(Cpu cpu, SvmCapabilities capabilities) {
        this.cpu = cpu;
        this.capabilities = capabilities;
        this.memory = new RamMemory(cpu.physical);
        this.gif = new GlobalInterruptFlag(cpu);
        this.vmexit = new Vmexit(this);
        this.guest =
                new SvmGuestMode(
                        cpu,
                        memory,
                        new Assists(
                                capabilities.has(SvmFeature.NRIPS),
                                capabilities.has(SvmFeature.DECODE_ASSISTS)),
                        gif::on,
                        vmexit::run);
        this.vmrun = new Vmrun(this);
    }

    /**
     * Enters the guest of a VMCB.
     *
     * @param page the host-physical address of the VMCB
     * @return whether the guest was entered; if not, the VMCB tells of VMEXIT_INVALID
     */
    public boolean vmrun(long page) {
        return vmrun.run(page);
    }

    /** Loads the state that VMRUN leaves alone. @apm Vol. 3, VMLOAD */
    public void vmload(long page) {
        VmcbFields.VMLOAD.load(memory, page, rest);
        StateTransfer.loadRest(rest, cpu.state);
        cpu.modeChanged();
    }

    /** Saves the state that #VMEXIT leaves alone. @apm Vol. 3, VMSAVE */
    public void vmsave(long page) {
        StateTransfer.saveRest(cpu.state, rest);
        VmcbFields.VMLOAD.store(memory, page, rest);
    }

    /** GIF. */
    public GlobalInterruptFlag gif() {
        return gif;
    }

    /** Guest mode of this processor, whether or not a guest runs. */
    public SvmGuestMode guest() {
        return guest;
    }

    /** Physical memory as the world switch uses it. */
    public HostMemory memory() {
        return memory;
    }

    /** VM_HSAVE_PA: the host-physical address of the page in which VMRUN saves the host. */
    public long hostSavePa() {
        return hostSavePa;
    }

    /** Writes VM_HSAVE_PA. */
    public void hostSavePa(long page) {
        hostSavePa = page;
    }

    /** Whether the guest has its own PAT. @apm Vol. 2, Combining Memory Types, MTRRs */
    boolean guestPat() {
        return guest.controls().nestedPaging();
    }

    void report(VmcbField field, long value) {
        vmcb.set(field, value);
    }
}
