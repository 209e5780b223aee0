package dev.ringmaster.svm.operation;

import dev.ringmaster.cpu.Cpu;
import dev.ringmaster.cpu.CpuExtension;
import dev.ringmaster.cpu.CpuidResult;
import dev.ringmaster.cpu.Meaning;
import dev.ringmaster.cpu.Msrs;
import dev.ringmaster.cpu.arch.Efer;
import dev.ringmaster.cpu.arch.Fault;
import dev.ringmaster.cpu.arch.Msr;
import dev.ringmaster.cpu.instruction.Mnemonic;
import dev.ringmaster.svm.capability.SvmCapabilities;
import dev.ringmaster.svm.capability.SvmFeature;
import dev.ringmaster.svm.entry.WorldSwitch;
import dev.ringmaster.svm.guestmode.SvmGuestMode;
import dev.ringmaster.svm.vmcb.HostMemory;
import dev.ringmaster.svm.vmcb.Intercept;

import java.util.Map;

/**
 * AMD-V in a processor: {@code Svm.install(cpu)}.
 *
 * <p>The methods named like instructions are the instructions; machine code and a hypervisor
 * written in Java reach the same. They check in the manual's order, throw the guest's or host's
 * {@link Fault} as the instruction would raise it, and {@link dev.ringmaster.cpu.guest.GuestExit}
 * if a guest executes them and its hypervisor intercepts them. A hypervisor written in Java
 * prepares what its machine-code twin has to prepare: protected mode, ring 0, EFER.SVME,
 * VM_HSAVE_PA. Then it calls {@link #vmrun} and lets an engine run that stops when the guest is
 * left.
 *
 * @apm Vol. 2, Secure Virtual Machine; @apm Vol. 3, System Instruction Reference
 */
public final class Svm implements CpuExtension {
    private final Cpu cpu;
    private final SvmCapabilities capabilities;
    private final WorldSwitch world;
    private final SvmMsrs registers;
    private final SvmCpuid leaves;

    /**
     * SVM with everything that is modelled, on a processor with that processor's address widths.
     */
    public Svm(Cpu cpu) {
        this(cpu, Modelled.on(cpu));
    }

    /** SVM with given capabilities. */
    public Svm(Cpu cpu, SvmCapabilities capabilities) {
        this.cpu = cpu;
        this.capabilities = capabilities;
        this.world = new WorldSwitch(cpu, capabilities);
        this.registers = new SvmMsrs(cpu, capabilities, world);
        this.leaves = new SvmCpuid(capabilities);
    }

    /** Puts SVM with everything that is modelled into a processor; before its first instruction. */
    public static Svm install(Cpu cpu) {
        Svm svm = new Svm(cpu);
        cpu.install(svm);
        return svm;
    }

    // --- instructions

    /**
     * VMRUN: enters the guest that the VMCB describes.
     *
     * @param vmcbPa the host-physical address of the VMCB, 4-KByte aligned
     * @return whether a guest runs now; if not, the VMCB tells of VMEXIT_INVALID
     * @throws Fault #UD, #GP(0)
     * @apm Vol. 3, VMRUN
     */
    public boolean vmrun(long vmcbPa) {
        requireSvm();
        requireAddress(vmcbPa);
        intercept(Intercept.VMRUN);
        return world.vmrun(vmcbPa);
    }

    /**
     * VMLOAD: loads FS, GS, TR, LDTR and the registers of SYSCALL and SYSENTER.
     *
     * @param vmcbPa the host-physical address of the VMCB, 4-KByte aligned
     * @throws Fault #UD, #GP(0)
     * @apm Vol. 3, VMLOAD
     */
    public void vmload(long vmcbPa) {
        requireSvm();
        requireAddress(vmcbPa);
        intercept(Intercept.VMLOAD);
        world.vmload(vmcbPa);
    }

    /**
     * VMSAVE: saves what {@link #vmload} loads.
     *
     * @param vmcbPa the host-physical address of the VMCB, 4-KByte aligned
     * @throws Fault #UD, #GP(0)
     * @apm Vol. 3, VMSAVE
     */
    public void vmsave(long vmcbPa) {
        requireSvm();
        requireAddress(vmcbPa);
        intercept(Intercept.VMSAVE);
        world.vmsave(vmcbPa);
    }

    /**
     * VMMCALL: a guest's call of its hypervisor; whoever is not intercepted gets #UD.
     *
     * @apm Vol. 3, VMMCALL
     */
    public void vmmcall() {
        intercept(Intercept.VMMCALL);
        throw Fault.ud();
    }

    /** STGI: sets GIF. @apm Vol. 3, STGI */
    public void stgi() {
        requireSvm();
        intercept(Intercept.STGI);
        world.gif().set(true);
    }

    /** CLGI: clears GIF. @apm Vol. 3, CLGI */
    public void clgi() {
        requireSvm();
        intercept(Intercept.CLGI);
        world.gif().set(false);
    }

    /**
     * INVLPGA: drops the translations of a page in an address space. Entries of other address
     * spaces than the current one are never kept, so one rule serves all.
     *
     * @param linear the address
     * @param asid the address space; 0 is the host
     * @apm Vol. 3, INVLPGA
     */
    public void invlpga(long linear, long asid) {
        requireSvm();
        intercept(Intercept.INVLPGA);
        cpu.memory.flushPage(linear);
    }

    /** RSM outside of system-management mode, which there is not: intercepted or #UD. */
    void rsm() {
        intercept(Intercept.RSM);
        throw Fault.ud();
    }

    /** #UD without EFER.SVME or protected mode, #GP(0) outside of ring 0. */
    private void requireSvm() {
        boolean exists = Efer.SVME.in(cpu.state.efer);
        if (!exists || cpu.state.realOrVirtual8086()) {
            throw Fault.ud();
        }
        cpu.requireRing0();
    }

    private void requireAddress(long vmcbPa) {
        long beyond = -(1L << capabilities.maxPhysicalAddressBits());
        if ((vmcbPa & (beyond | 0xfff)) != 0) {
            throw Fault.gp(0);
        }
    }

    private void intercept(Intercept intercept) {
        if (inGuest()) {
            world.guest().svmIntercepts().svmInstruction(intercept);
        }
    }

    // --- state

    /** What this processor's SVM can do. */
    public SvmCapabilities capabilities() {
        return capabilities;
    }

    /** The global interrupt flag. */
    public boolean gif() {
        return world.gif().on();
    }

    /** Whether a guest of this extension runs. */
    public boolean inGuest() {
        return cpu.guest() == world.guest();
    }

    /** Guest mode, which holds the controls of the guest and its last exit. */
    public SvmGuestMode guest() {
        return world.guest();
    }

    /** Physical memory, where a hypervisor finds its VMCBs. */
    public HostMemory memory() {
        return world.memory();
    }

    // --- what it contributes

    @Override
    public Map<Mnemonic, Meaning> meanings() {
        return SvmMeanings.of(this);
    }

    @Override
    public void contribute(Msrs msrs) {
        msrs.register(Msr.VM_CR, registers::readVmCr, registers::writeVmCr);
        msrs.register(Msr.VM_HSAVE_PA, world::hostSavePa, registers::writeHostSavePa);
        if (capabilities.has(SvmFeature.SVML)) {
            msrs.register(SvmMsrs.SVM_KEY, () -> 0, registers::writeKey);
        }
    }

    @Override
    public CpuidResult cpuid(int leaf, int subleaf, CpuidResult base) {
        return leaves.answer(leaf, base);
    }

    /** EFER.SVME cannot be set while VM_CR.SVMDIS is 1. */
    @Override
    public long efer() {
        return registers.disabled() ? 0 : Efer.SVME.mask();
    }

    @Override
    public boolean interruptsEnabled() {
        return world.gif().on();
    }
}
