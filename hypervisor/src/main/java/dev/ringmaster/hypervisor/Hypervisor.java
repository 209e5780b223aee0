package dev.ringmaster.hypervisor;

import dev.ringmaster.board.MemoryBus;
import dev.ringmaster.cpu.CpuProfile;
import dev.ringmaster.hypervisor.host.Host;

/**
 * A hypervisor on one host. It makes virtual machines, each with memory that no other can reach.
 */
public final class Hypervisor {
    private static final int LARGE_PAGE = 2 << 20;

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

    /** Makes a virtual machine with one processor; its memory is empty. */
    public Vm createVm(VmOptions options, Policy policy) {
        int size = options.board().memorySize();
        long start = host().frames().pages(size + 0xfffL >> 12, LARGE_PAGE);
        MemoryBus window = new MemoryBus(host().memory(), (int) start, size);
        return new Vm(this.driver, options, policy, window, driver.vcpu(start, size));
    }
}
