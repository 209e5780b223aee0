package dev.ringmaster.testkit.compare;

import dev.ringmaster.cpu.state.CpuState;
import dev.ringmaster.cpu.state.Segment;
import dev.ringmaster.hypervisor.Outcome;
import dev.ringmaster.testkit.run.RunReport;

import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;

/** What a guest can see of its end, in a form that can be compared. */
record EndState(
        Outcome outcome,
        OptionalInt exitValue,
        String text,
        String memoryDigest,
        List<Long> registers) {

    static EndState of(Comparison.Row row) {
        RunReport r = row.report();
        return new EndState(
                r.outcome(), r.exitValue(), row.text(), r.memoryDigest(), registers(r.registers()));
    }

    private static List<Long> registers(CpuState s) {
        List<Long> all = new ArrayList<>();
        for (long value : s.gpr) {
            all.add(value);
        }
        all.addAll(List.of(s.rip, s.flags.get(), s.cr0, s.cr2, s.cr3, s.cr4, s.efer, (long) s.cpl));
        for (Segment segment : s.segments) {
            add(all, segment);
        }
        add(all, s.ldtr);
        add(all, s.tr);
        all.addAll(List.of(s.gdtr.base, (long) s.gdtr.limit, s.idtr.base, (long) s.idtr.limit));
        all.addAll(List.of(s.star, s.lstar, s.cstar, s.sfmask, s.kernelGsBase));
        all.addAll(List.of(s.sysenterCs, s.sysenterEsp, s.sysenterEip));
        return all;
    }

    /** A register that is not usable has a selector and nothing else that a guest can see. */
    private static void add(List<Long> all, Segment segment) {
        all.add((long) segment.selector);
        if (!segment.unusable() && segment.present()) {
            all.addAll(List.of(segment.base, segment.limit, (long) segment.access));
        }
    }
}
