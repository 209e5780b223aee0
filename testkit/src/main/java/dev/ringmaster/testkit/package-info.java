/**
 * The laboratory, the only place where all modules meet: command line, contracts that every backend
 * must keep, arbitraries, conformance suites, reports, and benchmarks. No other module knows it.
 */
package dev.ringmaster.testkit;
