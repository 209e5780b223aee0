/**
 * How guests end: the basic exit reasons and VM-instruction errors by number, what a VM exit
 * records ({@link dev.ringmaster.vmx.exit.ExitRecorder}), and the VM exit itself as numbered steps
 * ({@link dev.ringmaster.vmx.exit.VmExit}).
 *
 * <p>It knows the processor and the VMCS. Why a guest exits is decided elsewhere: by controls, by
 * EPT, by VM entry.
 */
package dev.ringmaster.vmx.exit;
