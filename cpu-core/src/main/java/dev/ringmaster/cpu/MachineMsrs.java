package dev.ringmaster.cpu;

import dev.ringmaster.cpu.arch.Fault;
import dev.ringmaster.cpu.arch.Msr;
import dev.ringmaster.cpu.state.CpuState;

import java.util.function.LongPredicate;

/**
 * The model-specific registers about the machine: memory types, identification, features. Most hold
 * what is written, because what they govern (caches, power) cannot be observed in the model; a
 * value that the register does not allow raises #GP(0).
 *
 * @sdm Vol. 4, Model-Specific Registers (MSRs)
 * @apm Vol. 2, MSR Cross-Reference
 */
final class MachineMsrs {
    private static final int PLATFORM_ID = 0x17;

    /** No bank: nothing in the model can go wrong that way. */
    private static final int MCG_CAP = 0x179;

    private static final int MCG_STATUS = 0x17a;
    private static final int SYSCFG = 0xc0010010;
    private static final int HWCR = 0xc0010015;
    private static final int TOP_MEM = 0xc001001a;
    private static final int TOP_MEM2 = 0xc001001d;
    private static final int DE_CFG = 0xc0011029;
    private static final int PERF_FIRST = 0xc0010000;
    private static final int PERF_LAST = 0xc0010007;
    private static final int[] FIXED_RANGES = {
        0x250, 0x258, 0x259, 0x268, 0x269, 0x26a, 0x26b, 0x26c, 0x26d, 0x26e, 0x26f
    };
    private static final int VARIABLE_RANGES = 8;
    private static final long MISC_CONSTANT = 1L << 11 | 1L << 12;
    private static final long MISC_MONITOR = 1L << 18;
    private static final long MISC_LIMIT_CPUID = 1L << 22;
    private static final long MISC_NO_NX = 1L << 34;
    private static final long MISC_WRITABLE = 1L | 1L << 3 | 1L << 16 | 1L << 23 | MISC_LIMIT_CPUID;

    private MachineMsrs() {}

    static void register(Cpu cpu) {
        Msrs msrs = cpu.msrs();
        if (cpu.profile.has(Feature.MTRR)) {
            registerMtrrs(cpu);
        }
        if (cpu.profile.has(Feature.MCA)) {
            msrs.registerConstant(MCG_CAP, 0);
            hold(msrs, MCG_STATUS, 0, v -> v == 0);
        }
        msrs.register(Msr.BIOS_SIGN_ID, () -> 1L << 32, ignored -> {});
        LastBranches.register(cpu);
        if (cpu.profile.vendor() == Vendor.INTEL) {
            msrs.registerConstant(PLATFORM_ID, 0);
            registerMiscEnable(cpu);
        } else {
            registerAmd(msrs);
        }
    }

    /** A register that holds what is written, if {@code allowed}. */
    private static void hold(Msrs msrs, int index, long initial, LongPredicate allowed) {
        long[] value = {initial};
        msrs.register(
                index,
                () -> value[0],
                next -> {
                    if (!allowed.test(next)) {
                        throw Fault.gp(0);
                    }
                    value[0] = next;
                });
    }

    private static long requireMask(long value, long allowed) {
        if ((value & ~allowed) != 0) {
            throw Fault.gp(0);
        }
        return value;
    }

    /**
     * BTS and PEBS are unavailable; fast strings, the thermal monitor and SpeedStep and xTPR change
     * nothing here; MONITOR, the limit of CPUID and the disabling of NX show in CPUID.
     */
    private static void registerMiscEnable(Cpu cpu) {
        CpuState s = cpu.state;
        boolean monitor = cpu.profile.has(Feature.MONITOR);
        boolean nx = cpu.profile.has(Feature.NX);
        long writable = MISC_WRITABLE | (monitor ? MISC_MONITOR : 0) | (nx ? MISC_NO_NX : 0);
        s.miscEnable = MISC_CONSTANT | 1 | (monitor ? MISC_MONITOR : 0);
        cpu.msrs()
                .register(
                        Msr.MISC_ENABLE,
                        () -> s.miscEnable,
                        v ->
                                s.miscEnable =
                                        requireMask(v ^ MISC_CONSTANT, writable) ^ MISC_CONSTANT);
    }

    /** Whether IA32_MISC_ENABLE hides NX. */
    static boolean hidesNx(Cpu cpu) {
        return (cpu.state.miscEnable & MISC_NO_NX) != 0;
    }

    /** Whether IA32_MISC_ENABLE limits CPUID to leaf 2. */
    static boolean limitsCpuid(Cpu cpu) {
        return (cpu.state.miscEnable & MISC_LIMIT_CPUID) != 0;
    }

    /** Whether IA32_MISC_ENABLE hides MONITOR. */
    static boolean hidesMonitor(Cpu cpu) {
        return cpu.profile.vendor() == Vendor.INTEL && (cpu.state.miscEnable & MISC_MONITOR) == 0;
    }

    // --- memory type ranges

    /**
     * @sdm Vol. 3A, Memory Type Range Registers (MTRRs)
     */
    private static void registerMtrrs(Cpu cpu) {
        Msrs msrs = cpu.msrs();
        long reserved = -1L << cpu.profile.physicalBits();
        msrs.registerConstant(Msr.MTRRCAP, VARIABLE_RANGES | 1 << 8 | 1 << 10);
        hold(msrs, Msr.MTRR_DEF_TYPE, 0, v -> (v & ~0xcffL) == 0 && isType(v & 0xff));
        for (int n = 0; n < VARIABLE_RANGES; n++) {
            hold(msrs, 0x200 + 2 * n, 0, v -> (v & (reserved | 0xf00)) == 0 && isType(v & 0xff));
            hold(msrs, 0x201 + 2 * n, 0, v -> (v & (reserved | 0x7ff)) == 0);
        }
        for (int index : FIXED_RANGES) {
            hold(msrs, index, 0, MachineMsrs::areTypes);
        }
    }

    private static boolean isType(long type) {
        return type == 0 || type == 1 || type >= 4 && type <= 6;
    }

    private static boolean areTypes(long value) {
        for (int shift = 0; shift < 64; shift += 8) {
            if (!isType(value >>> shift & 0xff)) {
                return false;
            }
        }
        return true;
    }

    // --- AMD

    /**
     * The time-stamp counter runs at the P0 frequency; events are not counted, so that counters
     * keep what is written.
     */
    private static void registerAmd(Msrs msrs) {
        hold(msrs, SYSCFG, 0, v -> true);
        hold(msrs, HWCR, 1L << 24 | 1 << 4, v -> true);
        hold(msrs, TOP_MEM, 0x80000000L, v -> true);
        hold(msrs, TOP_MEM2, 0, v -> true);
        hold(msrs, DE_CFG, 2, v -> true);
        for (int index = PERF_FIRST; index <= PERF_LAST; index++) {
            hold(msrs, index, 0, v -> true);
        }
    }
}
