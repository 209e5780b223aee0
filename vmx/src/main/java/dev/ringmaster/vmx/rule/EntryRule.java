package dev.ringmaster.vmx.rule;

import dev.ringmaster.cpu.arch.Citation;
import dev.ringmaster.cpu.rule.Missing;
import dev.ringmaster.cpu.rule.Outcome;
import dev.ringmaster.cpu.rule.Rule;
import dev.ringmaster.cpu.rule.StateField;
import dev.ringmaster.vmx.vmcs.Vmcs;
import dev.ringmaster.vmx.vmcs.VmcsField;

import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.ToLongFunction;

/**
 * One check of VM entry: a row. A row names its identifier, its sentence and its predicate; what it
 * wants in words and how to mend it follow as {@link #clears}, {@link #sets} or {@link #becomes}.
 */
public final class EntryRule implements Rule {
    private final String id;
    private final RuleGroup group;
    private final String says;
    private final Predicate holds;
    private Citation section;
    private Outcome outcome;
    private Function<EntryState, String> required;
    private VmcsField repaired;
    private ToLongFunction<EntryState> repair;
    private Function<EntryState, Outcome> found;
    private String notModelled;

    /** What a rule asks. */
    @FunctionalInterface
    interface Predicate {
        /**
         * Whether the rule holds.
         *
         * @throws Missing if what is not given would decide
         */
        boolean holds(EntryState state);
    }

    private EntryRule(String id, RuleGroup group, String says, Predicate holds) {
        this.id = id;
        this.group = group;
        this.says = says;
        this.holds = holds;
        this.section = group.section();
        this.outcome = group.outcome();
        this.required = state -> says;
    }

    static EntryRule rule(String id, RuleGroup group, String says, Predicate holds) {
        return new EntryRule(id, group, says, holds);
    }

    /** A row of the list that this model does not evaluate. */
    static EntryRule unmodelled(String id, RuleGroup group, String says, String why) {
        EntryRule rule = new EntryRule(id, group, says, state -> true);
        rule.notModelled = why;
        return rule;
    }

    /** The rule wants bits of a field to be 0, and clearing them mends it. */
    EntryRule clears(VmcsField field, long mask) {
        return clears(field, state -> mask);
    }

    /** The rule wants bits of a field to be 0 that depend on the processor or on another field. */
    EntryRule clears(VmcsField field, ToLongFunction<EntryState> mask) {
        required = state -> Bits.name(field, mask.applyAsLong(state)) + " = 0";
        return mends(field, state -> state.get(field) & ~mask.applyAsLong(state));
    }

    /** The rule wants bits of a field to be 1, and setting them mends it. */
    EntryRule sets(VmcsField field, long mask) {
        required = state -> Bits.name(field, mask) + " = 1";
        return mends(field, state -> state.get(field) | mask);
    }

    /** The rule wants a field to have a value. */
    EntryRule becomes(VmcsField field, ToLongFunction<EntryState> value) {
        required = state -> field + " = 0x" + Long.toHexString(value.applyAsLong(state));
        return mends(field, value);
    }

    /** How a field is mended; what is required is said elsewhere. */
    EntryRule mends(VmcsField field, ToLongFunction<EntryState> value) {
        repaired = field;
        repair = value;
        return this;
    }

    /** What the rule wants, in words. */
    EntryRule wants(String words) {
        required = state -> words;
        return this;
    }

    /** What the rule wants, in words that depend on the state. */
    EntryRule wants(Function<EntryState, String> words) {
        required = words;
        return this;
    }

    /** The rule leads elsewhere than its group. */
    EntryRule leadsTo(Outcome other) {
        outcome = other;
        return this;
    }

    /** The outcome has details that only the state tells. */
    EntryRule leadsTo(Function<EntryState, Outcome> other) {
        found = other;
        return this;
    }

    /** The rule stands in another section than its group. */
    EntryRule in(String number, String title) {
        section = Citation.sdm("Vol. 3C " + number, title);
        return this;
    }

    @Override
    public String id() {
        return id;
    }

    @Override
    public String group() {
        return group.title();
    }

    /** The group as a constant. */
    public RuleGroup ruleGroup() {
        return group;
    }

    @Override
    public Citation section() {
        return section;
    }

    @Override
    public String says() {
        return says;
    }

    @Override
    public Outcome outcome() {
        return outcome;
    }

    @Override
    public Optional<String> notModelled() {
        return Optional.ofNullable(notModelled);
    }

    /** Whether the model evaluates the rule. */
    public boolean modelled() {
        return notModelled == null;
    }

    /**
     * Whether the rule holds.
     *
     * @throws Missing if what is not given would decide
     */
    public boolean holds(EntryState state) {
        return holds.holds(state);
    }

    /**
     * The outcome of a violation, with what this state adds to it, such as the number of an
     * MSR-load entry, if it is known.
     */
    public Outcome outcome(EntryState state) {
        try {
            return found == null ? outcome : found.apply(state);
        } catch (Missing missing) {
            return outcome;
        }
    }

    /** What the rule wants, in words; its sentence if the words need what is not given. */
    String required(EntryState state) {
        try {
            return required.apply(state);
        } catch (Missing missing) {
            return says;
        }
    }

    /** Whether the rule knows of a repair. */
    boolean mends() {
        return repair != null;
    }

    /** The smallest repair that makes the violated rule hold; empty if none can be named. */
    Map<StateField, Long> repair(EntryState state) {
        if (repair == null) {
            return Map.of();
        }
        try {
            Vmcs mended = state.vmcs().copy().set(repaired, repair.applyAsLong(state));
            return Suppositions.decide(this, state.with(mended))
                    ? Map.of(repaired, mended.get(repaired))
                    : Map.of();
        } catch (Missing missing) {
            return Map.of();
        }
    }

    @Override
    public String toString() {
        return id;
    }
}
