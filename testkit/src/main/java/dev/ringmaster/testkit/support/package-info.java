/**
 * The matrix of what is modelled and what is not: one {@link
 * dev.ringmaster.testkit.support.SupportRow} for each instruction, feature, control, exit, field,
 * rule, device, boot format and backend. Wherever a module can tell by itself, it is asked; what is
 * written by hand (what is missing of a device, say) is held against the sources by a test.
 */
package dev.ringmaster.testkit.support;
