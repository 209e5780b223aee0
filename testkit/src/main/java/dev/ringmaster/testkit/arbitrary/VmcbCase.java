package dev.ringmaster.testkit.arbitrary;

import dev.ringmaster.cpu.rule.StateField;
import dev.ringmaster.svm.capability.SvmCapabilities;
import dev.ringmaster.svm.rule.ContextField;
import dev.ringmaster.svm.rule.VmrunContext;
import dev.ringmaster.svm.rule.VmrunState;
import dev.ringmaster.svm.vmcb.Vmcb;
import dev.ringmaster.svm.vmcb.VmcbField;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * A VMCB and the state of the processor that runs it.
 *
 * @param start what it is but for the fields that differ
 * @param caps the processor
 * @param fields the fields in which it differs from its start, by name
 */
public record VmcbCase(VmcbStart start, SvmCapabilities caps, Map<StateField, Long> fields) {

    /** Takes a copy of the fields. */
    public VmcbCase {
        fields = Collections.unmodifiableMap(new LinkedHashMap<>(fields));
    }

    /** A new VMCB, complete. */
    public Vmcb vmcb() {
        return parts().vmcb;
    }

    /** A new state; page-directory pointers are given, other memory is not. */
    public VmrunState state() {
        return parts().state();
    }

    /** The same with another field. */
    VmcbCase with(StateField field, long value) {
        return with(Map.of(field, value));
    }

    VmcbCase with(Map<StateField, Long> others) {
        Map<StateField, Long> more = new LinkedHashMap<>(fields);
        more.putAll(others);
        return new VmcbCase(start, caps, more);
    }

    /** What a state is made of, to be changed. */
    Parts parts() {
        Parts parts = new Parts(start.vmcb(), start.context(), caps);
        fields.forEach(parts::set);
        return parts;
    }

    /** A VMCB and a context that one state looks at. */
    record Parts(Vmcb vmcb, VmrunContext context, SvmCapabilities caps) implements Draft.Target {

        VmrunState state() {
            return new VmrunState(vmcb, caps, context, Optional.empty());
        }

        @Override
        public long get(StateField field) {
            return state().get(field);
        }

        @Override
        public void set(StateField field, long value) {
            if (field instanceof ContextField fact) {
                context.set(fact, value);
            } else {
                vmcb.set((VmcbField) field, value);
            }
        }
    }

    @Override
    public String toString() {
        return Draft.words(start, fields);
    }
}
