/**
 * How VMX instructions and guests end, by number: basic exit reasons and VM-instruction errors.
 * Names only; what raises them stands with the execution model.
 */
package dev.ringmaster.vmx.exit;
