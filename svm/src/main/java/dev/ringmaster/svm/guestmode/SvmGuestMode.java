package dev.ringmaster.svm.guestmode;

import dev.ringmaster.cpu.Cpu;
import dev.ringmaster.cpu.guest.GuestMode;
import dev.ringmaster.cpu.guest.GuestView;
import dev.ringmaster.cpu.guest.Intercepts;
import dev.ringmaster.cpu.guest.SecondLevel;
import dev.ringmaster.svm.npt.NestedRoot;
import dev.ringmaster.svm.npt.Npt;
import dev.ringmaster.svm.vmcb.HostMemory;
import dev.ringmaster.svm.vmcb.Vmcb;
import dev.ringmaster.svm.vmcb.VmcbField;

import java.util.function.BooleanSupplier;

/**
 * Guest mode of SVM. A processor has one, which VMRUN fills anew.
 *
 * @apm Vol. 2, Guest Mode
 */
public final class SvmGuestMode implements GuestMode {
    private final Controls controls = new Controls();
    private final ExitRecord exit = new ExitRecord();
    private final Npt npt;
    private final SvmIntercepts intercepts;
    private final SvmView view;
    private final Assists assists;
    private final Runnable vmexit;

    /**
     * Guest mode of one processor.
     *
     * @param memory physical memory, in which the permission maps and nested page tables are
     * @param assists what the processor tells of exits
     * @param globalInterruptFlag GIF
     * @param vmexit does what #VMEXIT does, once {@link #exit()} tells why
     */
    public SvmGuestMode(
            Cpu cpu,
            HostMemory memory,
            Assists assists,
            BooleanSupplier globalInterruptFlag,
            Runnable vmexit) {
        this.assists = assists;
        this.vmexit = vmexit;
        this.npt = new Npt(memory, new NestedFaults(exit));
        this.view = new SvmView(cpu, controls);
        this.intercepts =
                new SvmIntercepts(
                        cpu,
                        controls,
                        exit,
                        new PermissionMaps(memory),
                        assists,
                        globalInterruptFlag);
    }

    /**
     * Takes over the controls of {@code vmcb} and the event that VMRUN injects.
     *
     * @param hostInterrupts RFLAGS.IF of the host
     * @param root the nested page tables, used if the VMCB enables nested paging
     */
    public void prepare(Vmcb vmcb, boolean hostInterrupts, NestedRoot root) {
        controls.load(vmcb, hostInterrupts);
        npt.use(root);
        long nextRip = assists.nextRip() ? vmcb.get(VmcbField.NRIP) : vmcb.get(VmcbField.RIP);
        intercepts.start(vmcb.get(VmcbField.EVENTINJ), nextRip);
    }

    @Override
    public Intercepts intercepts() {
        return intercepts;
    }

    @Override
    public SecondLevel secondLevel() {
        return controls.nestedPaging() ? npt : SecondLevel.NONE;
    }

    @Override
    public GuestView view() {
        return view;
    }

    @Override
    public void complete() {
        vmexit.run();
    }

    /** Lets the guest load its PDPTE registers, through nested paging, before anything else. */
    public void loadPdptesFirst() {
        intercepts.loadPdptesFirst();
    }

    /** The controls of the guest that runs. */
    public Controls controls() {
        return controls;
    }

    /** The exit that is under way. */
    public ExitRecord exit() {
        return exit;
    }

    /** What an instruction of SVM asks, which the base processor does not know. */
    public SvmIntercepts svmIntercepts() {
        return intercepts;
    }
}
