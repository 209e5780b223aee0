/**
 * The questions that the processor asks while a guest runs, without knowing who answers. {@link
 * dev.ringmaster.cpu.guest.Intercepts} lets a guest be stopped, {@link
 * dev.ringmaster.cpu.guest.SecondLevel} translates guest-physical addresses, {@link
 * dev.ringmaster.cpu.guest.GuestView} says what a guest reads instead of the real thing. Together
 * they are a {@link dev.ringmaster.cpu.guest.GuestMode}: guest mode is an object, not a flag. No
 * vendor is named here, and nothing here knows the processor.
 */
package dev.ringmaster.cpu.guest;
