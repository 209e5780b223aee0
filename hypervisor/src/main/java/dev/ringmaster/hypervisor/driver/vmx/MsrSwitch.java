package dev.ringmaster.hypervisor.driver.vmx;

import dev.ringmaster.cpu.arch.Msr;
import dev.ringmaster.cpu.state.CpuState;
import dev.ringmaster.hypervisor.host.Host;

import java.util.List;
import java.util.function.ObjLongConsumer;
import java.util.function.ToLongFunction;

/**
 * The guest's model-specific registers that a VMCS has no fields for: one area in memory that VM
 * exits store to and VM entries load from.
 *
 * @sdm Vol. 3C, VM-Exit Controls for MSRs
 */
final class MsrSwitch {
    private record Entry(
            int index, ToLongFunction<CpuState> read, ObjLongConsumer<CpuState> write) {}

    private static final List<Entry> ENTRIES =
            List.of(
                    new Entry(Msr.STAR, s -> s.star, (s, v) -> s.star = v),
                    new Entry(Msr.LSTAR, s -> s.lstar, (s, v) -> s.lstar = v),
                    new Entry(Msr.CSTAR, s -> s.cstar, (s, v) -> s.cstar = v),
                    new Entry(Msr.SFMASK, s -> s.sfmask, (s, v) -> s.sfmask = v),
                    new Entry(
                            Msr.KERNEL_GS_BASE, s -> s.kernelGsBase, (s, v) -> s.kernelGsBase = v),
                    new Entry(Msr.TSC_AUX, s -> s.tscAux, (s, v) -> s.tscAux = v));

    private final Host host;
    private final long area;

    MsrSwitch(Host host) {
        this.host = host;
        area = host.frames().page();
        for (int i = 0; i < ENTRIES.size(); i++) {
            host.memory().write(area + 16L * i, 8, ENTRIES.get(i).index & 0xffffffffL);
        }
    }

    long area() {
        return area;
    }

    int count() {
        return ENTRIES.size();
    }

    void load(CpuState guest) {
        for (int i = 0; i < ENTRIES.size(); i++) {
            host.memory().write(area + 16L * i + 8, 8, ENTRIES.get(i).read.applyAsLong(guest));
        }
    }

    void save(CpuState into) {
        for (int i = 0; i < ENTRIES.size(); i++) {
            ENTRIES.get(i).write.accept(into, host.memory().read(area + 16L * i + 8, 8));
        }
    }
}
