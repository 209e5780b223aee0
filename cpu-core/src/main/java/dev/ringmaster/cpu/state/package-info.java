/**
 * The registers: what the architecture says a processor remembers between two instructions. Plain
 * state with the arithmetic that reading and writing it needs; no memory, no privilege checks, no
 * virtualization.
 */
package dev.ringmaster.cpu.state;
