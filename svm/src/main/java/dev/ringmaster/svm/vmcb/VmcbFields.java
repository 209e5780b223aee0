package dev.ringmaster.svm.vmcb;

import java.util.EnumSet;
import java.util.Set;
import java.util.function.Predicate;

/**
 * A set of VMCB fields in the order of the page, prepared for moving it between memory and a {@link
 * Vmcb}. A load reads each aligned 8 bytes once, however many fields lie in them.
 */
public final class VmcbFields {

    /** Every field. */
    public static final VmcbFields ALL = where(field -> true);

    /** What VMRUN reads: the controls, and the state that VMRUN loads. @apm Vol. 2, VMRUN */
    public static final VmcbFields VMRUN =
            where(f -> f.use() == FieldUse.CACHED || f.use() == FieldUse.NOT_CACHED);

    /** What VMLOAD and VMSAVE transfer. @apm Vol. 2, VMSAVE and VMLOAD Instructions */
    public static final VmcbFields VMLOAD = where(f -> f.use() == FieldUse.VMLOAD_VMSAVE);

    /** What #VMEXIT reports beside the state of the guest. @apm Vol. 2, #VMEXIT */
    public static final VmcbFields EXIT_REPORT = where(f -> f.use() == FieldUse.WRITTEN_ON_EXIT);

    /**
     * What #VMEXIT writes: its report, the state of the guest that VMRUN loads, and the controls
     * that a running guest changes. @apm Vol. 2, #VMEXIT
     */
    public static final VmcbFields VMEXIT = where(VmcbFields::writtenOnExit);

    private final VmcbField[] fields;

    /** For each field, how many from it on fill an aligned 8 bytes together; 0 if they do not. */
    private final int[] filling;

    private VmcbFields(Set<VmcbField> fields) {
        this.fields = fields.toArray(new VmcbField[0]);
        this.filling = new int[this.fields.length];
        for (int i = 0; i < filling.length; i++) {
            filling[i] = filling(i);
        }
    }

    private int filling(int first) {
        int end = fields[first].offset();
        int word = end;
        if (word % 8 != 0) {
            return 0;
        }
        for (int i = first; i < fields.length && fields[i].offset() == end; i++) {
            end += fields[i].size();
            if (end == word + 8) {
                return i - first + 1;
            }
        }
        return 0;
    }

    private static boolean writtenOnExit(VmcbField field) {
        if (field.area() == VmcbField.Area.SAVE) {
            return field.use() == FieldUse.CACHED || field.use() == FieldUse.NOT_CACHED;
        }
        return field.use() == FieldUse.WRITTEN_ON_EXIT
                || field == VmcbField.VINTR
                || field == VmcbField.INTERRUPT_STATE
                || field == VmcbField.EVENTINJ;
    }

    /** These fields. */
    public static VmcbFields of(Set<VmcbField> fields) {
        return new VmcbFields(EnumSet.copyOf(fields));
    }

    private static VmcbFields where(Predicate<VmcbField> wanted) {
        EnumSet<VmcbField> fields = EnumSet.allOf(VmcbField.class);
        fields.removeIf(wanted.negate());
        return new VmcbFields(fields);
    }

    /** The fields as a set, in the order of the page. */
    public Set<VmcbField> asSet() {
        EnumSet<VmcbField> set = EnumSet.noneOf(VmcbField.class);
        for (VmcbField field : fields) {
            set.add(field);
        }
        return set;
    }

    /**
     * Reads these fields from the VMCB at {@code page} into {@code vmcb}; its other fields stay.
     *
     * @param page the host-physical address of the VMCB, 4-KByte aligned
     */
    public void load(HostMemory memory, long page, Vmcb vmcb) {
        int at = -1;
        long word = 0;
        for (VmcbField field : fields) {
            int aligned = field.offset() & ~7;
            if (aligned != at) {
                at = aligned;
                word = memory.read(page + aligned, 8);
            }
            vmcb.put(field.ordinal(), word >>> 8 * (field.offset() & 7) & field.mask());
        }
    }

    /**
     * Writes these fields of {@code vmcb} to the VMCB at {@code page}; no byte beside them changes.
     *
     * @param page the host-physical address of the VMCB, 4-KByte aligned
     * @throws dev.ringmaster.cpu.rule.Missing if one of them is not given
     */
    public void store(HostMemory memory, long page, Vmcb vmcb) {
        int i = 0;
        while (i < fields.length) {
            if (filling[i] == 0) {
                VmcbMemory.write(memory, page, fields[i], vmcb.get(fields[i]));
                i++;
            } else {
                memory.write(page + fields[i].offset(), 8, word(vmcb, i));
                i += filling[i];
            }
        }
    }

    private long word(Vmcb vmcb, int first) {
        long word = vmcb.get(fields[first]);
        for (int i = first + 1; i < first + filling[first]; i++) {
            word |= vmcb.get(fields[i]) << 8 * (fields[i].offset() & 7);
        }
        return word;
    }
}
