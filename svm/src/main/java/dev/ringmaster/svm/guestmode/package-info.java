/**
 * What answers while an SVM guest runs: intercepts, permission maps, virtual interrupts, the
 * time-stamp offset. An exit is recorded here as {@link dev.ringmaster.svm.guestmode.ExitRecord}
 * and unwinds the instruction; what #VMEXIT then does to the state is not known here.
 *
 * @apm Vol. 2, Secure Virtual Machine
 */
package dev.ringmaster.svm.guestmode;
