package dev.ringmaster.cpu.rule;

import java.util.Map;

/**
 * A violated rule.
 *
 * @param rule the rule
 * @param fields what it read, in the order of reading
 * @param required what the rule wants of those values, in words
 * @param repair the smallest change that makes the rule hold; empty if there is none that one can
 *     name
 */
public record Finding(
        Rule rule, Map<StateField, Long> fields, String required, Map<StateField, Long> repair) {}
