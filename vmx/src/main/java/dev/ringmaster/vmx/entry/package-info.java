/**
 * VM entry as numbered steps: the checks of the rules, loading the guest's state, loading MSRs,
 * event injection.
 *
 * <p>It knows the rules of VM entry, the guest mode and the exit that a failed entry becomes; it
 * knows nothing of the instructions VMLAUNCH and VMRESUME, which make the basic checks before.
 */
package dev.ringmaster.vmx.entry;
