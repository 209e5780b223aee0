package dev.ringmaster.svm.operation;

import dev.ringmaster.cpu.Cpu;
import dev.ringmaster.cpu.arch.Efer;
import dev.ringmaster.cpu.arch.Fault;
import dev.ringmaster.cpu.arch.NotModelled;
import dev.ringmaster.svm.capability.SvmCapabilities;
import dev.ringmaster.svm.entry.WorldSwitch;

/** VM_CR and VM_HSAVE_PA. @apm Vol. 2, SVM Related MSRs */
final class SvmMsrs {
    /** The register that holds the key to LOCK. */
    static final int SVM_KEY = 0xc0010118;

    /** Debug port off; there is none. */
    private static final long DPD = 1;

    /** INIT becomes #SX. */
    private static final long R_INIT = 1 << 1;

    /** A20 is never masked; it never is here. */
    private static final long DIS_A20M = 1 << 2;

    /** LOCK and SVMDIS keep their values. */
    private static final long LOCK = 1 << 3;

    /** EFER.SVME cannot be set. */
    private static final long SVMDIS = 1 << 4;

    private static final long DEFINED = DPD | R_INIT | DIS_A20M | LOCK | SVMDIS;

    private final Cpu cpu;
    private final SvmCapabilities capabilities;
    private final WorldSwitch world;
    private long vmCr;
    private long key;

    SvmMsrs(Cpu cpu, SvmCapabilities capabilities, WorldSwitch world) {
        this.cpu = cpu;
        this.capabilities = capabilities;
        this.world = world;
    }

    long readVmCr() {
        return vmCr;
    }

    /** SVMDIS cannot be set while SVM is in use, and keeps its value once it is locked. */
    void writeVmCr(long value) {
        boolean disablesInUse = (value & SVMDIS) != 0 && Efer.SVME.in(cpu.state.efer);
        if ((value & ~DEFINED) != 0 || disablesInUse) {
            throw Fault.gp(0);
        }
        if ((value & R_INIT) != 0) {
            throw new NotModelled("VM_CR.R_INIT", "VM_CR MSR");
        }
        long kept = (vmCr & LOCK) != 0 ? LOCK | SVMDIS : 0;
        vmCr = value & ~kept | vmCr & kept;
    }

    /**
     * Sets the key while unlocked; the right key, unless it is 0, unlocks. @apm Vol. 2, SVM-Lock
     */
    void writeKey(long value) {
        if ((vmCr & LOCK) == 0) {
            key = value;
        } else if (key != 0 && key == value) {
            vmCr &= ~LOCK;
        }
    }

    /** Whether EFER.SVME cannot be set. */
    boolean disabled() {
        return (vmCr & SVMDIS) != 0;
    }

    /** Takes a page of physical memory. */
    void writeHostSavePa(long value) {
        long beyond = -(1L << capabilities.maxPhysicalAddressBits());
        if ((value & (beyond | 0xfff)) != 0) {
            throw Fault.gp(0);
        }
        world.hostSavePa(value);
    }
}
