package dev.ringmaster.testkit.sensitive;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;

/**
 * Finds in what two executions differ. A register that neither changed does not count: it differed
 * already. Nor does one that differs between two executions from the same state.
 */
final class Comparison {
    private static final int SHOWN = 3;

    private final String[] names;
    private final int visible;

    /**
     * @param names the names of the registers
     * @param visible how many of them are visible; the rest are resources
     */
    Comparison(String[] names, int visible) {
        this.names = names.clone();
        this.visible = visible;
    }

    /** The registers in which two executions of the same differ: chance. */
    BitSet noise(Observation a, Observation b) {
        BitSet noise = new BitSet();
        for (int n = 0; n < names.length; n++) {
            noise.set(n, a.after()[n] != b.after()[n]);
        }
        return noise;
    }

    /** Whether two executions that did not trap did different things. */
    boolean differ(Observation a, Observation b, BitSet noise) {
        return !a.memory().equals(b.memory())
                || !a.ports().equals(b.ports())
                || !registers(a, b, noise).isEmpty();
    }

    private List<Integer> registers(Observation a, Observation b, BitSet noise) {
        List<Integer> found = new ArrayList<>();
        for (int n = 0; n < names.length; n++) {
            boolean done = a.changed(n) || b.changed(n);
            if (done && a.after()[n] != b.after()[n] && !noise.get(n)) {
                found.add(n);
            }
        }
        return found;
    }

    /** Whether the execution changed a resource. */
    boolean controls(Observation o) {
        return !o.ports().isEmpty() || !resources(o).isEmpty();
    }

    private List<Integer> resources(Observation o) {
        List<Integer> found = new ArrayList<>();
        for (int n = visible; n < names.length; n++) {
            if (o.changed(n)) {
                found.add(n);
            }
        }
        return found;
    }

    /** What {@code o} did where {@code other} did something else. */
    String outcome(Observation o, Observation other) {
        if (o.trapped()) {
            return o.trap();
        }
        List<String> parts = new ArrayList<>();
        List<Integer> registers = other.trapped() ? changes(o) : registers(o, other, new BitSet());
        registers.forEach(n -> parts.add(names[n] + "=" + hex(o.after()[n])));
        if (!o.memory().equals(other.trapped() ? List.of() : other.memory())) {
            parts.add(memory(o.memory()));
        }
        parts.addAll(o.ports());
        return text(parts);
    }

    /** Which resources {@code o} changed. */
    String control(Observation o) {
        if (o.trapped()) {
            return o.trap();
        }
        List<String> parts = new ArrayList<>(o.ports());
        resources(o)
                .forEach(
                        n ->
                                parts.add(
                                        names[n]
                                                + " "
                                                + hex(o.before()[n])
                                                + " to "
                                                + hex(o.after()[n])));
        return text(parts);
    }

    private List<Integer> changes(Observation o) {
        List<Integer> found = new ArrayList<>();
        for (int n = 0; n < names.length; n++) {
            if (o.changed(n) && !names[n].equals("RIP")) {
                found.add(n);
            }
        }
        return found;
    }

    private static String text(List<String> parts) {
        if (parts.isEmpty()) {
            return "goes on";
        }
        int shown = Math.min(SHOWN, parts.size());
        return String.join(" ", parts.subList(0, shown)) + (shown < parts.size() ? " ..." : "");
    }

    private static String memory(List<Long> changes) {
        if (changes.isEmpty()) {
            return "memory unchanged";
        }
        StringBuilder text = new StringBuilder("[" + hex(changes.get(0) >> 8) + "]=");
        changes.stream().limit(10).forEach(c -> text.append(String.format("%02x", c & 0xff)));
        return text.toString();
    }

    private static String hex(long value) {
        return "0x" + Long.toHexString(value);
    }
}
