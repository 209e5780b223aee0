package dev.ringmaster.hypervisor;

import dev.ringmaster.board.MemoryBus;
import dev.ringmaster.cpu.CpuProfile;
import dev.ringmaster.cpu.Feature;
import dev.ringmaster.hypervisor.host.Host;

import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/**
 * A hypervisor on one host. It makes virtual machines, each with memory that no other can reach.
 */
public final class Hypervisor {
    private static final int LARGE_PAGE = 2 << 20;

    /** What a guest gets from its board, from the emulator or not at all. */
    private static final Set<Feature> NOT_OF_THE_HOST =
            EnumSet.of(
                    Feature.APIC,
                    Feature.X2APIC,
                    Feature.TSC_DEADLINE,
                    Feature.MTRR,
                    Feature.MCA,
                    Feature.MONITOR,
                    Feature.HYPERVISOR,
                    Feature.VMX,
                    Feature.SVM);

    private final Backend.Driver driver;

    private Hypervisor(Backend.Driver driver) {
        this.driver = driver;
    }

    /**
     * Boots a host and switches {@code backend} on.
     *
     * @param hostMemory the host's RAM in bytes; guests' memory is taken from it
     */
    public static Hypervisor boot(Backend backend, CpuProfile profile, int hostMemory) {
        return new Hypervisor(backend.start(profile, hostMemory));
    }

    /** The machine that it runs on. */
    public Host host() {
        return driver.host();
    }

    /**
     * What {@code guest} promises and the host's processor, which executes the guest's
     * instructions, does not have.
     */
    public List<Feature> lacking(CpuProfile guest) {
        return Arrays.stream(Feature.values())
                .filter(f -> !NOT_OF_THE_HOST.contains(f))
                .filter(f -> guest.has(f) && !host().cpu().profile.has(f))
                .toList();
    }

    /**
     * Makes a virtual machine with one processor; its memory is empty.
     *
     * @throws IllegalArgumentException if the host lacks a feature of the guest's profile
     */
    public Vm createVm(VmOptions options, Policy policy) {
        List<Feature> missing = lacking(options.profile());
        if (!missing.isEmpty()) {
            throw new IllegalArgumentException(
                    "a guest with profile "
                            + options.profile().name()
                            + " needs a host with "
                            + missing);
        }
        int size = options.board().memorySize();
        long start = host().frames().pages(size + 0xfffL >> 12, LARGE_PAGE);
        MemoryBus window = new MemoryBus(host().memory(), (int) start, size);
        return new Vm(this.driver, options, policy, window, driver.vcpu(start, size));
    }
}
