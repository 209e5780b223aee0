package dev.ringmaster.vmx.rule;

import dev.ringmaster.cpu.rule.Missing;

/** The facts beside the VMCS, each given or not. Mutable, so that a processor can keep one. */
public final class EntryContext {
    private static final int COUNT = EntryFact.values().length;

    private final long[] values = new long[COUNT];
    private final boolean[] given = new boolean[COUNT];
    private long changes;
    private int missing = COUNT;

    private EntryContext() {}

    /** Nothing is known: the case of a dump. */
    public static EntryContext unknown() {
        return new EntryContext();
    }

    /** A 64-bit hypervisor in VMX root operation that executes VMLAUNCH on a clear current VMCS. */
    public static EntryContext sixtyFourBitLaunch() {
        EntryContext context = new EntryContext();
        for (EntryFact fact : EntryFact.values()) {
            context.set(fact, 0);
        }
        return context.set(EntryFact.VMX_OPERATION, 1)
                .set(EntryFact.CR0_PE, 1)
                .set(EntryFact.HAS_CURRENT_VMCS, 1)
                .set(EntryFact.EFER_LMA, 1)
                .set(EntryFact.CURRENT_VMCS_POINTER, 0x1000)
                .set(EntryFact.VMXON_POINTER, 0x2000);
    }

    /** An independent copy. */
    public EntryContext copy() {
        EntryContext copy = new EntryContext();
        System.arraycopy(values, 0, copy.values, 0, COUNT);
        System.arraycopy(given, 0, copy.given, 0, COUNT);
        copy.missing = missing;
        return copy;
    }

    /** Whether every fact is known. */
    boolean complete() {
        return missing == 0;
    }

    /** Whether the fact is known. */
    public boolean given(EntryFact fact) {
        return given[fact.ordinal()];
    }

    /**
     * The fact's value.
     *
     * @throws Missing if it is not given
     */
    public long get(EntryFact fact) {
        if (!given[fact.ordinal()]) {
            throw new Missing("the processor's " + fact);
        }
        return values[fact.ordinal()];
    }

    /** Makes a fact known. */
    public EntryContext set(EntryFact fact, long value) {
        if (!given[fact.ordinal()] || values[fact.ordinal()] != value) {
            missing -= given[fact.ordinal()] ? 0 : 1;
            values[fact.ordinal()] = value;
            given[fact.ordinal()] = true;
            changes++;
        }
        return this;
    }

    /** How often some fact changed; equal numbers mean equal facts. */
    long changes() {
        return changes;
    }

    /** Makes a fact unknown. */
    public EntryContext forget(EntryFact fact) {
        missing += given[fact.ordinal()] ? 1 : 0;
        values[fact.ordinal()] = 0;
        given[fact.ordinal()] = false;
        changes++;
        return this;
    }
}
