package dev.ringmaster.svm.entry;

import dev.ringmaster.cpu.arch.Cr4;
import dev.ringmaster.cpu.arch.NotModelled;
import dev.ringmaster.cpu.arch.Rflags;
import dev.ringmaster.cpu.state.Activity;
import dev.ringmaster.cpu.state.CpuState;
import dev.ringmaster.svm.npt.NestedRoot;
import dev.ringmaster.svm.rule.ContextField;
import dev.ringmaster.svm.rule.VmrunChecker;
import dev.ringmaster.svm.rule.VmrunContext;
import dev.ringmaster.svm.rule.VmrunState;
import dev.ringmaster.svm.vmcb.InterruptState;
import dev.ringmaster.svm.vmcb.Vmcb;
import dev.ringmaster.svm.vmcb.VmcbField;

import java.util.Optional;

/**
 * VMRUN, after the checks of the instruction. @apm Vol. 2, VMRUN Instruction; @apm Vol. 3, VMRUN
 */
final class Vmrun {
    /** Intercepts of completed writes of EFER and control registers, in INTERCEPT_WORD4. */
    private static final long WRITE_TRAPS = 0xffff8000L;

    private final WorldSwitch world;
    private final CpuState state;
    private final Vmcb host = Vmcb.zero();
    private final VmrunContext context = new VmrunContext();
    private final VmrunState checked;

    Vmrun(WorldSwitch world) {
        this.world = world;
        this.state = world.cpu.state;
        this.checked =
                new VmrunState(world.vmcb, world.capabilities, context, Optional.of(world.memory));
    }

    /** The steps; false if the guest was not entered. */
    boolean run(long vmcbPa) {
        world.vmcbPa = vmcbPa;
        saveHost();
        loadControls();
        if (!consistent()) {
            new InvalidEntry(world).report();
            return false;
        }
        refuseWhatIsNotModelled();
        prepareGuestMode();
        loadGuest();
        openGlobalInterruptFlag();
        enter();
        return true;
    }

    /** 1. Saves the part of the host's state that #VMEXIT restores. */
    private void saveHost() {
        StateTransfer.save(state, host);
        SwitchedFields.HOST.store(world.memory, world.hostSavePa(), host);
    }

    /** 2. Reads controls and guest state; clean bits are not used, which is always allowed. */
    private void loadControls() {
        SwitchedFields.ENTRY.load(world.memory, world.vmcbPa, world.vmcb);
    }

    /** 3. Applies the rules, some of which compare with the host. */
    private boolean consistent() {
        context.set(ContextField.HOST_CR0, state.cr0);
        context.set(ContextField.HOST_CR3, state.cr3);
        context.set(ContextField.HOST_CR4, state.cr4);
        context.set(ContextField.HOST_EFER, state.efer);
        return VmrunChecker.firstInconsistency(checked).isEmpty();
    }

    /** What the rules allow and this model lacks. */
    private void refuseWhatIsNotModelled() {
        if ((world.vmcb.get(VmcbField.INTERCEPT_WORD4) & WRITE_TRAPS) != 0) {
            throw new NotModelled("a trap after a control register was written", "VMCB Layout");
        }
    }

    /**
     * 4. Takes over the controls. Translations are dropped at every switch, which is what every
     * TLB_CONTROL and every address-space identifier allows.
     */
    private void prepareGuestMode() {
        NestedRoot root =
                new NestedRoot(
                        world.vmcb.get(VmcbField.N_CR3),
                        state.cr4,
                        state.efer,
                        world.capabilities.maxPhysicalAddressBits());
        world.guest.prepare(world.vmcb, state.flags.is(Rflags.IF), root);
    }

    /** 5. Loads the guest's state. */
    private void loadGuest() {
        Vmcb vmcb = world.vmcb;
        StateTransfer.load(vmcb, state);
        StateTransfer.loadGuestOnly(vmcb, state);
        if (world.guestPat()) {
            world.hostPat = state.pat;
            state.pat = vmcb.get(VmcbField.G_PAT);
        }
        state.blockedBySti =
                InterruptState.INTERRUPT_SHADOW.in(vmcb.get(VmcbField.INTERRUPT_STATE));
        state.blockedByMovSs = false;
        state.pendingDebug = 0;
        state.activity = Activity.ACTIVE;
        if (pagesWithPdptes()) {
            loadPdptes();
        }
    }

    private boolean pagesWithPdptes() {
        return state.paging() && Cr4.PAE.in(state.cr4) && !state.longMode();
    }

    /**
     * The rules have found the entries legal; with nested paging they are read once the guest runs.
     */
    private void loadPdptes() {
        if (world.guestPat()) {
            world.guest.loadPdptesFirst();
        } else {
            world.cpu.memory.loadPdptes(state.cr3);
        }
    }

    /** 6. Sets GIF. */
    private void openGlobalInterruptFlag() {
        world.gif().set(true);
    }

    /** 7. Begins to run the guest; EVENTINJ is delivered before its first instruction. */
    private void enter() {
        world.cpu.enterGuest(world.guest);
        world.cpu.modeChanged();
    }
}
