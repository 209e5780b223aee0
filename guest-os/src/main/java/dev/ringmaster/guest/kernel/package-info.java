/**
 * Small guest kernels of our own, assembled from source that reads like a listing. They use what a
 * system uses (rings, gates, paging, a timer, two preempted tasks, system calls), provoke each
 * fault on purpose, and print what they saw, so that the text must be the same wherever they run.
 *
 * <p>Vocabulary: a <i>probe</i> is one instruction that must fault, with everything that the
 * handler must find; a <i>word</i> is what a register holds, 4 bytes in one kernel and 8 in the
 * other; a <i>part</i> is one piece of a kernel, a class that writes a few routines. Start with
 * {@code SmallKernel}, which puts the parts in order.
 *
 * <p>It must not know where its images run: neither a machine nor a hypervisor.
 */
package dev.ringmaster.guest.kernel;
