/**
 * VMX non-root operation: what the controls of a VMCS make of a guest. {@link
 * dev.ringmaster.vmx.nonroot.VmxGuestMode} is the guest mode that the processor asks: {@code
 * VmxIntercepts} says where the guest exits, {@code VmxView} what it reads.
 *
 * <p>It knows the VMCS, how to record and perform an exit, and EPT; it knows nothing of VMX
 * instructions or of VM entry.
 */
package dev.ringmaster.vmx.nonroot;
