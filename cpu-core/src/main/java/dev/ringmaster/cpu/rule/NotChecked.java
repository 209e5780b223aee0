package dev.ringmaster.cpu.rule;

/**
 * A rule that could not be decided.
 *
 * @param rule the rule
 * @param why what is missing, in words
 */
public record NotChecked(Rule rule, String why) {}
