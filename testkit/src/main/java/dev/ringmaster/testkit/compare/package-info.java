/**
 * {@code ringmaster compare}: the same guest by every method, and whether it could tell the
 * difference. What a guest can see at its end is its serial output, the value at its exit port, its
 * registers and its memory.
 */
package dev.ringmaster.testkit.compare;
