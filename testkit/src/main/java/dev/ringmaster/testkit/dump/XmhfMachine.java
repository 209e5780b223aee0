package dev.ringmaster.testkit.dump;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.regex.Pattern;

/** What XMHF's log says of the processor: capability MSRs and the width of addresses. */
final class XmhfMachine {
    private static final Pattern INDEX = Pattern.compile("[0-9a-fA-F]{1,2}");
    private static final int FIRST_MSR = 0x480;
    private static final int LAST_INDEX = 0x11;

    private final Map<Integer, Long> msrs = new LinkedHashMap<>();
    private final Map<Integer, Long> nested = new LinkedHashMap<>();
    private int width;

    /**
     * Takes a capability MSR.
     *
     * @param shownToNested whether it is what a nested hypervisor is shown
     * @param index hexadecimal, from 0 for IA32_VMX_BASIC on
     * @return whether there is such an MSR
     */
    boolean capability(boolean shownToNested, String index, long value) {
        if (!INDEX.matcher(index).matches() || Integer.parseInt(index, 16) > LAST_INDEX) {
            return false;
        }
        (shownToNested ? nested : msrs).put(FIRST_MSR + Integer.parseInt(index, 16), value);
        return true;
    }

    /** Takes the mask of the frame in a physical address. */
    void addressMask(long mask) {
        width = Long.SIZE - Long.numberOfLeadingZeros(mask);
    }

    /** Says what processor a VMCS is judged by. */
    void describe(Pieces pieces, boolean isNested) {
        (isNested ? nested : msrs).forEach(pieces::msr);
        if (width != 0) {
            pieces.physicalAddressWidth(width);
        }
    }
}
