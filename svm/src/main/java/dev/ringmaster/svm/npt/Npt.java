package dev.ringmaster.svm.npt;

import dev.ringmaster.cpu.arch.Access;
import dev.ringmaster.cpu.arch.Cr4;
import dev.ringmaster.cpu.guest.GuestExit;
import dev.ringmaster.cpu.guest.SecondLevel;
import dev.ringmaster.svm.vmcb.HostMemory;

/**
 * Translates guest-physical addresses by the nested page tables. All accesses count as user
 * accesses; accesses to the guest's page tables count as writes, because the walk may set A and D
 * there. A and D of the nested entries are set as the host's paging does.
 *
 * @apm Vol. 2, Nested Paging; Nested versus Guest Page Faults, Fault Ordering
 */
public final class Npt implements SecondLevel {
    private static final long PRESENT = 1;
    private static final long WRITABLE = 2;
    private static final long USER = 4;
    private static final long ACCESSED = 0x20;
    private static final long DIRTY = 0x40;
    private static final long LARGE = 0x80;
    private static final long GLOBAL = 0x100;
    private static final long NO_EXECUTE = 1L << 63;
    private static final long FRAME = 0xf_ffff_ffff_f000L;

    private final HostMemory memory;
    private final NestedFaultHandler faults;
    private NestedRoot root = new NestedRoot(0, 0, 0, 52);
    private int levels;

    /** Nested paging on this memory. */
    public Npt(HostMemory memory, NestedFaultHandler faults) {
        this.memory = memory;
        this.faults = faults;
    }

    /** Uses these tables from now on; whoever calls flushes what was translated before. */
    public void use(NestedRoot nestedRoot) {
        root = nestedRoot;
        levels = nestedRoot.levels();
    }

    @Override
    public long translate(
            long guestPhysical, Access access, long linear, Stage stage, boolean user) {
        long error = error(access, stage);
        return levels == 0 ? walk32(guestPhysical, error) : walk(guestPhysical, error);
    }

    /** What a fault of this access has in its error code, whatever its reason. */
    private long error(Access access, Stage stage) {
        if (stage != Stage.FINAL) {
            return NestedFault.TABLE.mask() | NestedFault.US.mask() | NestedFault.W.mask();
        }
        long error = NestedFault.FINAL.mask() | NestedFault.US.mask();
        return switch (access) {
            case READ -> error;
            case WRITE -> error | NestedFault.W.mask();
            case EXECUTE -> error | NestedFault.ID.mask();
        };
    }

    private long walk(long guestPhysical, long error) {
        if (levels == 3 && guestPhysical >>> 32 != 0) {
            throw absent(error, guestPhysical);
        }
        long table = root.nestedCr3() & (levels == 3 ? 0xffff_ffe0L : FRAME);
        long rights = WRITABLE | USER;
        for (int level = levels; ; level--) {
            long at = table | (guestPhysical >>> 12 + 9 * (level - 1) & 0x1ff) << 3;
            long entry = memory.read(at, 8);
            if ((entry & PRESENT) == 0) {
                throw absent(error, guestPhysical);
            }
            boolean leaf = level == 1 || level <= 3 && (entry & LARGE) != 0;
            if ((entry & reserved(level, leaf)) != 0) {
                throw reserved(error, guestPhysical);
            }
            if (level < 3 || levels > 3) {
                rights &= entry | NO_EXECUTE;
                rights |= entry & NO_EXECUTE;
            }
            if (leaf) {
                check(rights, error, guestPhysical);
                long dirty = mark(at, entry, 8, error, true);
                long offset = (1L << 12 + 9 * (level - 1)) - 1 & ~0xfffL;
                return entry & FRAME & ~offset | guestPhysical & offset | allowed(rights, dirty);
            }
            if (level < 3 || levels > 3) {
                mark(at, entry, 8, error, false);
            }
            table = entry & FRAME;
        }
    }

    /** Bits 8:7 of the upper entries must be 0. @apm Vol. 2, Long-Mode Page Translation */
    private long reserved(int level, boolean leaf) {
        long reserved = root.beyondPhysical();
        if (!root.noExecute()) {
            reserved |= NO_EXECUTE;
        }
        if (level >= 4) {
            reserved |= LARGE | GLOBAL;
        }
        if (levels == 3) {
            reserved |= level == 3 ? NO_EXECUTE | 0x7ff0_0000_0000_01e6L : 0x7ff0_0000_0000_0000L;
        }
        if (leaf && level > 1) {
            reserved |= (1L << 12 + 9 * (level - 1)) - 1 & ~0x1fffL;
        }
        return reserved;
    }

    /** 32-bit paging of the host: two levels of 1024 entries of 4 bytes. */
    private long walk32(long guestPhysical, long error) {
        if (guestPhysical >>> 32 != 0) {
            throw absent(error, guestPhysical);
        }
        long at = root.nestedCr3() & 0xffff_f000L | (guestPhysical >>> 22) << 2;
        long entry = memory.read(at, 4);
        if ((entry & PRESENT) == 0) {
            throw absent(error, guestPhysical);
        }
        if ((entry & LARGE) != 0 && Cr4.PSE.in(root.hostCr4())) {
            return largePage32(at, entry, guestPhysical, error);
        }
        mark(at, entry, 4, error, false);
        long below = entry & 0xffff_f000L | (guestPhysical >>> 12 & 0x3ff) << 2;
        long leaf = memory.read(below, 4);
        if ((leaf & PRESENT) == 0) {
            throw absent(error, guestPhysical);
        }
        long rights = entry & leaf & (WRITABLE | USER);
        check(rights, error, guestPhysical);
        return leaf & 0xffff_f000L | allowed(rights, mark(below, leaf, 4, error, true));
    }

    private long largePage32(long at, long entry, long guestPhysical, long error) {
        long high = (entry >>> 13 & 0xff) << 32;
        if ((high & root.beyondPhysical()) != 0 || (entry & 1 << 21) != 0) {
            throw reserved(error, guestPhysical);
        }
        long rights = entry & (WRITABLE | USER);
        check(rights, error, guestPhysical);
        long frame = high | entry & 0xffc0_0000L | guestPhysical & 0x3f_f000L;
        return frame | allowed(rights, mark(at, entry, 4, error, true));
    }

    private void check(long rights, long error, long guestPhysical) {
        boolean forbidden =
                (rights & USER) == 0
                        || NestedFault.W.in(error) && (rights & WRITABLE) == 0
                        || NestedFault.ID.in(error) && rights < 0;
        if (forbidden) {
            throw faults.fault(tells(error) | NestedFault.P.mask(), guestPhysical);
        }
    }

    /** Sets A, and D of a leaf that is written; the entry as it then is. */
    private long mark(long at, long entry, int size, long error, boolean leaf) {
        long marked = entry | ACCESSED | (leaf && NestedFault.W.in(error) ? DIRTY : 0);
        if (marked != entry) {
            memory.write(at, size, marked);
        }
        return marked;
    }

    /** What the page allows without another look; a write that must set D first needs one. */
    private static long allowed(long rights, long leaf) {
        long allowed = READ;
        if ((rights & WRITABLE) != 0 && (leaf & DIRTY) != 0) {
            allowed |= WRITE;
        }
        return rights < 0 ? allowed : allowed | EXECUTE | EXECUTE_USER;
    }

    private GuestExit absent(long error, long guestPhysical) {
        return faults.fault(tells(error), guestPhysical);
    }

    private GuestExit reserved(long error, long guestPhysical) {
        return faults.fault(
                tells(error) | NestedFault.P.mask() | NestedFault.RSV.mask(), guestPhysical);
    }

    /** Fetches are told only by a host that can forbid them. */
    private long tells(long error) {
        boolean tells = root.noExecute() || Cr4.SMEP.in(root.hostCr4());
        return tells ? error : NestedFault.ID.clear(error);
    }
}
