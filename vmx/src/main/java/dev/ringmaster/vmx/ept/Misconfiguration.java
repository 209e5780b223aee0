package dev.ringmaster.vmx.ept;

import dev.ringmaster.vmx.capability.EptVpidCapability;
import dev.ringmaster.vmx.capability.VmxCapabilities;

/** Which entries are misconfigured on a processor. @sdm Vol. 3C, EPT Misconfigurations */
final class Misconfiguration {
    private static final long NOT_LEAF_RESERVED = 0x78;
    private static final long TOP_RESERVED = 0xf8;

    private final boolean executeOnly;
    private final boolean pages2M;
    private final boolean pages1G;
    private final long beyondPhysicalWidth;

    Misconfiguration(VmxCapabilities caps) {
        executeOnly = caps.has(EptVpidCapability.EXECUTE_ONLY);
        pages2M = caps.has(EptVpidCapability.PAGES_2M);
        pages1G = caps.has(EptVpidCapability.PAGES_1G);
        beyondPhysicalWidth = EptEntry.ADDRESS & -1L << caps.physicalAddressWidth();
    }

    /** Whether a present entry of {@code level} (4 to 1) is misconfigured. */
    boolean in(long entry, int level) {
        return forbiddenPermissions(entry)
                || (entry & beyondPhysicalWidth) != 0
                || (EptEntry.leaf(entry, level) ? badLeaf(entry, level) : badTable(entry, level));
    }

    private boolean forbiddenPermissions(long entry) {
        long permissions = entry & EptEntry.PERMISSIONS;
        boolean writeWithoutRead = (permissions & EptEntry.WRITE) != 0 && (permissions & 1) == 0;
        return writeWithoutRead || permissions == EptEntry.EXECUTE && !executeOnly;
    }

    private boolean badLeaf(long entry, int level) {
        boolean unsupported = level == 2 && !pages2M || level == 3 && !pages1G;
        long below = (1L << EptEntry.shift(level)) - 1 & EptEntry.ADDRESS;
        return unsupported || (entry & below) != 0 || EptEntry.reservedMemoryType(entry);
    }

    private static boolean badTable(long entry, int level) {
        return (entry & (level == 4 ? TOP_RESERVED : NOT_LEAF_RESERVED)) != 0;
    }
}
