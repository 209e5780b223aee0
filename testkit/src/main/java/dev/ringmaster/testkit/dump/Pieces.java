package dev.ringmaster.testkit.dump;

import dev.ringmaster.cpu.rule.Outcome;
import dev.ringmaster.svm.vmcb.Vmcb;
import dev.ringmaster.svm.vmcb.VmcbField;
import dev.ringmaster.vmx.rule.MsrLoad;
import dev.ringmaster.vmx.rule.MsrLoadList;
import dev.ringmaster.vmx.vmcs.Vmcs;
import dev.ringmaster.vmx.vmcs.VmcsField;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.TreeMap;

/** A {@link DumpedState} in the making. */
final class Pieces {
    private final Reading reading;
    private final Vmcs vmcs = Vmcs.partial();
    private final Vmcb vmcb = new Vmcb();
    private final Map<Integer, Long> msrs = new LinkedHashMap<>();
    private Optional<Outcome> reported = Optional.empty();
    private OptionalInt width = OptionalInt.empty();
    private final Map<Integer, MsrLoad> msrLoads = new TreeMap<>();
    private boolean allMsrLoads;

    Pieces(Reading reading) {
        this.reading = reading;
    }

    Vmcs vmcs() {
        return vmcs;
    }

    Vmcb vmcb() {
        return vmcb;
    }

    /** Gives a field its value, if it fits. */
    void set(VmcsField field, long value) {
        if ((value & ~field.mask()) == 0) {
            vmcs.set(field, value);
        } else {
            tooWide(field.name(), field.width(), value);
        }
    }

    /** Gives a field its value, if it fits. */
    void set(VmcbField field, long value) {
        if ((value & ~field.mask()) == 0) {
            vmcb.set(field, value);
        } else {
            tooWide(field.name(), field.width(), value);
        }
    }

    private void tooWide(String name, int bits, long value) {
        reading.remark("%s has %d bits, 0x%x has more: not used".formatted(name, bits, value));
    }

    void msr(int number, long value) {
        msrs.put(number, value);
    }

    void physicalAddressWidth(int bits) {
        width = OptionalInt.of(bits);
    }

    /**
     * Takes an entry of the VM-entry MSR-load area.
     *
     * @param number its number, from 1
     */
    void msrLoad(int number, MsrLoad entry) {
        msrLoads.put(number, entry);
    }

    /**
     * Says that the VM-entry MSR-load area has no entries but those given: their count is known.
     */
    void allMsrLoads() {
        allMsrLoads = true;
        vmcs.set(VmcsField.VM_ENTRY_MSR_LOAD_COUNT, msrLoads.size());
    }

    /** The first report counts. */
    void report(Optional<Outcome> outcome) {
        if (reported.isEmpty()) {
            reported = outcome;
        }
    }

    Reading reading() {
        return reading;
    }

    DumpedState build(Vendor vendor, String format) {
        return new DumpedState(
                vendor,
                format,
                vmcs,
                vmcb,
                reported,
                msrs,
                width,
                msrLoadList(),
                reading.notUnderstood());
    }

    private Optional<MsrLoadList> msrLoadList() {
        return msrLoads.isEmpty() && !allMsrLoads
                ? Optional.empty()
                : Optional.of(MsrLoadList.of(msrLoads, allMsrLoads));
    }
}
