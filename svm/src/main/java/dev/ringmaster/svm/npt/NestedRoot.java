package dev.ringmaster.svm.npt;

import dev.ringmaster.cpu.arch.Cr4;
import dev.ringmaster.cpu.arch.Efer;

/**
 * The nested page tables of a guest and the paging mode of its host, in which they are read.
 *
 * @param nestedCr3 N_CR3: the host-physical address of the root
 * @param hostCr4 CR4 of the host at VMRUN: PAE, PSE, LA57
 * @param hostEfer EFER of the host at VMRUN: LMA, NXE
 * @param physicalBits MAXPHYADDR
 * @apm Vol. 2, Nested Paging
 */
public record NestedRoot(long nestedCr3, long hostCr4, long hostEfer, int physicalBits) {

    /**
     * Levels of 512 entries below the root: 5 or 4 in long mode, 3 with PAE, 0 for 32-bit paging.
     */
    int levels() {
        if (Efer.LMA.in(hostEfer)) {
            return Cr4.LA57.in(hostCr4) ? 5 : 4;
        }
        return Cr4.PAE.in(hostCr4) ? 3 : 0;
    }

    /** Whether entries can forbid execution. */
    boolean noExecute() {
        return Efer.NXE.in(hostEfer);
    }

    /** The address bits that do not exist. */
    long beyondPhysical() {
        return 0xf_ffff_ffff_ffffL & -(1L << physicalBits);
    }
}
