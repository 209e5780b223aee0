package dev.ringmaster.vmx.operation;

import dev.ringmaster.cpu.Cpu;
import dev.ringmaster.cpu.state.Bits;
import dev.ringmaster.vmx.capability.EptVpidCapability;
import dev.ringmaster.vmx.capability.VmxCapabilities;
import dev.ringmaster.vmx.exit.InstructionError;

/**
 * INVEPT and INVVPID. The model caches translations of one context only and drops them all at entry
 * and exit, so that dropping everything is what each type needs at most.
 */
final class Invalidation {
    private static final int WRITE_BACK = 6;
    private static final EptVpidCapability[] INVVPID_TYPES = {
        EptVpidCapability.INVVPID_INDIVIDUAL_ADDRESS,
        EptVpidCapability.INVVPID_SINGLE_CONTEXT,
        EptVpidCapability.INVVPID_ALL_CONTEXT,
        EptVpidCapability.INVVPID_SINGLE_CONTEXT_RETAINING_GLOBALS
    };
    private static final int INDIVIDUAL = 0;
    private static final int ALL_CONTEXTS = 2;

    private final Cpu cpu;
    private final VmxCapabilities caps;
    private final VmcsInstructions instructions;

    Invalidation(Cpu cpu, VmxCapabilities caps, VmcsInstructions instructions) {
        this.cpu = cpu;
        this.caps = caps;
        this.instructions = instructions;
    }

    /** Whether INVEPT has this type. */
    boolean hasInveptType(long type) {
        return type == 1 && caps.has(EptVpidCapability.INVEPT_SINGLE_CONTEXT)
                || type == 2 && caps.has(EptVpidCapability.INVEPT_ALL_CONTEXT);
    }

    /** Whether INVVPID has this type. */
    boolean hasInvvpidType(long type) {
        return type >>> 2 == 0 && caps.has(INVVPID_TYPES[(int) type]);
    }

    VmxResult invalidOperand() {
        return instructions.fail(InstructionError.INVALID_OPERAND_INVEPT_INVVPID);
    }

    /**
     * @sdm Vol. 3D, INVEPT
     */
    VmxResult invept(long type, long eptp) {
        if (!hasInveptType(type) || type == 1 && !validEptp(eptp)) {
            return invalidOperand();
        }
        cpu.memory.flush();
        return VmxResult.SUCCEED;
    }

    /** As VM entry would check it. */
    private boolean validEptp(long eptp) {
        int type = (int) eptp & 7;
        boolean knownType =
                type == 0 && caps.has(EptVpidCapability.MEMORY_TYPE_UC)
                        || type == WRITE_BACK && caps.has(EptVpidCapability.MEMORY_TYPE_WB);
        long reserved = 0xf80 | -1L << caps.physicalAddressWidth();
        reserved |= caps.has(EptVpidCapability.ACCESSED_DIRTY) ? 0 : 1 << 6;
        return knownType && (eptp >> 3 & 7) == 3 && (eptp & reserved) == 0;
    }

    /**
     * @param vpid bits 63:0 of the descriptor
     * @param linear bits 127:64
     * @sdm Vol. 3D, INVVPID
     */
    VmxResult invvpid(long type, long vpid, long linear) {
        boolean valid =
                hasInvvpidType(type)
                        && vpid >>> 16 == 0
                        && (vpid != 0 || type == ALL_CONTEXTS)
                        && (type != INDIVIDUAL || Bits.canonical(linear));
        if (!valid) {
            return invalidOperand();
        }
        cpu.memory.flush();
        return VmxResult.SUCCEED;
    }
}
