/**
 * The engines: ways of stringing meanings together. {@link dev.ringmaster.cpu.engine.Interpreter}
 * decodes every instruction anew and is the reference; {@link
 * dev.ringmaster.cpu.engine.BlockEngine} caches basic blocks of operations that are bound to their
 * operands. What happens between instructions (events, timers, exits) is the same for both and
 * stands in {@link dev.ringmaster.cpu.engine.RunLoop}. No meaning is defined here, and no vendor is
 * known.
 */
package dev.ringmaster.cpu.engine;
