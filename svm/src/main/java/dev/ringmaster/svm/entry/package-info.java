/**
 * The world switch: VMRUN into the guest and #VMEXIT out of it, each as the numbered steps of the
 * manual, and the transfer of register state that both share with VMLOAD and VMSAVE.
 *
 * @apm Vol. 2, VMRUN Instruction; #VMEXIT
 */
package dev.ringmaster.svm.entry;
