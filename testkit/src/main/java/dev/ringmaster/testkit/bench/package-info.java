/**
 * The benchmarks of {@code ringmaster bench}: the same machine code on every engine and, where it
 * is installed, on another emulator, timed in one run and reported as ratios. Wall clocks live here
 * and nowhere else.
 */
package dev.ringmaster.testkit.bench;
