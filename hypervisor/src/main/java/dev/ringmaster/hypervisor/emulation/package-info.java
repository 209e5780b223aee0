/**
 * Executes single instructions on a guest's behalf: those that reach virtual devices or ask for
 * what the processor does not do for a guest. A second processor, without interrupts, on the
 * guest's own buses does it, so that an emulated instruction means exactly what it means on the
 * machine.
 */
package dev.ringmaster.hypervisor.emulation;
