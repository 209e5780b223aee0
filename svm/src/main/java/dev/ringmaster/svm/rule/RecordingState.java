package dev.ringmaster.svm.rule;

import dev.ringmaster.cpu.rule.Missing;
import dev.ringmaster.cpu.rule.StateField;
import dev.ringmaster.svm.vmcb.VmcbField;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** Another state seen through glass: remembers what a rule reads, and what it misses. */
final class RecordingState extends VmrunState {
    private final VmrunState state;
    private final Map<StateField, Long> read = new LinkedHashMap<>();
    private StateField missing;

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
            missing = field;
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
            missing = field;
            throw miss;
        }
    }

    /** What was read, in the order of reading. */
    Map<StateField, Long> read() {
        return Collections.unmodifiableMap(read);
    }

    /** What a rule asked for in vain. */
    Optional<StateField> missing() {
        return Optional.ofNullable(missing);
    }
}
