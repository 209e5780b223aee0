package dev.ringmaster.vmx.operation;

import dev.ringmaster.cpu.Cpu;
import dev.ringmaster.vmx.capability.VmxCapabilities;
import dev.ringmaster.vmx.exit.InstructionError;
import dev.ringmaster.vmx.vmcs.Vmcs;
import dev.ringmaster.vmx.vmcs.VmcsField;

/**
 * What VMCLEAR, VMPTRLD, VMREAD and VMWRITE do in VMX root operation, after mode and privilege were
 * checked and the operands read.
 *
 * @sdm Vol. 3D, VMX Instructions
 */
final class VmcsInstructions {
    private static final VmcsField[] FIELDS = VmcsField.values();
    private static final long PAGE_OFFSET = 0xfff;

    private final Cpu cpu;
    private final VmxCapabilities caps;
    private final VmcsPointer pointer;
    private final boolean[] exists = new boolean[FIELDS.length];

    VmcsInstructions(Cpu cpu, VmxCapabilities caps, VmcsPointer pointer) {
        this.cpu = cpu;
        this.caps = caps;
        this.pointer = pointer;
        for (VmcsField field : FIELDS) {
            exists[field.ordinal()] = caps.exists(field);
        }
    }

    /** VMfail: with an error number if a current VMCS can hold it. */
    VmxResult fail(InstructionError error) {
        Vmcs vmcs = pointer.vmcs();
        if (vmcs == null) {
            return VmxResult.FAIL_INVALID;
        }
        vmcs.set(VmcsField.VM_INSTRUCTION_ERROR, error.number());
        return VmxResult.failValid(error.number());
    }

    /** Whether {@code address} can be that of a region: aligned, within the physical width. */
    boolean validAddress(long address) {
        int width = caps.limitsAddressesTo32Bits() ? 32 : caps.physicalAddressWidth();
        return (address & PAGE_OFFSET) == 0 && address >>> width == 0;
    }

    /**
     * @sdm Vol. 3D, VMCLEAR
     */
    VmxResult vmclear(long address, long vmxonPointer) {
        if (!validAddress(address)) {
            return fail(InstructionError.VMCLEAR_INVALID_ADDRESS);
        }
        if (address == vmxonPointer) {
            return fail(InstructionError.VMCLEAR_VMXON_POINTER);
        }
        pointer.clear(address);
        return VmxResult.SUCCEED;
    }

    /** Without VMCS shadowing bit 31 of the first dword must be 0. @sdm Vol. 3D, VMPTRLD */
    VmxResult vmptrld(long address, long vmxonPointer) {
        if (!validAddress(address)) {
            return fail(InstructionError.VMPTRLD_INVALID_ADDRESS);
        }
        if (address == vmxonPointer) {
            return fail(InstructionError.VMPTRLD_VMXON_POINTER);
        }
        boolean revision = VmcsRegion.revision(cpu.physical, address) == caps.revision();
        if (!revision || VmcsRegion.shadow(cpu.physical, address)) {
            return fail(InstructionError.VMPTRLD_WRONG_REVISION);
        }
        pointer.load(address);
        return VmxResult.SUCCEED;
    }

    /** The field that an operand names on this processor, or null. */
    private VmcsField field(long encoding) {
        VmcsField field = VmcsField.byEncoding(encoding);
        return field != null && exists[field.ordinal()] ? field : null;
    }

    /**
     * @sdm Vol. 3D, VMREAD
     */
    VmreadResult vmread(long encoding) {
        Vmcs vmcs = pointer.vmcs();
        if (vmcs == null) {
            return new VmreadResult(VmxResult.FAIL_INVALID, 0);
        }
        VmcsField field = field(encoding);
        if (field == null) {
            return new VmreadResult(fail(InstructionError.UNSUPPORTED_COMPONENT), 0);
        }
        boolean high = VmcsField.isHighHalf(encoding);
        return new VmreadResult(VmxResult.SUCCEED, high ? vmcs.getHigh(field) : vmcs.get(field));
    }

    /**
     * @sdm Vol. 3D, VMWRITE
     */
    VmxResult vmwrite(long encoding, long value) {
        Vmcs vmcs = pointer.vmcs();
        if (vmcs == null) {
            return VmxResult.FAIL_INVALID;
        }
        VmcsField field = field(encoding);
        if (field == null) {
            return fail(InstructionError.UNSUPPORTED_COMPONENT);
        }
        if (field.type() == VmcsField.Type.READ_ONLY && !caps.writesReadOnlyFields()) {
            return fail(InstructionError.VMWRITE_READ_ONLY_COMPONENT);
        }
        if (VmcsField.isHighHalf(encoding)) {
            vmcs.setHigh(field, value);
        } else {
            vmcs.set(field, value);
        }
        return VmxResult.SUCCEED;
    }
}
