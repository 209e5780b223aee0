/**
 * The protection rings: segmentation, descriptors, gates, tasks, event delivery, and the meanings
 * of the instructions that load, ask for or guard the registers of the system.
 *
 * <p>Vocabulary: a <em>selector</em> names a {@link dev.ringmaster.cpu.protection.Descriptor} in
 * the GDT or LDT; CPL, DPL and RPL are the current, the descriptor's and the requested privilege
 * level; a <em>gate</em> is a descriptor through which control reaches another ring or task;
 * <em>delivery</em> brings an event through the IDT to its handler. Everything is checked before
 * anything is written: a fault leaves the registers as they were.
 *
 * <p>It knows the processor and the questions about guests; it knows no vendor's extension and no
 * engine, and nothing of arithmetic.
 */
package dev.ringmaster.cpu.protection;
