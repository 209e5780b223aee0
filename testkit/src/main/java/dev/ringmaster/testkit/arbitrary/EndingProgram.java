package dev.ringmaster.testkit.arbitrary;

import dev.ringmaster.cpu.bus.PhysicalMemory;
import dev.ringmaster.cpu.state.CpuState;
import dev.ringmaster.cpu.state.Segment;

import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/**
 * A program that ends: sections one after the other, each a loop that is counted in a register that
 * nothing else writes, around instructions that cannot fault and branches that lead forwards only;
 * then HLT. 16-bit programs run in real-address mode, 32-bit ones in flat protected mode without
 * paging, 64-bit ones on identity-mapped memory; all of them in ring 0 with interrupts off.
 *
 * @param codeSize 2, 4 or 8
 * @param sections the sections in order
 */
public record EndingProgram(int codeSize, List<Section> sections) {
    /** How much RAM a program needs, in bytes; all of it starts at 0. */
    public static final int MEMORY = 1 << 18;

    /** Where the code stands. */
    public static final int CODE = 0x1000;

    /** Where the data starts that programs change. */
    public static final int DATA = 0xa000;

    private static final int TABLES = 0x20000;

    /**
     * A loop.
     *
     * @param seed what its instructions are drawn from
     * @param length the number of instructions of its body, 1 to 40
     * @param rounds how often it is run, 1 to 100
     */
    public record Section(long seed, int length, int rounds) {

        /** Checks the ranges. */
        public Section {
            if (length < 1 || length > 40 || rounds < 1 || rounds > 100) {
                throw new IllegalArgumentException(
                        "a section of " + length + " instructions, run " + rounds + " times");
            }
        }
    }

    /**
     * Copies the list.
     *
     * @throws IllegalArgumentException if there are more than 16 sections
     */
    public EndingProgram {
        sections = List.copyOf(sections);
        if (sections.size() > 16) {
            throw new IllegalArgumentException(sections.size() + " sections, not 16 at most");
        }
    }

    /** The machine code from {@link #CODE} on. */
    public byte[] bytes() {
        return new ProgramWriter(codeSize).write(sections).bytes();
    }

    /**
     * How many instructions it executes at most, HLT included; iterations of repeated string
     * instructions count.
     */
    public long bound() {
        return new ProgramWriter(codeSize).write(sections).bound();
    }

    /** Writes code and, for 64-bit code, page tables. */
    public void load(PhysicalMemory memory) {
        byte[] bytes = bytes();
        for (int n = 0; n < bytes.length; n++) {
            memory.write(CODE + n, 1, bytes[n] & 0xff);
        }
        if (codeSize == 8) {
            identity().write(memory, TABLES);
        }
    }

    private static PageTableRecipe identity() {
        Set<PageFlag> all = EnumSet.of(PageFlag.PRESENT, PageFlag.WRITABLE, PageFlag.USER);
        return new PageTableRecipe(
                PagingMode.LONG_4,
                Set.of(),
                List.of(all, all, all),
                List.of(new PageMapping(0, 2, 0, all)));
    }

    /** The registers at the first instruction. */
    public CpuState entry() {
        CpuState s = new CpuState();
        s.flags.set(2);
        s.rip = CODE;
        s.gpr[4] = DATA;
        s.cr0 = codeSize == 2 ? 0x30 : codeSize == 4 ? 0x31 : 0x80000031L;
        if (codeSize == 8) {
            s.cr3 = TABLES;
            s.cr4 = PagingMode.LONG_4.cr4();
            s.efer = PagingMode.LONG_4.efer();
        }
        s.cr4 |= 0x600;
        long limit = codeSize == 2 ? 0xffff : 0xffffffffL;
        int size = codeSize == 2 ? 0 : codeSize == 4 ? Segment.DB : Segment.L;
        int scale = codeSize == 2 ? 0 : Segment.G;
        int data = codeSize == 2 ? 0x93 : 0x4093;
        for (Segment each : s.segments) {
            each.set(codeSize == 2 ? 0 : 16, 0, limit, data | scale);
        }
        s.segments[Segment.CS].set(codeSize == 2 ? 0 : 8, 0, limit, 0x9b | size | scale);
        s.ldtr.set(0, 0, 0xffff, 0x82);
        s.tr.set(0, 0, 0xffff, 0x8b);
        s.dr[6] = 0xffff0ff0L;
        s.dr[7] = 0x400;
        return s;
    }
}
