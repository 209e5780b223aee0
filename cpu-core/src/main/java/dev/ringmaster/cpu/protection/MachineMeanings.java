package dev.ringmaster.cpu.protection;

import dev.ringmaster.cpu.Cpu;
import dev.ringmaster.cpu.CpuidResult;
import dev.ringmaster.cpu.Feature;
import dev.ringmaster.cpu.Meaning;
import dev.ringmaster.cpu.Vendor;
import dev.ringmaster.cpu.arch.Cr4;
import dev.ringmaster.cpu.arch.Fault;
import dev.ringmaster.cpu.arch.Msr;
import dev.ringmaster.cpu.guest.OptionalInstruction;
import dev.ringmaster.cpu.instruction.Instruction;
import dev.ringmaster.cpu.instruction.Mnemonic;
import dev.ringmaster.cpu.state.Activity;
import dev.ringmaster.cpu.state.CpuState;

import java.util.Map;

/**
 * The instructions that ask for or command the machine: CPUID, time, counters, model-specific and
 * extended control registers, HLT, MONITOR, MWAIT, random numbers.
 *
 * @sdm Vol. 3C, Relative Priority of Faults and VM Exits
 * @apm Vol. 2, Instruction Intercepts
 */
final class MachineMeanings {
    private static final int RAX = 0;
    private static final int RCX = 1;
    private static final int RDX = 2;
    private static final int RBX = 3;
    private static final int AMD_COUNTERS = 4;
    private static final int AMD_FIRST_COUNTER = 0xc0010004;
    private static final long RANDOM_STEP = 0x9e3779b97f4a7c15L;

    private MachineMeanings() {}

    static void register(Map<Mnemonic, Meaning> map) {
        map.put(Mnemonic.CPUID, MachineMeanings::cpuid);
        map.put(Mnemonic.RDTSC, MachineMeanings::rdtsc);
        map.put(Mnemonic.RDTSCP, MachineMeanings::rdtscp);
        map.put(Mnemonic.RDPID, MachineMeanings::rdpid);
        map.put(Mnemonic.RDPMC, MachineMeanings::rdpmc);
        map.put(Mnemonic.RDMSR, MachineMeanings::rdmsr);
        map.put(Mnemonic.WRMSR, MachineMeanings::wrmsr);
        map.put(Mnemonic.XGETBV, MachineMeanings::xgetbv);
        map.put(Mnemonic.XSETBV, MachineMeanings::xsetbv);
        map.put(Mnemonic.HLT, MachineMeanings::hlt);
        map.put(Mnemonic.MONITOR, MachineMeanings::monitor);
        map.put(Mnemonic.MWAIT, MachineMeanings::mwait);
        map.put(Mnemonic.RDRAND, MachineMeanings::rdrand);
        map.put(Mnemonic.RDSEED, MachineMeanings::rdseed);
        map.put(Mnemonic.RSM, MachineMeanings::rsm);
    }

    private static void pair(CpuState s, long value) {
        s.gpr[RAX] = value & 0xffffffffL;
        s.gpr[RDX] = value >>> 32;
    }

    /**
     * @sdm Vol. 2A, CPUID
     */
    static void cpuid(Cpu cpu, Instruction i) {
        CpuState s = cpu.state;
        cpu.intercepts().cpuid();
        CpuidResult result = cpu.cpuid((int) s.gpr[RAX], (int) s.gpr[RCX]);
        s.reg(RAX, 4, result.eax());
        s.reg(RBX, 4, result.ebx());
        s.reg(RCX, 4, result.ecx());
        s.reg(RDX, 4, result.edx());
    }

    // --- time

    /**
     * @sdm Vol. 2B, RDTSC
     */
    static void rdtsc(Cpu cpu, Instruction i) {
        cpu.require(Feature.TSC);
        requireTsc(cpu);
        cpu.intercepts().rdtsc();
        pair(cpu.state, cpu.view().tsc(cpu.tsc()));
    }

    private static void requireTsc(Cpu cpu) {
        if (Cr4.TSD.in(cpu.state.cr4) && cpu.state.cpl != 0) {
            throw Fault.gp(0);
        }
    }

    /**
     * @sdm Vol. 2B, RDTSCP
     */
    static void rdtscp(Cpu cpu, Instruction i) {
        requireOffered(cpu, Feature.RDTSCP, OptionalInstruction.RDTSCP);
        requireTsc(cpu);
        cpu.intercepts().rdtscp();
        pair(cpu.state, cpu.view().tsc(cpu.tsc()));
        cpu.state.gpr[RCX] = cpu.state.tscAux & 0xffffffffL;
    }

    static void requireOffered(Cpu cpu, Feature feature, OptionalInstruction instruction) {
        cpu.require(feature);
        if (!cpu.view().offers(instruction)) {
            throw Fault.ud();
        }
    }

    /**
     * @sdm Vol. 2B, RDPID
     */
    static void rdpid(Cpu cpu, Instruction i) {
        requireOffered(cpu, Feature.RDPID, OptionalInstruction.RDTSCP);
        cpu.state.reg(i.register(0), cpu.state.mode64() ? 8 : 4, cpu.state.tscAux);
    }

    /**
     * No profile of Intel advertises a counter; AMD's first four need no advertisement. @sdm Vol.
     * 2B, RDPMC
     */
    static void rdpmc(Cpu cpu, Instruction i) {
        CpuState s = cpu.state;
        if (s.cpl != 0 && !Cr4.PCE.in(s.cr4)) {
            throw Fault.gp(0);
        }
        cpu.intercepts().rdpmc();
        long counter = s.gpr[RCX] & 0xffffffffL;
        if (cpu.profile.vendor() == Vendor.INTEL || counter >= AMD_COUNTERS) {
            throw Fault.gp(0);
        }
        pair(s, cpu.msrs().read(AMD_FIRST_COUNTER + (int) counter));
    }

    // --- registers

    /**
     * @sdm Vol. 2B, RDMSR
     */
    static void rdmsr(Cpu cpu, Instruction i) {
        cpu.require(Feature.MSR);
        cpu.requireRing0();
        int index = (int) cpu.state.gpr[RCX];
        cpu.intercepts().readMsr(index);
        long value;
        if (cpu.view().readsMsr(index)) {
            value = cpu.view().msr(index);
        } else {
            value = cpu.msrs().read(index);
            value = index == Msr.TSC ? cpu.view().tsc(value) : value;
        }
        pair(cpu.state, value);
    }

    /**
     * @sdm Vol. 2C, WRMSR
     */
    static void wrmsr(Cpu cpu, Instruction i) {
        cpu.require(Feature.MSR);
        cpu.requireRing0();
        CpuState s = cpu.state;
        int index = (int) s.gpr[RCX];
        long value = s.gpr[RDX] << 32 | s.gpr[RAX] & 0xffffffffL;
        cpu.intercepts().writeMsr(index, value);
        if (!cpu.view().writesMsr(index, value)) {
            cpu.msrs().write(index, value);
        }
        cpu.requestAttention();
    }

    private static void requireXsave(Cpu cpu) {
        if (!Cr4.OSXSAVE.in(cpu.state.cr4)) {
            throw Fault.ud();
        }
    }

    /**
     * @sdm Vol. 2C, XGETBV
     */
    static void xgetbv(Cpu cpu, Instruction i) {
        requireXsave(cpu);
        if ((cpu.state.gpr[RCX] & 0xffffffffL) != 0) {
            throw Fault.gp(0);
        }
        pair(cpu.state, cpu.state.xcr0);
    }

    /**
     * @sdm Vol. 2C, XSETBV
     */
    static void xsetbv(Cpu cpu, Instruction i) {
        requireXsave(cpu);
        cpu.requireRing0();
        cpu.intercepts().xsetbv();
        CpuState s = cpu.state;
        long value = s.gpr[RDX] << 32 | s.gpr[RAX] & 0xffffffffL;
        CpuidResult components = cpu.cpuid(0xd, 0);
        long allowed = (long) components.edx() << 32 | components.eax() & 0xffffffffL;
        boolean avxNeedsSse = (value & 4) == 0 || (value & 2) != 0;
        boolean index = (s.gpr[RCX] & 0xffffffffL) == 0;
        if (!index || (value & ~allowed) != 0 || (value & 1) == 0 || !avxNeedsSse) {
            throw Fault.gp(0);
        }
        s.xcr0 = value;
    }

    // --- waiting

    /** Stops the processor until an interrupt. @sdm Vol. 2A, HLT */
    static void hlt(Cpu cpu, Instruction i) {
        cpu.requireRing0();
        cpu.intercepts().hlt();
        cpu.state.activity = Activity.HLT;
        cpu.requestAttention();
    }

    /**
     * @sdm Vol. 2B, MONITOR
     */
    static void monitor(Cpu cpu, Instruction i) {
        requireMonitor(cpu);
        cpu.intercepts().monitor();
        CpuState s = cpu.state;
        if ((s.gpr[RCX] & 0xffffffffL) != 0) {
            throw Fault.gp(0);
        }
        CacheMeanings.requireReadable(cpu, i.segment(), s.reg(RAX, i.addressSize()));
        s.monitorArmed = true;
    }

    private static void requireMonitor(Cpu cpu) {
        cpu.require(Feature.MONITOR);
        if (cpu.state.cpl != 0) {
            throw Fault.ud();
        }
    }

    /**
     * A hint: the processor may stop waiting at any time, and this one does not wait. @sdm Vol. 2B,
     * MWAIT
     */
    static void mwait(Cpu cpu, Instruction i) {
        requireMonitor(cpu);
        cpu.intercepts().mwait(cpu.state.monitorArmed);
        if ((cpu.state.gpr[RCX] & 0xfffffffeL) != 0) {
            throw Fault.gp(0);
        }
        cpu.state.monitorArmed = false;
    }

    // --- random numbers

    /**
     * @sdm Vol. 2B, RDRAND
     */
    static void rdrand(Cpu cpu, Instruction i) {
        cpu.require(Feature.RDRAND);
        cpu.intercepts().rdrand();
        random(cpu, i, 1);
    }

    /**
     * @sdm Vol. 2B, RDSEED
     */
    static void rdseed(Cpu cpu, Instruction i) {
        cpu.require(Feature.RDSEED);
        cpu.intercepts().rdseed();
        random(cpu, i, 2);
    }

    /**
     * A number that depends on the profile and the time only, so that every run has the same ones;
     * CF = 1.
     */
    private static void random(Cpu cpu, Instruction i, int stream) {
        long seed = cpu.profile.name().hashCode() * 31L + stream;
        long z = (cpu.clock.now() + 1) * RANDOM_STEP + seed;
        z = (z ^ z >>> 30) * 0xbf58476d1ce4e5b9L;
        z = (z ^ z >>> 27) * 0x94d049bb133111ebL;
        cpu.state.reg(i.register(0), i.operandSize(), z ^ z >>> 31);
        cpu.state.flags.setStatus(1);
    }

    /** System-management mode is not modelled: outside it RSM is invalid. @sdm Vol. 2B, RSM */
    @SuppressWarnings("DoNotCallSuggester") // a meaning like any other
    static void rsm(Cpu cpu, Instruction i) {
        throw Fault.ud();
    }
}
