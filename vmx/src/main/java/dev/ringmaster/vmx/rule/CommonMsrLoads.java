package dev.ringmaster.vmx.rule;

import dev.ringmaster.cpu.arch.Msr;

import java.util.Set;

/**
 * What WRMSR does on every processor with 64-bit mode, as far as the manual says it without looking
 * at the model: registers of linear addresses refuse addresses that are not canonical.
 *
 * @sdm Vol. 2B, WRMSR
 */
public final class CommonMsrLoads implements MsrLoads {
    private static final int DS_AREA = 0x600;
    private static final Set<Integer> ADDRESSES =
            Set.of(
                    Msr.SYSENTER_ESP,
                    Msr.SYSENTER_EIP,
                    Msr.LSTAR,
                    Msr.CSTAR,
                    Msr.FS_BASE,
                    Msr.GS_BASE,
                    Msr.KERNEL_GS_BASE,
                    DS_AREA);

    private final int linearAddressWidth;

    /**
     * @param linearAddressWidth in bits, 48 or 57
     */
    public CommonMsrLoads(int linearAddressWidth) {
        this.linearAddressWidth = linearAddressWidth;
    }

    @Override
    public boolean faults(int index, long value) {
        if (ADDRESSES.contains(index)) {
            return !Bits.canonical(value, linearAddressWidth);
        }
        return UNKNOWN.faults(index, value);
    }
}
