/**
 * The checks of VM entry as data: a rule is a row with the manual's section, one sentence, a
 * predicate, what it wants and a repair. A rule reads the {@linkplain
 * dev.ringmaster.vmx.rule.EntryState entry state} only: VMCS, capabilities, the facts of the
 * processor, memory. Nothing here changes a state or knows how a guest runs.
 */
package dev.ringmaster.vmx.rule;
