/**
 * Intel VT-x as hardware: the VMCS, VM entry with its checks, VM exit, and EPT.
 *
 * <p>This is what the processor does. Programming a VMCS is software and lives in the hypervisor
 * module; AMD-V has its twin of this package and is not known here.
 */
package dev.ringmaster.vmx;
