/**
 * The vendor-neutral hypervisor: machines, virtual processors, backends, exits, and policies.
 *
 * <p>Drivers reach the hardware through its architectural functions only: what a processor does not
 * let a hypervisor do, this one cannot do either. It knows no guest image and no command line.
 */
package dev.ringmaster.hypervisor;
