/**
 * SVM as a processor has it: its instructions, its model-specific registers, its CPUID bits and the
 * global interrupt flag. {@link dev.ringmaster.svm.operation.Svm} is what is plugged into a
 * processor, and what a hypervisor written in Java calls.
 *
 * @apm Vol. 2, Secure Virtual Machine
 */
package dev.ringmaster.svm.operation;
