package dev.ringmaster.cpu;

import dev.ringmaster.cpu.arch.Cr4;

/**
 * Answers CPUID from the profile, with the few bits that follow the processor's state; those of
 * virtualization are for the extensions to add. @sdm Vol. 2A, CPUID
 */
final class Cpuid {
    private static final int OSXSAVE = 1 << 27;
    private static final int VMX = 1 << 5;
    private static final int MONITOR = 1 << 3;
    private static final int NX = 1 << 20;
    private static final int SVM = 1 << 2;

    private Cpuid() {}

    static CpuidResult answer(Cpu cpu, int leaf, int subleaf) {
        CpuProfile profile = cpu.profile;
        int known = clamp(profile, leaf);
        CpuidResult result = profile.leaf(known, subleaf);
        if (result == null) {
            result = profile.leaf(known, 0);
            if (result == null || hasSubleaves(known)) {
                return CpuidResult.ZERO;
            }
        }
        if (known == 1) {
            int hidden = OSXSAVE | VMX | (MachineMsrs.hidesMonitor(cpu) ? MONITOR : 0);
            int ecx = result.ecx() & ~hidden;
            return result.withEcx(Cr4.OSXSAVE.in(cpu.state.cr4) ? ecx | OSXSAVE : ecx);
        }
        if (leaf == 0 && MachineMsrs.limitsCpuid(cpu)) {
            return result.withEax(2);
        }
        if (known == 0x80000001) {
            int hidden = MachineMsrs.hidesNx(cpu) ? NX : 0;
            return result.withEcx(result.ecx() & ~SVM).withEdx(result.edx() & ~hidden);
        }
        return result;
    }

    /**
     * Intel: a basic leaf above the highest returns what the highest basic leaf returns. AMD:
     * zeros.
     */
    private static int clamp(CpuProfile profile, int leaf) {
        CpuidResult highest = profile.leaf(0, 0);
        boolean beyond = leaf >= 0 && leaf < 0x40000000 && leaf > highest.eax();
        return beyond && profile.vendor() == Vendor.INTEL ? highest.eax() : leaf;
    }

    private static boolean hasSubleaves(int leaf) {
        return leaf == 4 || leaf == 7 || leaf == 0xb || leaf == 0xd || leaf == 0x8000001d;
    }
}
