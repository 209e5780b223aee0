package dev.ringmaster.testkit.dump;

import dev.ringmaster.cpu.rule.Outcome;
import dev.ringmaster.cpu.rule.Outcome.Kind;
import dev.ringmaster.svm.vmcb.NestedControl;
import dev.ringmaster.svm.vmcb.Vmcb;
import dev.ringmaster.svm.vmcb.VmcbField;

import java.util.Optional;
import java.util.OptionalLong;
import java.util.stream.Stream;

/** Makes a VMCB of the dumps whose labels are fields or halves of fields: Linux KVM and Xen. */
final class VmcbDump {
    private static final int BITS_OF_EXIT_CODE = 32;

    private VmcbDump() {}

    static DumpedState assemble(String format, Reading reading) {
        Pieces pieces = new Pieces(reading);
        reading.values()
                .forEach(
                        (name, value) -> {
                            VmcbField field = FieldNames.exactVmcb(name);
                            if (field != null) {
                                pieces.set(field, value);
                            }
                        });
        halves(pieces, VmcbField.INTERCEPT_CR, "cr-read", "cr-write", 16);
        halves(pieces, VmcbField.INTERCEPT_DR, "dr-read", "dr-write", 16);
        halves(pieces, VmcbField.VINTR, "int-ctl", "int-vector", 32);
        halves(pieces, VmcbField.EXITINTINFO, "exit-int-info", "exit-int-info-err", 32);
        halves(pieces, VmcbField.EVENTINJ, "event-inj", "event-inj-err", 32);
        reading.value("intercepts").ifPresent(both -> interceptWords(pieces, both));
        reading.value("hardware-error")
                .ifPresent(error -> pieces.report(Reported.byExitCode(error)));
        reading.value("exit-code").ifPresent(code -> exitCode(pieces, code));
        forgetSaveAreaThatIsNotInUse(pieces);
        return pieces.build(Vendor.AMD, format);
    }

    /** A field of which the dump prints two parts is given only if both are. */
    private static void halves(Pieces pieces, VmcbField field, String low, String high, int bits) {
        OptionalLong lower = pieces.reading().value(low);
        OptionalLong upper = pieces.reading().value(high);
        if (lower.isPresent() && upper.isPresent()) {
            long mask = (1L << bits) - 1;
            pieces.set(field, lower.getAsLong() & mask | upper.getAsLong() << bits);
        }
    }

    private static void interceptWords(Pieces pieces, long both) {
        pieces.set(VmcbField.INTERCEPT_WORD3, both & 0xffffffffL);
        pieces.set(VmcbField.INTERCEPT_WORD4, both >>> 32);
    }

    /**
     * Older kernels print 32 bits of it, of which the highest is the sign. One that is no failure
     * was written when the guest was left, so it had been entered; 0 may never have been written.
     */
    private static void exitCode(Pieces pieces, long code) {
        boolean short32 = code >>> BITS_OF_EXIT_CODE == 0;
        pieces.set(VmcbField.EXITCODE, short32 ? (int) code : code);
        pieces.report(Reported.byExitCode(code));
        if (code != 0) {
            pieces.report(Optional.of(new Outcome(Kind.ENTERS, -1, "")));
        }
    }

    /**
     * With encrypted state the guest's registers are in the encrypted save area; only a dump of
     * that one names a VMPL. @apm Vol. 2, Encrypted State (SEV-ES)
     */
    private static void forgetSaveAreaThatIsNotInUse(Pieces pieces) {
        if (pieces.reading().value("vmpl").isPresent() || !encrypted(pieces.vmcb())) {
            return;
        }
        Vmcb shown = pieces.vmcb().copy();
        Stream.of(VmcbField.values())
                .filter(field -> field.area() == VmcbField.Area.SAVE)
                .forEach(pieces.vmcb()::forget);
        if (!shown.equals(pieces.vmcb())) {
            pieces.reading()
                    .remark("the state save area is not that of an encrypted guest: not used");
        }
    }

    private static boolean encrypted(Vmcb vmcb) {
        return vmcb.given(VmcbField.NESTED_CONTROL)
                && NestedControl.SEV_ES.in(vmcb.get(VmcbField.NESTED_CONTROL));
    }
}
