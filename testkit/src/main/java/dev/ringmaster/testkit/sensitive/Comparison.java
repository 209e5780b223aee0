package dev.ringmaster.testkit.sensitive;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Set;

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
            noise.set(n, a.after(n) != b.after(n));
        }
        return noise;
    }

    /** Whether two executions that did not trap did different things. */
    boolean differ(Observation a, Observation b, BitSet noise) {
        return !a.memory().equals(b.memory())
                || !a.ports().equals(b.ports())
                || firstRegister(a, b, noise, 0) >= 0;
    }

    /** The first register from {@code from} on in which they differ, or -1. */
    private int firstRegister(Observation a, Observation b, BitSet noise, int from) {
        for (int n = from; n < names.length; n++) {
            boolean unlike = a.after(n) != b.after(n);
            if (unlike && (a.changed(n) || b.changed(n)) && !noise.get(n)) {
                return n;
            }
        }
        return -1;
    }

    private List<Integer> registers(Observation a, Observation b, BitSet noise) {
        List<Integer> found = new ArrayList<>();
        int n = firstRegister(a, b, noise, 0);
        while (n >= 0) {
            found.add(n);
            n = firstRegister(a, b, noise, n + 1);
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
        registers.forEach(n -> parts.add(names[n] + "=" + hex(o.after(n))));
        parts.addAll(memory(o, other));
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
                                                + hex(o.before(n))
                                                + " to "
                                                + hex(o.after(n))));
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

    /** The bytes that {@code o} wrote and {@code other} did not. */
    private static List<String> memory(Observation o, Observation other) {
        Set<Long> common = Set.copyOf(other.trapped() ? List.of() : other.memory());
        return o.memory().stream()
                .filter(change -> !common.contains(change))
                .map(change -> String.format("[%s]=0x%02x", hex(change >> 8), change & 0xff))
                .toList();
    }

    private static String hex(long value) {
        return "0x" + Long.toHexString(value);
    }
}
