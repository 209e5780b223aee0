/**
 * The board around the processor: memory and port buses, and the chips on them. A <em>region</em>
 * is a run of pages that a {@link dev.ringmaster.board.MemoryDevice} answers, a <em>line</em> is a
 * wire with a level ({@link dev.ringmaster.board.InterruptLine}), <em>attention</em> is what the
 * board calls when the interrupt pin may have risen.
 *
 * <p>It knows the processor's pins ({@code dev.ringmaster.cpu.bus}) and architectural names, and
 * neither the processor itself nor a vendor nor a hypervisor. A bare machine has one {@link
 * dev.ringmaster.board.Board}; so has each guest of a hypervisor.
 */
package dev.ringmaster.board;
