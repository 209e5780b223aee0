package dev.ringmaster.testkit.sensitive;

import dev.ringmaster.cpu.Cpu;
import dev.ringmaster.cpu.arch.Rflags;
import dev.ringmaster.cpu.state.CpuState;
import dev.ringmaster.cpu.state.Segment;

import java.util.Arrays;

/**
 * The registers as one row of numbers: first what the guest sees and owns, then the resources. What
 * a flag register holds of both is divided.
 */
final class Snapshot {
    private static final long RESOURCE_FLAGS =
            Rflags.IF.mask()
                    | Rflags.IOPL
                    | Rflags.VIF.mask()
                    | Rflags.VIP.mask()
                    | Rflags.VM.mask()
                    | Rflags.NT.mask();
    private static final String[] GENERAL = {
        "RAX", "RCX", "RDX", "RBX", "RSP", "RBP", "RSI", "RDI", "R8", "R9", "R10", "R11", "R12",
        "R13", "R14", "R15"
    };
    private static final String[] SEGMENTS = {"ES", "CS", "SS", "DS", "FS", "GS"};

    private static final int MOST = 192;

    private final long[] values;
    private final String[] names;
    private int count;
    private int visible;

    private Snapshot(int size, boolean named) {
        values = new long[size];
        names = named ? new String[size] : null;
    }

    /** What there is to see, by name. */
    static Snapshot named(Cpu cpu) {
        Snapshot snapshot = new Snapshot(MOST, true);
        snapshot.take(cpu);
        return snapshot;
    }

    /** The names, in the order of the values. */
    String[] names() {
        return Arrays.copyOf(names, count);
    }

    /** How many of the values are visible; the resources follow. */
    int visible() {
        return visible;
    }

    /** The values now, {@code size} of them. */
    static long[] of(Cpu cpu, int size) {
        Snapshot snapshot = new Snapshot(size, false);
        snapshot.take(cpu);
        return snapshot.values;
    }

    private void put(String name, long value) {
        if (names != null) {
            names[count] = name;
        }
        values[count++] = value;
    }

    private void put(String name, int n, long value) {
        put(names == null ? name : name + n, value);
    }

    private void take(Cpu cpu) {
        CpuState s = cpu.state;
        general(s);
        segments(s);
        extended(s);
        visible = count;
        privilege(s);
        tables(s);
        controls(cpu);
        modelSpecific(cpu);
    }

    private void general(CpuState s) {
        for (int n = 0; n < 16; n++) {
            put(GENERAL[n], s.gpr[n]);
        }
        put("RIP", s.rip);
        put("flags", s.flags.get() & ~RESOURCE_FLAGS);
    }

    private void segments(CpuState s) {
        for (int n = 0; n < 6; n++) {
            Segment segment = s.segments[n];
            put(SEGMENTS[n], segment.selector);
            put("segment base ", n, segment.base);
            put("segment limit ", n, segment.limit);
            put("segment rights ", n, segment.access);
        }
    }

    private void extended(CpuState s) {
        for (int n = 0; n < s.xmm.length / 2; n++) {
            put("low half of XMM", n, s.xmm[2 * n]);
            put("high half of XMM", n, s.xmm[2 * n + 1]);
        }
        for (int n = 0; n < 8; n++) {
            put("MM", n, s.mmx[n]);
            put("x87 exponent ", n, s.x87Exponent[n]);
        }
        put("MXCSR", s.mxcsr);
        put("FCW", s.x87Control);
        put("FSW", s.x87Status);
        put("FTW", s.x87Tag);
    }

    private void privilege(CpuState s) {
        put("CPL", s.cpl);
        put("IF, IOPL", s.flags.get() & RESOURCE_FLAGS);
        put("activity", s.activity.ordinal());
        put("NMI blocking", s.blockedByNmi ? 1 : 0);
        put("MONITOR", s.monitorArmed ? 1 : 0);
    }

    private void tables(CpuState s) {
        put("GDTR base", s.gdtr.base);
        put("GDTR limit", s.gdtr.limit);
        put("IDTR base", s.idtr.base);
        put("IDTR limit", s.idtr.limit);
        put("LDTR", s.ldtr.selector);
        put("LDTR base", s.ldtr.base);
        put("TR", s.tr.selector);
        put("TR base", s.tr.base);
    }

    private void controls(Cpu cpu) {
        CpuState s = cpu.state;
        put("CR0", s.cr0);
        put("CR2", s.cr2);
        put("CR3", s.cr3);
        put("CR4", s.cr4);
        put("CR8", cpu.interrupts.taskPriorityClass());
        put("EFER", s.efer);
        put("XCR0", s.xcr0);
        for (int n = 0; n < 8; n++) {
            put("DR", n, s.dr[n]);
        }
    }

    private void modelSpecific(Cpu cpu) {
        CpuState s = cpu.state;
        put("IA32_SYSENTER_CS", s.sysenterCs);
        put("IA32_SYSENTER_ESP", s.sysenterEsp);
        put("IA32_SYSENTER_EIP", s.sysenterEip);
        put("IA32_STAR", s.star);
        put("IA32_LSTAR", s.lstar);
        put("IA32_CSTAR", s.cstar);
        put("IA32_FMASK", s.sfmask);
        put("IA32_KERNEL_GS_BASE", s.kernelGsBase);
        put("IA32_PAT", s.pat);
        put("IA32_TSC_AUX", s.tscAux);
        put("IA32_DEBUGCTL", s.debugCtl);
    }
}
