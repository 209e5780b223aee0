package dev.ringmaster.cpu.rule;

import java.util.List;

/**
 * The answer of a checker.
 *
 * @param outcome what the processor would do
 * @param violations every violated rule in architectural order
 * @param notChecked every rule that could not be decided, in architectural order
 */
public record Explanation(Outcome outcome, List<Finding> violations, List<NotChecked> notChecked) {}
