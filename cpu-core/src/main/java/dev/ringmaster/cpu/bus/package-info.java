/**
 * The processor's pins: what it asks of the machine around it. Memory by host-physical address,
 * ports, the interrupt line, virtual time. Interfaces and the clock only; the chips that answer
 * stand in {@code dev.ringmaster.board}.
 */
package dev.ringmaster.cpu.bus;
