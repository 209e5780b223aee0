/**
 * Explains why an entry failed: a dump, a {@link dev.ringmaster.testkit.explain.Profile} of the
 * processor, the checkers of vmx and svm, and a report for people or for programs. Knows no format
 * of dumps.
 */
package dev.ringmaster.testkit.explain;
