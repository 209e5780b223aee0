package dev.ringmaster.vmx.rule;

import dev.ringmaster.cpu.rule.Outcome;

/**
 * The rule at which a processor stops, and what it does then.
 *
 * @param rule the first violated rule
 * @param outcome what the processor does, with the qualification of this very case
 */
public record RuleViolation(EntryRule rule, Outcome outcome) {}
