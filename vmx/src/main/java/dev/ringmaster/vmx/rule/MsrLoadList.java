package dev.ringmaster.vmx.rule;

import dev.ringmaster.cpu.rule.StateField;

import java.util.Collections;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * What is known of the VM-entry MSR-load area where its entries are listed, as dumps do, and not
 * read from memory. Immutable.
 */
public final class MsrLoadList {
    private final SortedMap<Integer, MsrLoad> entries;
    private final boolean whole;

    private MsrLoadList(Map<Integer, MsrLoad> entries, boolean whole) {
        this.entries = Collections.unmodifiableSortedMap(new TreeMap<>(entries));
        this.whole = whole;
    }

    /**
     * A list of some or all entries.
     *
     * @param entries by their numbers; the first is 1, as in the exit qualification
     * @param whole whether the area has no others
     */
    public static MsrLoadList of(Map<Integer, MsrLoad> entries, boolean whole) {
        return new MsrLoadList(entries, whole);
    }

    /** The entries by their numbers, from 1. */
    public SortedMap<Integer, MsrLoad> entries() {
        return entries;
    }

    /** Whether the area has no others. */
    public boolean whole() {
        return whole;
    }

    /** The entry of a number, if it is known. */
    public Optional<MsrLoad> entry(long number) {
        return number == (int) number
                ? Optional.ofNullable(entries.get((int) number))
                : Optional.empty();
    }

    /** A half of an entry, by the name that findings show. */
    record Part(int number, boolean data) implements StateField {

        @Override
        public String name() {
            return "VM_ENTRY_MSR_LOAD_" + (data ? "VALUE_" : "INDEX_") + number;
        }

        @Override
        public int width() {
            return 64;
        }

        @Override
        public int ordinal() {
            return 2 * (number - 1) + (data ? 1 : 0);
        }
    }
}
