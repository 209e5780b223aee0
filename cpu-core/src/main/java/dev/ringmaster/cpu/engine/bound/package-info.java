/**
 * Operations: instructions whose operands, addresses and targets have been bound at decoding. The
 * special ones exist for the forms that compiled code is made of, and only where segments are flat;
 * all arithmetic is that of {@code dev.ringmaster.cpu.meaning}. {@link
 * dev.ringmaster.cpu.engine.bound.Binder} chooses; everything it does not know becomes a {@link
 * dev.ringmaster.cpu.engine.bound.GenericOperation}.
 */
package dev.ringmaster.cpu.engine.bound;
