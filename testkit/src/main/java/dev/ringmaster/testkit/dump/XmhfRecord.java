package dev.ringmaster.testkit.dump;

import dev.ringmaster.vmx.rule.MsrLoad;
import dev.ringmaster.vmx.vmcs.VmcsField;

import java.util.HashMap;
import java.util.HashSet;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

/** One VMCS in XMHF's log: the lines of one processor with one tag. */
final class XmhfRecord {
    /** In a tag, what L1 prepared for L2; XMHF itself checks and merges it. */
    private static final String NESTED = "12";

    private static final Set<String> PARTS = Set.of("index", "reserved", "data");

    private final String cpu;
    private final String tag;
    private final Pieces pieces;
    private final Fields fields;
    private final Set<String> seen = new HashSet<>();
    private final Map<Integer, Map<String, Long>> msrLoads = new HashMap<>();
    private boolean unavailable;

    /**
     * An empty VMCS.
     *
     * @param cpu the processor's name; null if the lines do not say it
     * @param tag which VMCS it is; null if the lines do not say it
     */
    XmhfRecord(String cpu, String tag, Reading reading) {
        this.cpu = cpu;
        this.tag = tag;
        this.pieces = new Pieces(reading);
        this.fields = new Fields(pieces);
    }

    boolean isOf(String cpuOfLine, String tagOfLine) {
        return Objects.equals(cpu, cpuOfLine) && Objects.equals(tag, tagOfLine);
    }

    /** Whether the tag ends as all tags of a kind do, such as 02. */
    boolean isOfKind(String cpuOfLine, String kind) {
        return Objects.equals(cpu, cpuOfLine) && tag != null && tag.contains(kind);
    }

    /** Whether a field comes for the first time. */
    boolean begin(String name) {
        return seen.add(name.toLowerCase(Locale.ROOT));
    }

    void put(String name, long value) {
        fields.put(name, value);
    }

    void putEncoding(int encoding, long value) {
        fields.putEncoding(encoding, value);
    }

    /** A VMREAD failed. */
    void unavailable() {
        unavailable = true;
    }

    /**
     * Takes a part of an entry of the VM-entry MSR-load area.
     *
     * @param number from 1
     * @param part {@code index}, {@code reserved} or {@code data}
     */
    void msrLoad(int number, String part, long value) {
        Map<String, Long> parts = msrLoads.computeIfAbsent(number, key -> new HashMap<>());
        parts.put(part, value);
        if (parts.keySet().containsAll(PARTS)) {
            pieces.msrLoad(
                    number,
                    new MsrLoad(
                            parts.get("index").intValue(),
                            parts.get("reserved").intValue(),
                            parts.get("data")));
        }
    }

    private boolean isNested() {
        return tag != null && tag.contains(NESTED);
    }

    /** After a VMREAD that failed, the instruction error is that of the VMREAD. */
    DumpedState finish(XmhfMachine machine) {
        fields.finish();
        machine.describe(pieces, isNested());
        if (unavailable) {
            pieces.vmcs().forget(VmcsField.VM_INSTRUCTION_ERROR);
        }
        Fields.report(pieces);
        return pieces.build(Vendor.INTEL, "xmhf");
    }
}
