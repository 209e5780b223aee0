/**
 * VMX operation: the instructions from VMXON to INVVPID, as opcodes and as Java calls, and the VMCS
 * regions in memory. {@link dev.ringmaster.vmx.operation.Vmx} is the extension that a processor is
 * given.
 *
 * <p>It knows VM entry and the guest mode; it decides nothing about guests by itself.
 */
package dev.ringmaster.vmx.operation;
