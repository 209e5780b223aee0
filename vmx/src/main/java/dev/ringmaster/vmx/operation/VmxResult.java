package dev.ringmaster.vmx.operation;

import dev.ringmaster.cpu.arch.Rflags;
import dev.ringmaster.vmx.exit.InstructionError;

import java.util.Optional;

/**
 * How a VMX instruction ended.
 *
 * @param kind success or one of the failures
 * @param error the VM-instruction error of VMfailValid; else 0
 * @sdm Vol. 3D, VMX Instructions: Conventions
 */
public record VmxResult(Kind kind, int error) {

    /** The ways to end. */
    public enum Kind {
        /** VMsucceed. After VMLAUNCH and VMRESUME: the guest runs now. */
        SUCCEED,
        /** VMfailInvalid: there is no current VMCS that could hold an error number. */
        FAIL_INVALID,
        /** VMfailValid: the current VMCS holds the error number. */
        FAIL_VALID,
        /**
         * VMLAUNCH or VMRESUME alone: the processor is in VMX root operation again, and the VM-exit
         * information fields say why: a failed entry, or an exit while an event was injected.
         */
        EXITED
    }

    static final VmxResult SUCCEED = new VmxResult(Kind.SUCCEED, 0);
    static final VmxResult FAIL_INVALID = new VmxResult(Kind.FAIL_INVALID, 0);
    static final VmxResult EXITED = new VmxResult(Kind.EXITED, 0);

    /** VMfailValid with {@code error}. */
    static VmxResult failValid(int error) {
        return new VmxResult(Kind.FAIL_VALID, error);
    }

    /** Whether it is VMsucceed. */
    public boolean succeeded() {
        return kind == Kind.SUCCEED;
    }

    /** The VM-instruction error of VMfailValid. */
    public Optional<InstructionError> instructionError() {
        return kind == Kind.FAIL_VALID ? Optional.of(InstructionError.of(error)) : Optional.empty();
    }

    /** The status flags that the instruction leaves: all 0 but CF or ZF. */
    long flags() {
        return switch (kind) {
            case SUCCEED, EXITED -> 0;
            case FAIL_INVALID -> Rflags.CF.mask();
            case FAIL_VALID -> Rflags.ZF.mask();
        };
    }

    @Override
    public String toString() {
        return switch (kind) {
            case SUCCEED -> "VMsucceed";
            case EXITED -> "VM exit";
            case FAIL_INVALID -> "VMfailInvalid";
            case FAIL_VALID -> "VMfailValid " + error + ": " + InstructionError.of(error).title();
        };
    }
}
