/**
 * AMD-V as hardware: the VMCB, VMRUN with its checks, #VMEXIT, and nested paging.
 *
 * <p>This is what the processor does. Filling a VMCB is software and lives in the hypervisor
 * module; VT-x has its twin of this package and is not known here.
 */
package dev.ringmaster.svm;
