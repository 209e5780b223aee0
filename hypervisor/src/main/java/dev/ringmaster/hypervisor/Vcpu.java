package dev.ringmaster.hypervisor;

import dev.ringmaster.cpu.CpuidResult;
import dev.ringmaster.cpu.arch.Event;
import dev.ringmaster.cpu.state.CpuState;
import dev.ringmaster.hypervisor.emulation.Emulator;

/** A virtual processor as a policy sees it. */
public final class Vcpu {
    private static final int RAX = 0;
    private static final int RCX = 1;
    private static final int RDX = 2;
    private static final int RBX = 3;

    private final Vm vm;
    private final VcpuDriver driver;
    private final Emulator emulator;

    Vcpu(Vm vm, VcpuDriver driver, Emulator emulator) {
        this.vm = vm;
        this.driver = driver;
        this.emulator = emulator;
    }

    /** The machine that it belongs to. */
    public Vm vm() {
        return vm;
    }

    /** The guest's general registers in the order of their encoding; writing changes them. */
    public long[] gpr() {
        return driver.gpr();
    }

    /** A copy of all of the guest's registers. */
    public CpuState registers() {
        CpuState copy = new CpuState();
        driver.save(copy);
        return copy;
    }

    /** Replaces all of the guest's registers. */
    public void setRegisters(CpuState state) {
        driver.load(state);
    }

    /** What CPUID returns for the leaf on the processor that the guest is shown. */
    public CpuidResult hostCpuid(int leaf, int subleaf) {
        return emulator.cpu().cpuid(leaf, subleaf);
    }

    /** Puts a CPUID result into the guest's registers. */
    public void answer(CpuidResult result) {
        long[] gpr = driver.gpr();
        gpr[RAX] = result.eax() & 0xffffffffL;
        gpr[RBX] = result.ebx() & 0xffffffffL;
        gpr[RCX] = result.ecx() & 0xffffffffL;
        gpr[RDX] = result.edx() & 0xffffffffL;
    }

    /** Has the next entry deliver an event. */
    public void inject(Event event) {
        driver.inject(event);
    }
}
