/**
 * Extended page tables: the walk from guest-physical to host-physical addresses, with violations
 * and misconfigurations.
 *
 * <p>Vocabulary: <em>EPTP</em> points to the top table; a <em>violation</em> is an access that the
 * entries do not allow, a <em>misconfiguration</em> an entry that no hypervisor may write. It knows
 * memory and how to record an exit; it knows nothing of instructions or of the guest's own paging.
 */
package dev.ringmaster.vmx.ept;
