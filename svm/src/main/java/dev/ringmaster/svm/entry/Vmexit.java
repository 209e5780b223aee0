package dev.ringmaster.svm.entry;

import dev.ringmaster.cpu.Cpu;
import dev.ringmaster.cpu.arch.Rflags;
import dev.ringmaster.cpu.state.Activity;
import dev.ringmaster.cpu.state.CpuState;
import dev.ringmaster.svm.capability.SvmFeature;
import dev.ringmaster.svm.guestmode.ExitRecord;
import dev.ringmaster.svm.vmcb.InterruptState;
import dev.ringmaster.svm.vmcb.Vmcb;
import dev.ringmaster.svm.vmcb.VmcbField;

/** #VMEXIT: out of the guest, by the steps of the manual. @apm Vol. 2, #VMEXIT */
final class Vmexit {
    private static final long SINGLE_STEP = 1L << 14;

    private final WorldSwitch world;
    private final Cpu cpu;
    private final CpuState state;
    private final Vmcb vmcb;
    private final Vmcb host = Vmcb.zero();
    private final InstructionBytes bytes;

    Vmexit(WorldSwitch world) {
        this.world = world;
        this.cpu = world.cpu;
        this.state = cpu.state;
        this.vmcb = world.vmcb;
        this.bytes = new InstructionBytes(world);
    }

    void run() {
        ExitRecord exit = world.guest.exit();
        reportExit(exit);
        bytes.report(exit);
        saveGuest();
        saveControls();
        SwitchedFields.EXIT.store(world.memory, world.vmcbPa, vmcb);
        closeGlobalInterruptFlag();
        loadHost();
        leave();
    }

    /**
     * 1. Why, with what details, during the delivery of which event, and where the guest goes on.
     */
    private void reportExit(ExitRecord exit) {
        long next = nextRip();
        vmcb.set(VmcbField.EXITCODE, exit.code().code());
        vmcb.set(VmcbField.EXITINFO1, exit.info1());
        boolean port = exit.kind() == ExitRecord.Kind.PORT;
        vmcb.set(VmcbField.EXITINFO2, port ? next : exit.info2());
        vmcb.set(VmcbField.EXITINTINFO, InterruptedEvent.of(state));
        boolean instruction = port || exit.kind() == ExitRecord.Kind.INSTRUCTION;
        boolean saved = world.capabilities.has(SvmFeature.NRIPS) && instruction;
        vmcb.set(VmcbField.NRIP, saved ? next : 0);
    }

    /** The address behind the instruction at RIP; EIP has 32 bits outside of 64-bit mode. */
    private long nextRip() {
        if (state.instruction == null) {
            return state.rip;
        }
        long next = state.rip + state.instruction.length();
        return state.mode64() ? next : next & 0xffffffffL;
    }

    /** 2. Saves the guest's state. */
    private void saveGuest() {
        StateTransfer.save(state, vmcb);
        StateTransfer.saveGuestOnly(state, vmcb);
        if (world.guestPat()) {
            vmcb.set(VmcbField.G_PAT, state.pat);
            state.pat = world.hostPat;
        }
    }

    /** 3. Saves the controls that a running guest changes; an event to inject is no more. */
    private void saveControls() {
        vmcb.set(VmcbField.VINTR, world.guest.controls().virtualInterrupts());
        boolean shadow = state.blockedBySti || state.blockedByMovSs;
        long interrupts = vmcb.get(VmcbField.INTERRUPT_STATE);
        vmcb.set(
                VmcbField.INTERRUPT_STATE,
                InterruptState.INTERRUPT_SHADOW.with(interrupts, shadow));
        vmcb.set(VmcbField.EVENTINJ, 0);
    }

    /** 4. Clears GIF. */
    private void closeGlobalInterruptFlag() {
        world.gif().set(false);
    }

    /** 5. Loads the host's state; a host that single-steps traps now, for VMRUN is complete. */
    private void loadHost() {
        SwitchedFields.HOST.load(world.memory, world.hostSavePa(), host);
        StateTransfer.load(host, state);
        StateTransfer.forceHost(state);
        state.blockedBySti = false;
        state.blockedByMovSs = false;
        state.pendingDebug = state.flags.is(Rflags.TF) ? SINGLE_STEP : 0;
        state.delivering = null;
        state.activity = Activity.ACTIVE;
    }

    /** 6. Goes on with the host behind VMRUN, unless its PDPTEs have become illegal. */
    private void leave() {
        cpu.leaveGuest();
        if (state.paePaging() && !cpu.memory.loadPdptes(state.cr3)) {
            state.activity = Activity.SHUTDOWN;
        }
        cpu.modeChanged();
    }
}
