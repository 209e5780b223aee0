/**
 * What the consistency rules of both vendors have in common: a rule is a row of data with a
 * predicate, a state is a set of fields of which some may not be given, an explanation lists every
 * violated rule. The rules themselves stand with their vendor; nothing here knows VMCS or VMCB.
 */
package dev.ringmaster.cpu.rule;
