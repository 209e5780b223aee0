package dev.ringmaster.svm.entry;

import dev.ringmaster.svm.vmcb.CleanBit;
import dev.ringmaster.svm.vmcb.FieldUse;
import dev.ringmaster.svm.vmcb.VmcbField;
import dev.ringmaster.svm.vmcb.VmcbFields;

import java.util.EnumSet;
import java.util.Set;

/**
 * The fields that a world switch of this model moves: those of the VMCB without the state of
 * features that it does not have (branch records, the virtual interrupt controller, shadow stacks).
 */
final class SwitchedFields {
    private static final Set<CleanBit> ABSENT =
            EnumSet.of(CleanBit.LBR, CleanBit.AVIC, CleanBit.CET);

    /** What VMRUN reads. @apm Vol. 2, VMRUN Instruction */
    static final VmcbFields ENTRY = entry();

    /** What #VMEXIT writes. @apm Vol. 2, #VMEXIT */
    static final VmcbFields EXIT = exit();

    /** What of a failed VMRUN is reported. @apm Vol. 2, Canonicalization and Consistency Checks */
    static final VmcbFields REPORT = VmcbFields.EXIT_REPORT;

    /**
     * What of the host is saved: the layout of its area is ours to choose. @apm Vol. 2, Host Save
     * Area
     */
    static final VmcbFields HOST = host();

    private SwitchedFields() {}

    private static VmcbFields entry() {
        Set<VmcbField> fields = VmcbFields.VMRUN.asSet();
        fields.removeIf(SwitchedFields::absent);
        fields.add(VmcbField.VIRT_EXT);
        fields.add(VmcbField.NRIP);
        return VmcbFields.of(fields);
    }

    private static VmcbFields exit() {
        Set<VmcbField> fields = VmcbFields.VMEXIT.asSet();
        fields.removeIf(SwitchedFields::absent);
        return VmcbFields.of(fields);
    }

    private static boolean absent(VmcbField field) {
        return field.cleanBit().filter(ABSENT::contains).isPresent();
    }

    private static VmcbFields host() {
        Set<VmcbField> fields = EnumSet.noneOf(VmcbField.class);
        for (VmcbField field : VmcbField.values()) {
            boolean segment = field.cleanBit().filter(SwitchedFields::isSegmentState).isPresent();
            if (segment || field.area() == VmcbField.Area.SAVE && isRegister(field)) {
                fields.add(field);
            }
        }
        return VmcbFields.of(fields);
    }

    private static boolean isSegmentState(CleanBit bit) {
        return bit == CleanBit.SEG || bit == CleanBit.DT || bit == CleanBit.CRX;
    }

    private static boolean isRegister(VmcbField field) {
        return field.use() == FieldUse.NOT_CACHED;
    }
}
