/**
 * Readers for what hypervisors print about a VM entry that failed: text in, {@link
 * dev.ringmaster.testkit.dump.DumpedState} out. A <em>label</em> is the word before a value; which
 * field it means depends on the section of the dump. Labels are data, one table per format. What a
 * dump does not print is not given, and what nobody understands is listed. Entries of MSR-load
 * areas come out as the checker of VM entry takes them; its rules are not known here.
 */
package dev.ringmaster.testkit.dump;
