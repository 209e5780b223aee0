package dev.ringmaster.svm.rule;

import dev.ringmaster.cpu.rule.Missing;
import dev.ringmaster.cpu.rule.StateField;
import dev.ringmaster.svm.vmcb.VmcbField;

import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** Another state seen through glass: remembers what a rule reads, and what it misses. */
final class RecordingState extends VmrunState {
    private final VmrunState state;
    private final Map<StateField, Long> read = new LinkedHashMap<>();
    private final Map<String, StateField> missed = new HashMap<>();

    RecordingState(VmrunState state) {
        super(state);
        this.state = state;
    }

    @Override
    public long get(VmcbField field) {
        try {
            long value = state.get(field);
            read.put(field, value);
            return value;
        } catch (Missing miss) {
            missed.put(field.name(), field);
            throw miss;
        }
    }

    @Override
    public long get(ContextField field) {
        try {
            long value = state.get(field);
            read.put(field, value);
            return value;
        } catch (Missing miss) {
            missed.put(field.name(), field);
            throw miss;
        }
    }

    /** What was read, in the order of reading. */
    Map<StateField, Long> read() {
        return Collections.unmodifiableMap(read);
    }

    /** The field that a rule asked for in vain; empty if what is missing is not a field. */
    Optional<StateField> field(Missing missing) {
        return Optional.ofNullable(missed.get(missing.getMessage()));
    }
}
