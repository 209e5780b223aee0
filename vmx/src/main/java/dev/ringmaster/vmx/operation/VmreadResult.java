package dev.ringmaster.vmx.operation;

/**
 * How VMREAD ended.
 *
 * @param result success or failure
 * @param value the field's value, zero-extended; 0 unless it succeeded
 */
public record VmreadResult(VmxResult result, long value) {}
