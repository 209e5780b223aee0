/**
 * The command line: one class a command. A command reads its options, calls the modules below, and
 * prints; it models nothing itself. Results go to standard output, all else to standard error.
 */
package dev.ringmaster.testkit.cli;
