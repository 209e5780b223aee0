package dev.ringmaster.cpu;

import java.util.Map;

/**
 * Which processor is modelled: what CPUID says and which constants the capability registers hold.
 *
 * @param name the name on the command line
 * @param vendor the vendor
 * @param cpuid CPUID results by {@code leaf << 32 | subleaf}; a leaf without subleaves stands under
 *     subleaf 0
 * @param physicalBits MAXPHYADDR, 32 to 52
 * @param constants values of read-only model-specific registers, the capability registers of VMX
 *     among them
 */
public record CpuProfile(
        String name,
        Vendor vendor,
        Map<Long, CpuidResult> cpuid,
        int physicalBits,
        Map<Integer, Long> constants) {

    /** Copies the maps. */
    public CpuProfile {
        cpuid = Map.copyOf(cpuid);
        constants = Map.copyOf(constants);
    }

    /** The static result of a leaf, or null if the profile has none. */
    public CpuidResult leaf(int leaf, int subleaf) {
        return cpuid.get((leaf & 0xffffffffL) << 32 | subleaf & 0xffffffffL);
    }

    /** Whether CPUID shows the feature. */
    public boolean has(Feature feature) {
        CpuidResult r = leaf(feature.leaf(), feature.subleaf());
        return r != null && feature.in(r);
    }
}
