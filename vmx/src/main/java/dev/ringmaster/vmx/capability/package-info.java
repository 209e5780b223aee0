/**
 * What a processor can do in VMX operation, as its capability MSRs and CPUID report it, and what
 * some that exist report ({@link dev.ringmaster.vmx.capability.IntelProcessor}). Everything that
 * depends on the processor and not on a VMCS stands here; nothing here knows a rule.
 */
package dev.ringmaster.vmx.capability;
