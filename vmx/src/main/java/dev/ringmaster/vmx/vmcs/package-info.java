/**
 * The vocabulary of the virtual-machine control structure: its fields, the bits of its control
 * words, the formats of its compound fields, and the values of one VMCS. Nothing here knows what a
 * processor does with them.
 */
package dev.ringmaster.vmx.vmcs;
