package dev.ringmaster.cpu;

import static dev.ringmaster.cpu.Feature.*;

import java.util.List;
import java.util.Optional;

/**
 * The processors that are known by name. A profile advertises a family's features as far as they
 * are modelled, never more; the bits of virtualization show in CPUID once the extension is
 * installed.
 */
public final class CpuProfiles {
    private static final Feature[] PENTIUM3 = {
        DE, PSE, TSC, MSR, PAE, CX8, SEP, MTRR, PGE, CMOV, PAT, MMX, FXSR, SSE
    };
    private static final Feature[] MINIMAL64 = {
        TSC, MSR, PAE, CX8, PGE, CMOV, FXSR, SSE, SSE2, LM, SYSCALL
    };
    private static final Feature[] COMMON64 = {
        MCE, MCA, DE, PSE, TSC, MSR, PAE, CX8, APIC, SEP, MTRR, PGE, CMOV, PAT, CLFSH, MMX, FXSR,
        SSE, SSE2, MONITOR, CX16, X2APIC, MOVBE, POPCNT, XSAVE, RDRAND, FSGSBASE, SMEP, LAHF64,
        LZCNT, SYSCALL, NX, PAGE1GB, RDTSCP, LM
    };
    private static final CpuidResult SVM_REVISION = new CpuidResult(1, 0x8000, 0, 0xed);

    private CpuProfiles() {}

    /** All profiles; the first is the one to use when nobody asks for another. */
    public static List<CpuProfile> all() {
        return List.of(icelake(), skylake(), haswell(), zen3(), zen2(), pentium3(), minimal64());
    }

    /** The profile of that name. */
    public static Optional<CpuProfile> byName(String name) {
        return all().stream().filter(p -> p.name().equals(name)).findFirst();
    }

    private static ProfileBuilder intel64(String name, int signature) {
        return new ProfileBuilder(name, Vendor.INTEL, signature, 39)
                .with(COMMON64)
                .with(VMX, PCID, INVPCID, TSC_DEADLINE)
                .caches()
                .machine()
                .xsave()
                .extended("Intel(R) Core(TM) Processor (" + name + ")");
    }

    /** Family 6, model 7EH: with UMIP and RDPID. */
    static CpuProfile icelake() {
        return intel64("intel-icelake", 0x706e5)
                .with(SMAP, RDSEED, CLFLUSHOPT, CLWB, UMIP, RDPID)
                .frequencies()
                .build();
    }

    /** Family 6, model 5EH: SMAP but no UMIP. */
    static CpuProfile skylake() {
        return intel64("intel-skylake", 0x506e3)
                .with(SMAP, RDSEED, CLFLUSHOPT)
                .frequencies()
                .build();
    }

    /** Family 6, model 3CH: SMEP, but neither SMAP nor UMIP. */
    static CpuProfile haswell() {
        return intel64("intel-haswell", 0x306c3).build();
    }

    /** Family 19H, model 21H: with SVM and process-context identifiers. */
    static CpuProfile zen3() {
        return amd64("amd-zen3", 0xa20f10).with(PCID, INVPCID).build();
    }

    /** Family 17H, model 71H: with SVM. */
    static CpuProfile zen2() {
        return amd64("amd-zen2", 0x870f10).build();
    }

    private static ProfileBuilder amd64(String name, int signature) {
        return new ProfileBuilder(name, Vendor.AMD, signature, 48)
                .with(COMMON64)
                .with(SVM, SMAP, RDSEED, CLFLUSHOPT, CLWB, UMIP, RDPID)
                .machine()
                .xsave()
                .extended("AMD Ryzen Processor (" + name + ")")
                .leaf(0x80000005, 0, new CpuidResult(0, 0, 0x20080140, 0x20080140))
                .leaf(0x80000006, 0, new CpuidResult(0, 0, 0x02006140, 0))
                .leaf(0x8000000a, 0, SVM_REVISION);
    }

    /** Family 6, model 8: 32 bits, no APIC. */
    static CpuProfile pentium3() {
        return new ProfileBuilder("intel-pentium3", Vendor.INTEL, 0x686, 36)
                .with(PENTIUM3)
                .leaf(2, 0, new CpuidResult(1, 0, 0, 0))
                .build();
    }

    /** The least that a 64-bit kernel's setup code asks for, or uses unasked (PGE, TSC). */
    static CpuProfile minimal64() {
        return new ProfileBuilder("minimal64", Vendor.INTEL, 0xf41, 40)
                .with(MINIMAL64)
                .extended("minimal64")
                .build();
    }
}
