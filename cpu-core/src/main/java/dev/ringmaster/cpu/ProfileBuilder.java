package dev.ringmaster.cpu;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;

/** Puts the CPUID leaves of a profile together. @sdm Vol. 2A, CPUID */
final class ProfileBuilder {
    private static final int EXTENDED = 0x80000000;
    private static final int FPU = 1;
    private static final int PSE36 = 1 << 17;
    private static final int CACHE_LINE = 64;
    private static final int ALIASED_BY_AMD = 0x0183f3ff;

    private final String name;
    private final Vendor vendor;
    private final int physicalBits;
    private final Map<Long, CpuidResult> leaves = new HashMap<>();
    private int highest;
    private int highestExtended;

    ProfileBuilder(String name, Vendor vendor, int signature, int physicalBits) {
        this.name = name;
        this.vendor = vendor;
        this.physicalBits = physicalBits;
        leaf(1, 0, new CpuidResult(signature, CACHE_LINE / 8 << 8 | 1 << 16, 0, FPU));
    }

    private static long key(int leaf, int subleaf) {
        return (leaf & 0xffffffffL) << 32 | subleaf & 0xffffffffL;
    }

    private CpuidResult get(int leaf) {
        return leaves.getOrDefault(key(leaf, 0), CpuidResult.ZERO);
    }

    /** Sets a whole leaf. */
    ProfileBuilder leaf(int leaf, int subleaf, CpuidResult result) {
        leaves.put(key(leaf, subleaf), result);
        if (leaf >= 0) {
            highest = Math.max(highest, leaf);
        } else {
            highestExtended = Math.max(highestExtended, leaf & ~EXTENDED);
        }
        return this;
    }

    /** Sets the bits of {@code features}. */
    ProfileBuilder with(Feature... features) {
        for (Feature feature : features) {
            leaf(feature.leaf(), 0, feature.addTo(get(feature.leaf())));
            if (feature == Feature.PSE) {
                CpuidResult r = get(1);
                leaf(1, 0, r.withEdx(r.edx() | PSE36));
            }
        }
        return this;
    }

    /** The x87 and SSE components in the XSAVE area. */
    ProfileBuilder xsave() {
        leaf(0xd, 0, new CpuidResult(3, 576, 576, 0));
        return leaf(0xd, 1, CpuidResult.ZERO);
    }

    /** Intel's deterministic cache parameters: 32 KBytes twice, 256 KBytes, 4 MBytes. */
    ProfileBuilder caches() {
        leaf(2, 0, new CpuidResult(0x00feff01, 0xf0, 0, 0));
        leaf(4, 0, new CpuidResult(0x121, 0x1c0003f, 63, 0));
        leaf(4, 1, new CpuidResult(0x122, 0x1c0003f, 63, 0));
        leaf(4, 2, new CpuidResult(0x143, 0xc0003f, 0x3ff, 0));
        return leaf(4, 3, new CpuidResult(0x163, 0x3c0003f, 0xfff, 0));
    }

    /** MONITOR's line, a timer that never stops, no performance counters, one processor. */
    ProfileBuilder machine() {
        leaf(5, 0, new CpuidResult(CACHE_LINE, CACHE_LINE, 3, 0));
        leaf(6, 0, new CpuidResult(4, 0, 0, 0));
        leaf(0xa, 0, CpuidResult.ZERO);
        leaf(0xb, 0, new CpuidResult(0, 1, 0x100, 0));
        return leaf(0xb, 1, new CpuidResult(0, 1, 0x201, 0));
    }

    /**
     * The frequencies: a crystal and a time-stamp counter of 1 GHz. @sdm Vol. 3B, Determining the
     * Processor Base Frequency
     */
    ProfileBuilder frequencies() {
        leaf(0x15, 0, new CpuidResult(1, 1, 1_000_000_000, 0));
        return leaf(0x16, 0, new CpuidResult(1000, 1000, 1000, 0));
    }

    /** The brand string, the invariant time-stamp counter and the address sizes. */
    ProfileBuilder extended(String brand) {
        byte[] padded = Arrays.copyOf(brand.getBytes(StandardCharsets.US_ASCII), 48);
        ByteBuffer words = ByteBuffer.wrap(padded).order(ByteOrder.LITTLE_ENDIAN);
        for (int n = 2; n <= 4; n++) {
            int eax = words.getInt();
            int ebx = words.getInt();
            int ecx = words.getInt();
            leaf(EXTENDED | n, 0, new CpuidResult(eax, ebx, ecx, words.getInt()));
        }
        leaf(EXTENDED | 5, 0, CpuidResult.ZERO);
        leaf(EXTENDED | 6, 0, new CpuidResult(0, 0, 0x01006040, 0));
        leaf(EXTENDED | 7, 0, new CpuidResult(0, 0, 0, 0x100));
        return leaf(EXTENDED | 8, 0, new CpuidResult(physicalBits | 48 << 8, 0, 0, 0));
    }

    CpuProfile build() {
        ByteBuffer text = ByteBuffer.wrap(vendor.signature().getBytes(StandardCharsets.US_ASCII));
        text.order(ByteOrder.LITTLE_ENDIAN);
        int ebx = text.getInt();
        int edx = text.getInt();
        int ecx = text.getInt();
        leaf(0, 0, new CpuidResult(highest, ebx, ecx, edx));
        if (highestExtended != 0) {
            boolean amd = vendor == Vendor.AMD;
            leaf(
                    EXTENDED,
                    0,
                    amd
                            ? new CpuidResult(EXTENDED | highestExtended, ebx, ecx, edx)
                            : new CpuidResult(EXTENDED | highestExtended, 0, 0, 0));
            CpuidResult r = get(EXTENDED | 1);
            int aliased = amd ? get(1).edx() & ALIASED_BY_AMD : 0;
            leaf(EXTENDED | 1, 0, r.withEdx(r.edx() | aliased));
        }
        return new CpuProfile(name, vendor, leaves, physicalBits, Map.of());
    }
}
