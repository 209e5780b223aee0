/**
 * The board around the processor: memory, port and memory buses, and the chips on them.
 *
 * <p>It knows the processor's buses and interrupt lines, and neither a vendor nor a hypervisor.
 */
package dev.ringmaster.board;
