package dev.ringmaster.cpu.memory;

import dev.ringmaster.cpu.arch.Access;
import dev.ringmaster.cpu.arch.Cr4;
import dev.ringmaster.cpu.arch.Fault;
import dev.ringmaster.cpu.arch.Rflags;
import dev.ringmaster.cpu.bus.CodeMap;
import dev.ringmaster.cpu.bus.PhysicalMemory;
import dev.ringmaster.cpu.guest.SecondLevel;
import dev.ringmaster.cpu.state.Bits;
import dev.ringmaster.cpu.state.CpuState;

import java.util.Arrays;

/**
 * Memory by linear address, as data accesses and fetches see it.
 *
 * <p>The fast path is one comparison. A translation cache has 1024 entries of four longs: the tag
 * for reads, the tag for writes, whether the mapping is large, and the distance from linear address
 * to RAM offset. A tag is the page's address or'ed with the current generation (1 to 4095), so that
 * flushing is counting. An access compares the page of its <em>last</em> byte, which covers miss,
 * permission and page crossing at once. Whatever needs attention (devices, clean pages on writes,
 * pages with cached code on writes, forbidden pages) has no tag and takes the slow path.
 *
 * <p>There is one cache for each way in which permissions can be read: supervisor, supervisor with
 * RFLAGS.AC (SMAP suspended), user, and one that stays empty for when every access must be looked
 * at (alignment checks, data breakpoints).
 *
 * <p>Values are zero-extended in {@code long} and {@code int}. All methods throw the guest's {@link
 * Fault}.
 */
public final class LinearMemory implements CodeMap.Listener {
    private static final int ENTRIES = 1024;
    private static final long PAGE = ~0xfffL;
    private static final int LARGE = 2;
    private static final int DISTANCE = 3;

    private static final int SUPERVISOR = 0;
    private static final int SUPERVISOR_AC = 1;
    private static final int USER = 2;
    private static final int CHECKED = 3;

    private final CpuState state;
    private final PhysicalMemory physical;
    private final byte[] ram;
    private final PageWalker walker;
    private final long[][] data = new long[4][ENTRIES * 4];
    private final long[][] code = new long[2][ENTRIES * 2];
    private long[] tlb = data[SUPERVISOR];
    private int context;
    private long generation = 1;
    private boolean largeCached;
    private int codeEpoch;
    private boolean stepping = true;
    private final AccessWatch watch;

    /** Memory of a processor with these registers on this bus. */
    public LinearMemory(
            CpuState state, PhysicalMemory physical, int physicalBits, boolean gigabytePages) {
        this.state = state;
        this.physical = physical;
        this.ram = physical.ram();
        this.watch = new AccessWatch(state);
        this.walker = new PageWalker(state, physical, physicalBits, gigabytePages);
        physical.codeMap().listen(this);
    }

    // --- what governs translation

    /** Uses another second level from now on; flushes. */
    public void use(SecondLevel secondLevel) {
        walker.use(secondLevel);
        flush();
    }

    /** Must be called when CPL, RFLAGS.AC, CR0.AM, CR4.SMAP or the breakpoints may have changed. */
    public void contextChanged() {
        boolean user = state.cpl == 3;
        boolean ac = state.flags.is(Rflags.AC);
        if (watch.update()) {
            context = CHECKED;
        } else if (user) {
            context = USER;
        } else {
            context = ac && Cr4.SMAP.in(state.cr4) ? SUPERVISOR_AC : SUPERVISOR;
        }
        tlb = data[context];
    }

    /** Drops every translation. */
    public void flush() {
        largeCached = false;
        codeEpoch++;
        if (++generation == 4096) {
            generation = 1;
            for (long[] cache : data) {
                Arrays.fill(cache, 0);
            }
            for (long[] cache : code) {
                Arrays.fill(cache, 0);
            }
        }
    }

    /** Drops the translations of the page of {@code linear}. @sdm Vol. 2A, INVLPG */
    public void flushPage(long linear) {
        codeEpoch++;
        if (largeCached) {
            flush();
            return;
        }
        for (long[] cache : data) {
            int slot = slot(linear);
            cache[slot] = 0;
            cache[slot + 1] = 0;
        }
        for (long[] cache : code) {
            cache[codeSlot(linear)] = 0;
        }
    }

    /**
     * Whether accesses to devices and changes of cached code are made at once (the default), or
     * first ask for {@link SingleStep}.
     */
    public void stepping(boolean on) {
        stepping = on;
    }

    /** A number that changes whenever a translation of code may have changed. */
    public int codeEpoch() {
        return codeEpoch;
    }

    /** Loads the PDPTE registers; false if one is malformed. @sdm Vol. 3A, PDPTE Registers */
    public boolean loadPdptes(long cr3) {
        return walker.loadPdptes(cr3);
    }

    /**
     * Loads the PDPTE registers as they are; a malformed one faults when it is used. @apm Vol. 2,
     * Legacy PAE Mode
     */
    public void takePdptes(long cr3) {
        walker.takePdptes(cr3);
    }

    @Override
    public void codeAppears(int pageOffset) {
        for (long[] cache : data) {
            for (int slot = 0; slot < cache.length; slot += 4) {
                long page = cache[slot + 1] & PAGE;
                if (cache[slot + 1] != 0 && (int) (page + cache[slot + DISTANCE]) == pageOffset) {
                    cache[slot + 1] = 0;
                }
            }
        }
    }

    @Override
    public void codeChanges(int granuleOffset) {
        // Translations do not depend on what pages hold.
    }

    // --- data

    private static int slot(long linear) {
        return (int) (linear >>> 10) & (ENTRIES - 1) << 2;
    }

    private static int codeSlot(long linear) {
        return (int) (linear >>> 11) & (ENTRIES - 1) << 1;
    }

    /** Reads a byte. */
    public int read8(long linear) {
        int slot = slot(linear);
        long[] cache = tlb;
        if ((linear & PAGE | generation) == cache[slot]) {
            return ram[(int) (linear + cache[slot + DISTANCE])] & 0xff;
        }
        return (int) slowRead(linear, 1, Access.READ, context);
    }

    /** Reads 2 bytes. */
    public int read16(long linear) {
        int slot = slot(linear);
        long[] cache = tlb;
        if ((linear + 1 & PAGE | generation) == cache[slot]) {
            return (short) Ram.SHORT.get(ram, (int) (linear + cache[slot + DISTANCE])) & 0xffff;
        }
        return (int) slowRead(linear, 2, Access.READ, context);
    }

    /** Reads 4 bytes; the {@code int} holds the bits. */
    public int read32(long linear) {
        int slot = slot(linear);
        long[] cache = tlb;
        if ((linear + 3 & PAGE | generation) == cache[slot]) {
            return (int) Ram.INT.get(ram, (int) (linear + cache[slot + DISTANCE]));
        }
        return (int) slowRead(linear, 4, Access.READ, context);
    }

    /** Reads 8 bytes. */
    public long read64(long linear) {
        int slot = slot(linear);
        long[] cache = tlb;
        if ((linear + 7 & PAGE | generation) == cache[slot]) {
            return (long) Ram.LONG.get(ram, (int) (linear + cache[slot + DISTANCE]));
        }
        return slowRead(linear, 8, Access.READ, context);
    }

    /** Reads 1, 2, 4 or 8 bytes, zero-extended. */
    public long read(long linear, int size) {
        return switch (size) {
            case 1 -> read8(linear);
            case 2 -> read16(linear);
            case 4 -> read32(linear) & 0xffffffffL;
            default -> read64(linear);
        };
    }

    /**
     * Reads what the same instruction will write. Whatever the write could throw is thrown now, a
     * page fault or {@link SingleStep}, so that flags may be computed before the write.
     */
    public long readForWrite(long linear, int size) {
        int slot = slot(linear);
        long[] cache = tlb;
        if ((linear + size - 1 & PAGE | generation) == cache[slot + 1]) {
            return ramRead((int) (linear + cache[slot + DISTANCE]), size);
        }
        return slowRead(linear, size, Access.WRITE, context);
    }

    /** Writes a byte. */
    public void write8(long linear, int value) {
        int slot = slot(linear);
        long[] cache = tlb;
        if ((linear & PAGE | generation) == cache[slot + 1]) {
            ram[(int) (linear + cache[slot + DISTANCE])] = (byte) value;
        } else {
            slowWrite(linear, 1, value, context);
        }
    }

    /** Writes 2 bytes. */
    public void write16(long linear, int value) {
        int slot = slot(linear);
        long[] cache = tlb;
        if ((linear + 1 & PAGE | generation) == cache[slot + 1]) {
            Ram.SHORT.set(ram, (int) (linear + cache[slot + DISTANCE]), (short) value);
        } else {
            slowWrite(linear, 2, value, context);
        }
    }

    /** Writes 4 bytes. */
    public void write32(long linear, int value) {
        int slot = slot(linear);
        long[] cache = tlb;
        if ((linear + 3 & PAGE | generation) == cache[slot + 1]) {
            Ram.INT.set(ram, (int) (linear + cache[slot + DISTANCE]), value);
        } else {
            slowWrite(linear, 4, value, context);
        }
    }

    /** Writes 8 bytes. */
    public void write64(long linear, long value) {
        int slot = slot(linear);
        long[] cache = tlb;
        if ((linear + 7 & PAGE | generation) == cache[slot + 1]) {
            Ram.LONG.set(ram, (int) (linear + cache[slot + DISTANCE]), value);
        } else {
            slowWrite(linear, 8, value, context);
        }
    }

    /** Writes the low 1, 2, 4 or 8 bytes of {@code value}. */
    public void write(long linear, int size, long value) {
        switch (size) {
            case 1 -> write8(linear, (int) value);
            case 2 -> write16(linear, (int) value);
            case 4 -> write32(linear, (int) value);
            default -> write64(linear, value);
        }
    }

    /** Faults as a write of {@code size} bytes would, without writing. */
    public void probeWrite(long linear, int size) {
        translate(linear, Access.WRITE, context);
        if ((linear ^ linear + size - 1) >>> 12 != 0) {
            translate(linear + size - 1, Access.WRITE, context);
        }
    }

    // --- system accesses: supervisor whatever CPL is

    /**
     * Reads a descriptor, gate or TSS field: an implicit supervisor access. @sdm Vol. 3A, Access
     * Rights
     */
    public long systemRead(long linear, int size) {
        int slot = slot(linear);
        long[] cache = data[SUPERVISOR];
        if ((linear + size - 1 & PAGE | generation) == cache[slot]) {
            return ramRead((int) (linear + cache[slot + DISTANCE]), size);
        }
        return slowRead(linear, size, Access.READ, SUPERVISOR);
    }

    /** Writes as an implicit supervisor access. */
    public void systemWrite(long linear, int size, long value) {
        slowWrite(linear, size, value, SUPERVISOR);
    }

    /** Faults as a system write would, without writing. */
    public void systemProbeWrite(long linear, int size) {
        translate(linear, Access.WRITE, SUPERVISOR);
        if ((linear ^ linear + size - 1) >>> 12 != 0) {
            translate(linear + size - 1, Access.WRITE, SUPERVISOR);
        }
    }

    // --- code

    /**
     * Translates the address of code.
     *
     * @return the offset in RAM of the byte at {@code linear}, or -1 if code there is not in RAM
     */
    public int codeOffset(long linear) {
        int slot = codeSlot(linear);
        long[] cache = code[state.cpl == 3 ? 1 : 0];
        if ((linear & PAGE | generation) == cache[slot]) {
            return (int) (linear + cache[slot + 1]);
        }
        long host = translateCode(linear);
        int offset = physical.ramOffset(host);
        if (offset >= 0) {
            cache[slot] = linear & PAGE | generation;
            cache[slot + 1] = (offset & PAGE) - (linear & PAGE);
        }
        return offset;
    }

    /** Fetches one byte of code, from RAM or not. */
    public int fetch(long linear) {
        int offset = codeOffset(linear);
        return offset >= 0 ? ram[offset] & 0xff : (int) physical.read(translateCode(linear), 1);
    }

    private long translateCode(long linear) {
        if (!Bits.canonical(linear)) {
            throw Fault.gp(0);
        }
        Translation t = walker.walk(linear, Access.EXECUTE, state.cpl == 3, false);
        largeCached |= t.large;
        return t.page | linear & 0xfff;
    }

    // --- the slow path

    /** Translates a data address; the result is host-physical. */
    public long translate(long linear, Access access) {
        return translate(linear, access, context);
    }

    private long translate(long linear, Access access, int as) {
        if (!Bits.canonical(linear)) {
            throw Fault.gp(0);
        }
        boolean user = as == USER || as == CHECKED && state.cpl == 3;
        boolean ac = as == SUPERVISOR_AC || as == CHECKED && state.flags.is(Rflags.AC);
        Translation t = walker.walk(linear, access, user, ac);
        long host = t.page | linear & 0xfff;
        int offset = physical.ramOffset(t.page);
        if (offset >= 0 && as != CHECKED) {
            fill(t, linear, offset, user, ac, data[as]);
        }
        return host;
    }

    private void fill(
            Translation t, long linear, int offset, boolean user, boolean ac, long[] cache) {
        int slot = slot(linear);
        long tag = linear & PAGE | generation;
        boolean read =
                (t.second & SecondLevel.READ) != 0 && walker.cacheable(t, Access.READ, user, ac);
        boolean write =
                t.dirty
                        && (t.second & SecondLevel.WRITE) != 0
                        && walker.cacheable(t, Access.WRITE, user, ac)
                        && !physical.codeMap().pageHolds(offset);
        cache[slot] = read ? tag : 0;
        cache[slot + 1] = write ? tag : 0;
        cache[slot + LARGE] = t.large ? 1 : 0;
        cache[slot + DISTANCE] = offset - (linear & PAGE);
        largeCached |= t.large;
    }

    private long slowRead(long linear, int size, Access access, int as) {
        if (as == CHECKED) {
            watch.check(linear, size, access == Access.WRITE);
        }
        if ((linear ^ linear + size - 1) >>> 12 != 0) {
            return readAcross(linear, size, access, as);
        }
        long host = translate(linear, access, as);
        if (access == Access.WRITE) {
            requireStepFor(host, size); // so that the write which follows cannot unwind any more
        }
        return hostRead(host, size);
    }

    private long hostRead(long host, int size) {
        int offset = physical.ramOffset(host);
        if (offset >= 0) {
            return ramRead(offset, size);
        }
        requireStep();
        return physical.read(host, size);
    }

    private long readAcross(long linear, int size, Access access, int as) {
        int first = (int) (0x1000 - (linear & 0xfff));
        long low = translate(linear, access, as);
        long high = translate(linear + first, access, as);
        if (access == Access.WRITE) {
            requireStepFor(low, first);
            requireStepFor(high, size - first);
        }
        long value = 0;
        for (int i = 0; i < size; i++) {
            long host = i < first ? low + i : high + i - first;
            value |= hostRead(host, 1) << 8 * i;
        }
        return value;
    }

    private void slowWrite(long linear, int size, long value, int as) {
        if (as == CHECKED) {
            watch.check(linear, size, true);
        }
        if ((linear ^ linear + size - 1) >>> 12 != 0) {
            writeAcross(linear, size, value, as);
        } else {
            hostWrite(translate(linear, Access.WRITE, as), size, value);
        }
    }

    private void writeAcross(long linear, int size, long value, int as) {
        int first = (int) (0x1000 - (linear & 0xfff));
        long low = translate(linear, Access.WRITE, as);
        long high = translate(linear + first, Access.WRITE, as);
        requireStepFor(low, first);
        requireStepFor(high, size - first);
        for (int i = 0; i < size; i++) {
            physical.write(i < first ? low + i : high + i - first, 1, value >>> 8 * i & 0xff);
        }
    }

    private void hostWrite(long host, int size, long value) {
        requireStepFor(host, size);
        physical.write(host, size, value);
    }

    private void requireStepFor(long host, int size) {
        int offset = physical.ramOffset(host);
        if (offset < 0 || physical.codeMap().holds(offset, size)) {
            requireStep();
        }
    }

    private void requireStep() {
        if (!stepping) {
            throw SingleStep.REQUEST;
        }
    }

    private long ramRead(int offset, int size) {
        return switch (size) {
            case 1 -> ram[offset] & 0xff;
            case 2 -> (short) Ram.SHORT.get(ram, offset) & 0xffff;
            case 4 -> (int) Ram.INT.get(ram, offset) & 0xffffffffL;
            default -> (long) Ram.LONG.get(ram, offset);
        };
    }
}
