/**
 * Loaders: from the bytes of an image to memory contents and the registers at its entry, as its
 * boot protocol defines them. They write through {@link dev.ringmaster.guest.load.GuestMemory} and
 * answer with a {@link dev.ringmaster.cpu.state.CpuState}, so that a bare machine and any
 * hypervisor can start the same image. What is wrong with a user's file is an {@link
 * dev.ringmaster.guest.load.UnusableImage}, one clear line.
 */
package dev.ringmaster.guest.load;
