package dev.ringmaster.vmx.operation;

import dev.ringmaster.cpu.Cpu;
import dev.ringmaster.cpu.CpuExtension;
import dev.ringmaster.cpu.CpuidResult;
import dev.ringmaster.cpu.Meaning;
import dev.ringmaster.cpu.Msrs;
import dev.ringmaster.cpu.arch.Cr0;
import dev.ringmaster.cpu.arch.Cr4;
import dev.ringmaster.cpu.arch.Fault;
import dev.ringmaster.cpu.arch.Msr;
import dev.ringmaster.cpu.guest.GuestMode;
import dev.ringmaster.cpu.instruction.Mnemonic;
import dev.ringmaster.cpu.rule.Outcome;
import dev.ringmaster.cpu.state.CpuState;
import dev.ringmaster.vmx.capability.EptVpidCapability;
import dev.ringmaster.vmx.capability.VmxCapabilities;
import dev.ringmaster.vmx.entry.VmEntry;
import dev.ringmaster.vmx.exit.InstructionError;
import dev.ringmaster.vmx.nonroot.PreemptionTimer;
import dev.ringmaster.vmx.nonroot.VmxGuestMode;
import dev.ringmaster.vmx.vmcs.Vmcs;
import dev.ringmaster.vmx.vmcs.VmcsField;

import java.util.Map;
import java.util.Optional;

/**
 * The VMX extension of one processor. A program for the processor uses its opcodes; a hypervisor
 * written in Java calls the same instructions as methods, in VMX root operation, with operands as
 * values. The methods check mode and privilege as the opcodes do and throw {@link Fault} (#UD, #GP)
 * where those would fault; they leave RFLAGS alone and return what it would say.
 *
 * <p>A Java hypervisor runs a guest so: {@code vmlaunch()} or {@code vmresume()}; if that
 * succeeded, an engine that stops when the guest leaves; then {@code vmread} of the exit.
 *
 * @sdm Vol. 3C, Introduction to Virtual Machine Extensions
 */
public final class Vmx implements CpuExtension {
    private static final int CPUID_VMX = 1 << 5;
    private static final int RATE = 0x1f;

    private final Cpu cpu;
    private final VmxCapabilities caps;
    private final VmxMsrs msrs = new VmxMsrs();
    private final VmcsPointer pointer;
    private final VmcsInstructions instructions;
    private final Invalidation invalidation;
    private final PreemptionTimer timer;
    private boolean inOperation;
    private long vmxonPointer = VmcsPointer.NONE;

    private Vmx(Cpu cpu, VmxCapabilities caps) {
        this.cpu = cpu;
        this.caps = caps;
        pointer = new VmcsPointer(cpu.physical);
        instructions = new VmcsInstructions(cpu, caps, pointer);
        invalidation = new Invalidation(cpu, caps, instructions);
        int misc = (int) caps.msr(Msr.VMX_MISC);
        timer = new PreemptionTimer(cpu, misc & RATE);
    }

    /**
     * Gives {@code cpu} the extension with these capabilities, before its first instruction. The
     * physical-address width is the processor's.
     */
    public static Vmx install(Cpu cpu, VmxCapabilities caps) {
        int width = cpu.profile.physicalBits();
        Vmx vmx = new Vmx(cpu, caps.toBuilder().physicalAddressWidth(width).build());
        cpu.install(vmx);
        return vmx;
    }

    /** The capability MSRs that a processor with {@code caps} has, by number. */
    public static Map<Integer, Long> capabilityMsrs(VmxCapabilities caps) {
        return Map.copyOf(VmxMsrs.constants(caps));
    }

    /** What the processor can do. */
    public VmxCapabilities capabilities() {
        return caps;
    }

    /** Whether the processor is in VMX operation, root or non-root. */
    public boolean inOperation() {
        return inOperation;
    }

    /** Whether a guest runs. */
    public boolean inNonRoot() {
        return cpu.guest() instanceof VmxGuestMode;
    }

    /** The current VMCS, to be looked at: a debugger's or a checker's view, not a hypervisor's. */
    public Optional<Vmcs> current() {
        return Optional.ofNullable(pointer.vmcs());
    }

    // --- what the extension contributes

    @Override
    public Map<Mnemonic, Meaning> meanings() {
        return new VmxMeanings(this).all();
    }

    @Override
    public void contribute(Msrs registers) {
        msrs.register(registers, caps);
    }

    @Override
    public CpuidResult cpuid(int leaf, int subleaf, CpuidResult base) {
        return leaf == 1 ? base.withEcx(base.ecx() | CPUID_VMX) : base;
    }

    @Override
    public long cr4() {
        return Cr4.VMXE.mask();
    }

    /**
     * In VMX operation some bits are fixed; PE and PG are not in an unrestricted guest. @sdm Vol.
     * 3C, Restrictions on VMX Operation
     */
    @Override
    public boolean allowsCr0(long value) {
        if (!inOperation) {
            return true;
        }
        boolean free = cpu.guest() instanceof VmxGuestMode mode && mode.unrestricted();
        long free0 = free ? Cr0.PE.mask() | Cr0.PG.mask() : 0;
        return fits(value, caps.cr0Fixed0() & ~free0, caps.cr0Fixed1());
    }

    @Override
    public boolean allowsCr4(long value) {
        return !inOperation || fits(value, caps.cr4Fixed0(), caps.cr4Fixed1());
    }

    private static boolean fits(long value, long mustBeOne, long mayBeOne) {
        return (mustBeOne & ~value) == 0 && (value & ~mayBeOne) == 0;
    }

    // --- the instructions as Java calls

    /** VMXON with the host-physical address of a VMXON region. @sdm Vol. 3D, VMXON */
    public VmxResult vmxon(long region) {
        requireVmxe();
        requireRoot();
        requireVmxonAllowed();
        return enterOperation(region);
    }

    /** VMXOFF. @sdm Vol. 3D, VMXOFF */
    public VmxResult vmxoff() {
        requirePrivilege();
        return leaveOperation();
    }

    /** VMCLEAR of the region at a host-physical address. @sdm Vol. 3D, VMCLEAR */
    public VmxResult vmclear(long region) {
        requirePrivilege();
        return instructions.vmclear(region, vmxonPointer);
    }

    /** VMPTRLD of the region at a host-physical address. @sdm Vol. 3D, VMPTRLD */
    public VmxResult vmptrld(long region) {
        requirePrivilege();
        return instructions.vmptrld(region, vmxonPointer);
    }

    /** VMPTRST: the current-VMCS pointer, -1 if there is none. @sdm Vol. 3D, VMPTRST */
    public long vmptrst() {
        requirePrivilege();
        return pointer.value();
    }

    /** VMREAD of a field. @sdm Vol. 3D, VMREAD */
    public VmreadResult vmread(VmcsField field) {
        return vmread(field.encoding());
    }

    /** VMREAD of the field with an encoding, perhaps the high half of one. */
    public VmreadResult vmread(long encoding) {
        requirePrivilege();
        return instructions.vmread(encoding);
    }

    /** VMWRITE of a field. @sdm Vol. 3D, VMWRITE */
    public VmxResult vmwrite(VmcsField field, long value) {
        return vmwrite(field.encoding(), value);
    }

    /** VMWRITE of the field with an encoding, perhaps the high half of one. */
    public VmxResult vmwrite(long encoding, long value) {
        requirePrivilege();
        return instructions.vmwrite(encoding, value);
    }

    /** VMLAUNCH. After success the guest runs: start an engine. @sdm Vol. 3D, VMLAUNCH/VMRESUME */
    public VmxResult vmlaunch() {
        requirePrivilege();
        return enter(false);
    }

    /** VMRESUME. After success the guest runs: start an engine. @sdm Vol. 3D, VMLAUNCH/VMRESUME */
    public VmxResult vmresume() {
        requirePrivilege();
        return enter(true);
    }

    /** INVEPT of a type (1 or 2) with an EPT pointer. @sdm Vol. 3D, INVEPT */
    public VmxResult invept(long type, long eptp) {
        requireInvept();
        requirePrivilege();
        return invalidation.invept(type, eptp);
    }

    /** INVVPID of a type (0 to 3) with a VPID and a linear address. @sdm Vol. 3D, INVVPID */
    public VmxResult invvpid(long type, long vpid, long linear) {
        requireInvvpid();
        requirePrivilege();
        return invalidation.invvpid(type, vpid, linear);
    }

    /**
     * VMCALL in VMX root operation: fails, for there is no dual-monitor treatment. @sdm Vol. 3D,
     * VMCALL
     */
    public VmxResult vmcall() {
        requirePrivilege();
        return callInRoot();
    }

    // --- checks

    /** #UD outside VMX operation and in the modes that have no VMX instructions. */
    void requireOperation() {
        if (!inOperation || !modeAllows()) {
            throw Fault.ud();
        }
    }

    /** #UD before VMXON: also without CR4.VMXE. */
    void requireVmxe() {
        if (!Cr4.VMXE.in(cpu.state.cr4) || !modeAllows()) {
            throw Fault.ud();
        }
    }

    private boolean modeAllows() {
        CpuState s = cpu.state;
        return !s.realOrVirtual8086() && (!s.longMode() || s.mode64());
    }

    void requireInvept() {
        if (!caps.has(EptVpidCapability.INVEPT)) {
            throw Fault.ud();
        }
    }

    void requireInvvpid() {
        if (!caps.has(EptVpidCapability.INVVPID)) {
            throw Fault.ud();
        }
    }

    private void requireRoot() {
        if (cpu.guest() != GuestMode.NONE) {
            throw new IllegalStateException(
                    "a guest runs; VMX instructions can be called from Java in VMX root operation");
        }
    }

    private void requirePrivilege() {
        requireOperation();
        requireRoot();
        cpu.requireRing0();
    }

    /** #GP(0) for privilege; before VMX operation also for fixed bits and IA32_FEATURE_CONTROL. */
    void requireVmxonAllowed() {
        cpu.requireRing0();
        if (inOperation) {
            return;
        }
        boolean fixedBits =
                fits(cpu.state.cr0, caps.cr0Fixed0(), caps.cr0Fixed1())
                        && fits(cpu.state.cr4, caps.cr4Fixed0(), caps.cr4Fixed1());
        if (!fixedBits || !msrs.allowsVmxon()) {
            throw Fault.gp(0);
        }
    }

    // --- what the instructions do

    VmxResult enterOperation(long region) {
        if (inOperation) {
            return instructions.fail(InstructionError.VMXON_IN_ROOT);
        }
        boolean valid =
                instructions.validAddress(region)
                        && VmcsRegion.revision(cpu.physical, region) == caps.revision()
                        && !VmcsRegion.shadow(cpu.physical, region);
        if (!valid) {
            return VmxResult.FAIL_INVALID;
        }
        inOperation = true;
        vmxonPointer = region;
        return VmxResult.SUCCEED;
    }

    VmxResult leaveOperation() {
        inOperation = false;
        vmxonPointer = VmcsPointer.NONE;
        pointer.reset();
        return VmxResult.SUCCEED;
    }

    VmxResult callInRoot() {
        return instructions.fail(InstructionError.VMCALL_IN_ROOT);
    }

    /**
     * The basic checks that stand behind privilege, then VM entry. @sdm Vol. 3C, Basic VM-Entry
     * Checks
     */
    VmxResult enter(boolean resume) {
        VmcsRegion region = pointer.current();
        if (region == null || region.shadow()) {
            return VmxResult.FAIL_INVALID;
        }
        if (cpu.state.blockedByMovSs) {
            return instructions.fail(InstructionError.ENTRY_BLOCKED_BY_MOV_SS);
        }
        if (resume != region.launched()) {
            return instructions.fail(
                    resume
                            ? InstructionError.VMRESUME_NON_LAUNCHED_VMCS
                            : InstructionError.VMLAUNCH_NON_CLEAR_VMCS);
        }
        return enter(region);
    }

    private VmxResult enter(VmcsRegion region) {
        Outcome outcome = entryOf(region).enter();
        return switch (outcome.kind()) {
            case ENTERS -> {
                region.launched(true);
                yield inNonRoot() ? VmxResult.SUCCEED : VmxResult.EXITED;
            }
            case VM_EXIT -> VmxResult.EXITED;
            case VM_FAIL_VALID -> instructions.fail(InstructionError.of(outcome.number()));
            case FAULT, VM_FAIL_INVALID, VMEXIT_INVALID, UNKNOWN ->
                    throw new AssertionError("VM entry ended with " + outcome);
        };
    }

    private VmEntry entryOf(VmcsRegion region) {
        if (region.entry() == null) {
            region.entry(new VmEntry(cpu, caps, region.vmcs(), region.pointer(), timer));
        }
        return region.entry();
    }

    VmcsInstructions instructions() {
        return instructions;
    }

    Invalidation invalidation() {
        return invalidation;
    }

    long vmxonPointer() {
        return vmxonPointer;
    }

    long currentPointer() {
        return pointer.value();
    }
}
