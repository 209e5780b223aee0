package dev.ringmaster.cpu.memory;

import static dev.ringmaster.cpu.arch.PageFaultError.I;
import static dev.ringmaster.cpu.arch.PageFaultError.P;
import static dev.ringmaster.cpu.arch.PageFaultError.RSVD;
import static dev.ringmaster.cpu.arch.PageFaultError.U;
import static dev.ringmaster.cpu.arch.PageFaultError.W;

import dev.ringmaster.cpu.arch.Access;
import dev.ringmaster.cpu.arch.Cr0;
import dev.ringmaster.cpu.arch.Cr4;
import dev.ringmaster.cpu.arch.Efer;
import dev.ringmaster.cpu.arch.Fault;
import dev.ringmaster.cpu.bus.PhysicalMemory;
import dev.ringmaster.cpu.guest.SecondLevel;
import dev.ringmaster.cpu.state.CpuState;

/**
 * Walks the paging structures as the manual describes: from the top entry to the leaf, gathering
 * permissions, refusing reserved bits, setting A and D. Every entry's address goes through the
 * second level.
 *
 * @sdm Vol. 3A, Paging
 */
final class PageWalker {
    private static final long PRESENT = 1;
    private static final long WRITABLE = 2;
    private static final long USER = 4;
    private static final long ACCESSED = 0x20;
    private static final long DIRTY = 0x40;
    private static final long LARGE = 0x80;
    private static final long NO_EXECUTE = 1L << 63;

    private final CpuState state;
    private final PhysicalMemory memory;
    private final long physicalMask;
    private final long pdpteReserved;
    private final boolean gigabytePages;
    private final Translation out = new Translation();
    private SecondLevel second = SecondLevel.NONE;

    PageWalker(CpuState state, PhysicalMemory memory, int physicalBits, boolean gigabytePages) {
        this.state = state;
        this.memory = memory;
        this.physicalMask = (1L << physicalBits) - 1;
        this.pdpteReserved = 0x1e6 | ~physicalMask;
        this.gigabytePages = gigabytePages;
    }

    void use(SecondLevel secondLevel) {
        second = secondLevel;
    }

    /**
     * Translates {@code linear}; {@code user} says as whom, {@code ac} whether SMAP is suspended.
     */
    Translation walk(long linear, Access access, boolean user, boolean ac) {
        out.user = true;
        out.writable = true;
        out.noExecute = false;
        out.large = false;
        if (!state.paging()) {
            out.dirty = true;
            return finish(linear, linear, access, user);
        }
        if (state.longMode()) {
            return descend(
                    linear, access, user, ac, 4, state.cr3 & 0xffffffffff000L & physicalMask);
        }
        if (Cr4.PAE.in(state.cr4)) {
            long entry = state.pdptr[(int) (linear >>> 30) & 3];
            if ((entry & PRESENT) == 0) {
                throw fault(linear, access, user, 0);
            }
            if ((entry & pdpteReserved) != 0) {
                throw fault(linear, access, user, P.mask() | RSVD.mask());
            }
            return descend(linear, access, user, ac, 2, entry & 0xffffffffff000L);
        }
        return descend32(linear, access, user, ac);
    }

    /** Levels of 512 entries of 8 bytes: 4-level and the lower two of PAE paging. */
    private Translation descend(
            long linear, Access access, boolean user, boolean ac, int level, long table) {
        boolean longMode = state.longMode();
        for (; ; level--) {
            long entryAddress = table | (linear >>> 12 + 9 * (level - 1) & 0x1ff) << 3;
            long entryHost = host(entryAddress, Access.READ, linear, user);
            long entry = memory.read(entryHost, 8);
            if ((entry & PRESENT) == 0) {
                throw fault(linear, access, user, 0);
            }
            boolean leaf =
                    level == 1 || (entry & LARGE) != 0 && (level == 2 || level == 3 && longMode);
            if ((entry & reserved64(level, leaf, longMode)) != 0) {
                throw fault(linear, access, user, P.mask() | RSVD.mask());
            }
            out.user &= (entry & USER) != 0;
            out.writable &= (entry & WRITABLE) != 0;
            out.noExecute |= entry < 0;
            if (leaf) {
                check(linear, access, user, ac);
                markAccess(entryAddress, entryHost, entry, 8, access, linear, user);
                out.large = level > 1;
                long offsetMask = (1L << 12 + 9 * (level - 1)) - 1;
                long frame = entry & 0xffffffffff000L & ~offsetMask;
                return finish(linear, frame | linear & offsetMask, access, user);
            }
            mark(entryAddress, entryHost, entry, entry | ACCESSED, 8, linear, user);
            table = entry & 0xffffffffff000L;
        }
    }

    private long reserved64(int level, boolean leaf, boolean longMode) {
        long reserved = 0xfffffffffffffL & ~physicalMask;
        if (!Efer.NXE.in(state.efer)) {
            reserved |= NO_EXECUTE;
        }
        if (!longMode) {
            reserved |= 0x7ff0000000000000L;
        }
        if (level == 4 || level == 3 && !gigabytePages) {
            reserved |= LARGE;
        }
        if (leaf && level > 1) {
            reserved |= (1L << 12 + 9 * (level - 1)) - 1 & ~0x1fffL;
        }
        return reserved;
    }

    /**
     * 32-bit paging with 4-MByte pages if CR4.PSE; bits 20:13 of such an entry extend the address
     * (PSE-36).
     */
    private Translation descend32(long linear, Access access, boolean user, boolean ac) {
        long directoryAddress = state.cr3 & 0xfffff000L | (linear >>> 22 & 0x3ff) << 2;
        long directoryHost = host(directoryAddress, Access.READ, linear, user);
        long pde = memory.read(directoryHost, 4);
        if ((pde & PRESENT) == 0) {
            throw fault(linear, access, user, 0);
        }
        out.user = (pde & USER) != 0;
        out.writable = (pde & WRITABLE) != 0;
        if ((pde & LARGE) != 0 && Cr4.PSE.in(state.cr4)) {
            long high = (pde >>> 13 & 0xff) << 32;
            if ((high & ~physicalMask) != 0 || (pde & 1 << 21) != 0) {
                throw fault(linear, access, user, P.mask() | RSVD.mask());
            }
            check(linear, access, user, ac);
            markAccess(directoryAddress, directoryHost, pde, 4, access, linear, user);
            out.large = true;
            return finish(linear, high | pde & 0xffc00000L | linear & 0x3fffff, access, user);
        }
        mark(directoryAddress, directoryHost, pde, pde | ACCESSED, 4, linear, user);
        long tableAddress = pde & 0xfffff000L | (linear >>> 12 & 0x3ff) << 2;
        long tableHost = host(tableAddress, Access.READ, linear, user);
        long pte = memory.read(tableHost, 4);
        if ((pte & PRESENT) == 0) {
            throw fault(linear, access, user, 0);
        }
        out.user &= (pte & USER) != 0;
        out.writable &= (pte & WRITABLE) != 0;
        check(linear, access, user, ac);
        markAccess(tableAddress, tableHost, pte, 4, access, linear, user);
        return finish(linear, pte & 0xfffff000L | linear & 0xfff, access, user);
    }

    /**
     * @sdm Vol. 3A, Determination of Access Rights
     */
    private void check(long linear, Access access, boolean user, boolean ac) {
        if (!permits(access, user, ac)) {
            throw fault(linear, access, user, P.mask());
        }
    }

    private boolean permits(Access access, boolean user, boolean ac) {
        if (user) {
            return out.user
                    && (access != Access.WRITE || out.writable)
                    && (access != Access.EXECUTE || !out.noExecute);
        }
        return switch (access) {
            case READ -> smapAllows(ac);
            case WRITE -> smapAllows(ac) && (out.writable || !Cr0.WP.in(state.cr0));
            case EXECUTE -> !out.noExecute && !(out.user && Cr4.SMEP.in(state.cr4));
        };
    }

    private boolean smapAllows(boolean ac) {
        return ac || !out.user || !Cr4.SMAP.in(state.cr4);
    }

    /**
     * Whether a supervisor or user data access would be allowed by the last walk's result, for the
     * cache.
     */
    boolean cacheable(Translation t, Access access, boolean user, boolean ac) {
        return !state.paging() || permits(access, user, ac);
    }

    private void markAccess(
            long address,
            long host,
            long entry,
            int size,
            Access access,
            long linear,
            boolean user) {
        long marked = entry | ACCESSED | (access == Access.WRITE ? DIRTY : 0);
        out.dirty = (marked & DIRTY) != 0;
        mark(address, host, entry, marked, size, linear, user);
    }

    /** Writes A and D if they changed. @sdm Vol. 3A, Accessed and Dirty Flags */
    private void mark(
            long address, long host, long entry, long marked, int size, long linear, boolean user) {
        if (marked != entry) {
            if (second != SecondLevel.NONE) {
                host(address, Access.WRITE, linear, user);
            }
            memory.write(host, size, marked);
        }
    }

    private long host(long guestPhysical, Access access, long linear, boolean user) {
        if (second == SecondLevel.NONE) {
            return guestPhysical;
        }
        long page = second.translate(guestPhysical, access, linear, SecondLevel.Stage.TABLE, user);
        return page & ~0xfffL | guestPhysical & 0xfff;
    }

    private Translation finish(long linear, long guestPhysical, Access access, boolean user) {
        if (second == SecondLevel.NONE) {
            out.page = guestPhysical & ~0xfffL;
            out.second = -1;
            return out;
        }
        long page = second.translate(guestPhysical, access, linear, SecondLevel.Stage.FINAL, user);
        out.page = page & ~0xfffL;
        out.second = (int) page & 0xfff;
        return out;
    }

    private Fault fault(long linear, Access access, boolean user, long bits) {
        if (access == Access.WRITE) {
            bits |= W.mask();
        }
        if (user) {
            bits |= U.mask();
        }
        if (access == Access.EXECUTE && tellsFetches()) {
            bits |= I.mask();
        }
        return Fault.pf(linear, (int) bits);
    }

    private boolean tellsFetches() {
        return Cr4.SMEP.in(state.cr4) || Cr4.PAE.in(state.cr4) && Efer.NXE.in(state.efer);
    }

    /**
     * Loads the four PDPTE registers from the table at {@code cr3}.
     *
     * @return false if an entry that is present has a reserved bit 1; the registers then keep their
     *     values
     * @sdm Vol. 3A, PDPTE Registers
     */
    boolean loadPdptes(long cr3) {
        long[] entries = readPdptes(cr3);
        for (long entry : entries) {
            if ((entry & PRESENT) != 0 && (entry & pdpteReserved) != 0) {
                return false;
            }
        }
        System.arraycopy(entries, 0, state.pdptr, 0, 4);
        return true;
    }

    /** Loads them as they are: what is malformed faults when it is used. */
    void takePdptes(long cr3) {
        System.arraycopy(readPdptes(cr3), 0, state.pdptr, 0, 4);
    }

    private long[] readPdptes(long cr3) {
        long[] entries = new long[4];
        for (int i = 0; i < 4; i++) {
            long address = (cr3 & 0xffffffe0L) + 8L * i;
            long host = address;
            if (second != SecondLevel.NONE) {
                long page =
                        second.translate(
                                address, Access.READ, 0, SecondLevel.Stage.NO_LINEAR, false);
                host = page & ~0xfffL | address & 0xfff;
            }
            entries[i] = memory.read(host, 8);
        }
        return entries;
    }
}
