/**
 * Linear memory: paging, the translation caches and the access paths of data and code. It knows the
 * registers that govern paging, the memory bus and the question {@link
 * dev.ringmaster.cpu.guest.SecondLevel}; it knows nothing of segments, instructions or vendors.
 *
 * <p>{@link dev.ringmaster.cpu.memory.LinearMemory} is the fast path, {@link
 * dev.ringmaster.cpu.memory.PageWalker} the manual's procedure, {@code AccessWatch} what looks at
 * every single access while alignment checks or data breakpoints are on.
 */
package dev.ringmaster.cpu.memory;
