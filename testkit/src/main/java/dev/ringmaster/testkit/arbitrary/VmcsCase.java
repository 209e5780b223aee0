package dev.ringmaster.testkit.arbitrary;

import dev.ringmaster.cpu.rule.StateField;
import dev.ringmaster.vmx.capability.VmxCapabilities;
import dev.ringmaster.vmx.rule.EntryFact;
import dev.ringmaster.vmx.rule.EntryState;
import dev.ringmaster.vmx.vmcs.Vmcs;
import dev.ringmaster.vmx.vmcs.VmcsField;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * A VMCS and the state of the processor that enters it.
 *
 * @param start what it is but for the fields that differ
 * @param caps the processor
 * @param fields the fields and facts in which it differs from its start, by name
 */
public record VmcsCase(VmcsStart start, VmxCapabilities caps, Map<StateField, Long> fields) {

    /** Takes a copy of the fields. */
    public VmcsCase {
        fields = Collections.unmodifiableMap(new LinkedHashMap<>(fields));
    }

    /** A new VMCS, complete. */
    public Vmcs vmcs() {
        return state().vmcs();
    }

    /** A new state with memory of zeros, in which loading no MSR faults. */
    public EntryState state() {
        EntryState state = start.state(caps);
        fields.forEach((field, value) -> set(state, field, value));
        return state;
    }

    /** The same with another field, or with a field as it has no other. */
    VmcsCase with(StateField field, long value) {
        Map<StateField, Long> more = new LinkedHashMap<>(fields);
        more.put(field, value);
        return new VmcsCase(start, caps, more);
    }

    VmcsCase with(Map<StateField, Long> others) {
        Map<StateField, Long> more = new LinkedHashMap<>(fields);
        more.putAll(others);
        return new VmcsCase(start, caps, more);
    }

    static void set(EntryState state, StateField field, long value) {
        if (field instanceof EntryFact fact) {
            state.context().set(fact, value);
        } else {
            state.vmcs().set((VmcsField) field, value);
        }
    }

    static Draft.Target target(EntryState state) {
        return new Draft.Target() {
            @Override
            public long get(StateField field) {
                return state.get(field);
            }

            @Override
            public void set(StateField field, long value) {
                VmcsCase.set(state, field, value);
            }
        };
    }

    @Override
    public String toString() {
        return Draft.words(start, fields);
    }
}
