/**
 * Guest images: loaders for the formats that boot, and small kernels of our own.
 *
 * <p>It knows the processor and its assembler; whether a hypervisor is present is not known here.
 */
package dev.ringmaster.guest;
