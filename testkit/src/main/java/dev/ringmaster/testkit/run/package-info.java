/**
 * Runs one guest image by one method (bare, or under a backend of the hypervisor) and reports how
 * it ended: the common ground of {@code ringmaster run}, {@code compare}, the benchmarks and the
 * tests with real guests.
 */
package dev.ringmaster.testkit.run;
