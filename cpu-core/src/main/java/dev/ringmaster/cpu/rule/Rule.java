package dev.ringmaster.cpu.rule;

import dev.ringmaster.cpu.arch.Citation;

import java.util.Optional;

/**
 * One consistency check of a manual, as data. Evaluation stands with the vendor, who knows the
 * state.
 */
public interface Rule {

    /** The public identifier, for example {@code GUEST-069}; stable across releases. */
    String id();

    /** The manual's group of checks that it belongs to. */
    String group();

    /** Where the manual states it. */
    Citation section();

    /** The rule in one sentence. */
    String says();

    /** What the processor does if the rule is the first that is violated. */
    Outcome outcome();

    /** Why this model does not evaluate the rule; empty if it does. */
    Optional<String> notModelled();
}
