/**
 * The real machine that a hypervisor runs on: a processor in 64-bit ring 0, its memory, and the
 * interrupt pin by which software timers and virtual devices call the hypervisor back. It knows no
 * guest.
 */
package dev.ringmaster.hypervisor.host;
