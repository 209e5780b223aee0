package dev.ringmaster.vmx.ept;

import dev.ringmaster.cpu.arch.Access;
import dev.ringmaster.cpu.bus.PhysicalMemory;
import dev.ringmaster.cpu.guest.GuestExit;
import dev.ringmaster.cpu.guest.SecondLevel;
import dev.ringmaster.vmx.capability.VmxCapabilities;
import dev.ringmaster.vmx.exit.ExitReason;
import dev.ringmaster.vmx.exit.ExitRecorder;

/**
 * The second level of translation that a VMCS names by its EPT pointer: four levels, pages of 4
 * KBytes, 2 MBytes and 1 GByte, accessed and dirty flags. Memory types are checked but have no
 * effect: this model has no caches that they could govern.
 *
 * @sdm Vol. 3C, The Extended Page Table Mechanism (EPT)
 */
public final class Ept implements SecondLevel {
    private static final long ACCESSED_DIRTY = 1 << 6;
    private static final long LINEAR_VALID = 1 << 7;
    private static final long FINAL_ADDRESS = 1 << 8;
    private static final int LEVELS = 4;

    private final PhysicalMemory memory;
    private final ExitRecorder recorder;
    private final Misconfiguration misconfiguration;
    private long eptp;

    /** A second level whose exits {@code recorder} records. */
    public Ept(PhysicalMemory memory, ExitRecorder recorder, VmxCapabilities caps) {
        this.memory = memory;
        this.recorder = recorder;
        this.misconfiguration = new Misconfiguration(caps);
    }

    /** Uses the structures that {@code pointer}, a valid EPT pointer, refers to. */
    public void use(long pointer) {
        eptp = pointer;
    }

    @Override
    public long translate(
            long guestPhysical, Access access, long linear, Stage stage, boolean user) {
        boolean flags = (eptp & ACCESSED_DIRTY) != 0;
        boolean tableAsWrite = flags && stage != Stage.FINAL;
        long wanted = wanted(access, tableAsWrite);
        long permissions = EptEntry.PERMISSIONS;
        long table = eptp & EptEntry.ADDRESS;
        for (int level = LEVELS; ; level--) {
            long at = table | (guestPhysical >>> EptEntry.shift(level) & 0x1ff) << 3;
            long entry = memory.read(at, 8);
            if (!EptEntry.present(entry)) {
                throw violation(guestPhysical, wanted, 0, linear, stage);
            }
            if (misconfiguration.in(entry, level)) {
                throw recorder.ept(ExitReason.EPT_MISCONFIGURATION, 0, guestPhysical, 0);
            }
            permissions &= entry;
            if (EptEntry.leaf(entry, level)) {
                if ((wanted & ~permissions) != 0) {
                    throw violation(guestPhysical, wanted, permissions, linear, stage);
                }
                boolean dirty = !flags || markLeaf(at, entry, wanted);
                return result(entry, level, guestPhysical, permissions, dirty);
            }
            if (flags) {
                mark(at, entry, EptEntry.ACCESSED);
            }
            table = entry & EptEntry.ADDRESS;
        }
    }

    /**
     * With accessed and dirty flags, an access to a guest paging-structure entry counts as a write
     * as well.
     */
    private static long wanted(Access access, boolean tableAsWrite) {
        long wanted =
                switch (access) {
                    case READ -> EptEntry.READ;
                    case WRITE -> EptEntry.WRITE;
                    case EXECUTE -> EptEntry.EXECUTE;
                };
        return tableAsWrite ? EptEntry.READ | EptEntry.WRITE : wanted;
    }

    /**
     * @sdm Vol. 3C, Exit Qualification for EPT Violations
     */
    private GuestExit violation(
            long guestPhysical, long wanted, long permissions, long linear, Stage stage) {
        long qualification = wanted | permissions << 3;
        if (stage != Stage.NO_LINEAR) {
            qualification |= LINEAR_VALID | (stage == Stage.FINAL ? FINAL_ADDRESS : 0);
        }
        return recorder.ept(
                ExitReason.EPT_VIOLATION,
                qualification,
                guestPhysical,
                stage == Stage.NO_LINEAR ? 0 : linear);
    }

    /**
     * Sets the flags of the leaf; returns whether it is dirty. @sdm Vol. 3C, Accessed and Dirty
     * Flags for EPT
     */
    private boolean markLeaf(long at, long entry, long wanted) {
        boolean write = (wanted & EptEntry.WRITE) != 0;
        mark(at, entry, write ? EptEntry.ACCESSED | EptEntry.DIRTY : EptEntry.ACCESSED);
        return write || (entry & EptEntry.DIRTY) != 0;
    }

    private void mark(long at, long entry, long flags) {
        if ((entry & flags) != flags) {
            memory.write(at, 8, entry | flags);
        }
    }

    private static long result(
            long entry, int level, long guestPhysical, long permissions, boolean dirty) {
        long below = (1L << EptEntry.shift(level)) - 1;
        long page = entry & EptEntry.ADDRESS & ~below | guestPhysical & below & ~0xfffL;
        long allowed = permissions & (dirty ? EptEntry.PERMISSIONS : ~EptEntry.WRITE);
        boolean execute = (permissions & EptEntry.EXECUTE) != 0;
        return page | allowed & EptEntry.PERMISSIONS | (execute ? EXECUTE_USER : 0);
    }
}
