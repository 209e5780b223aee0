package dev.ringmaster.cpu.protection;

import dev.ringmaster.board.MemoryBus;
import dev.ringmaster.cpu.Cpu;
import dev.ringmaster.cpu.CpuProfile;
import dev.ringmaster.cpu.CpuProfiles;
import dev.ringmaster.cpu.arch.Cr0;
import dev.ringmaster.cpu.arch.Cr4;
import dev.ringmaster.cpu.arch.Efer;
import dev.ringmaster.cpu.bus.InterruptController;
import dev.ringmaster.cpu.bus.PortSpace;
import dev.ringmaster.cpu.bus.VirtualClock;
import dev.ringmaster.cpu.engine.Interpreter;
import dev.ringmaster.cpu.state.CpuState;
import dev.ringmaster.cpu.state.Segment;

/**
 * A processor with a megabyte, descriptor tables and a TSS, ready to run a few bytes of code in any
 * ring.
 */
final class Machine {
    static final int GDT = 0x1000;
    static final int IDT = 0x2000;
    static final int TSS = 0x3000;
    static final int OTHER_TSS = 0x4000;
    static final int CODE = 0x8000;
    static final int HANDLERS = 0x9000;
    static final int STACK = 0x20000;
    static final int INNER_STACK = 0x30000;
    static final int TABLES = 0x40000;
    static final int TSS_SELECTOR = 0x80;
    static final int OTHER_TSS_SELECTOR = 0x90;
    static final int CODE64 = 0xa0;
    static final int CODE64_USER = 0xb0;
    static final int GATE = 0xc0;
    static final int SPARE = 0xd0;

    final MemoryBus bus = new MemoryBus(1 << 20);
    final Pin pin = new Pin();
    final Cpu cpu;
    final CpuState s;
    final Interpreter engine;
    int lastOut = -1;

    /** The interrupt pin: one vector at a time. */
    static final class Pin implements InterruptController {
        int vector = -1;
        int priority;

        @Override
        public boolean pending() {
            return vector >= 0;
        }

        @Override
        public int acknowledge() {
            int accepted = vector;
            vector = -1;
            return accepted;
        }

        @Override
        public int taskPriorityClass() {
            return priority;
        }

        @Override
        public void setTaskPriorityClass(int priorityClass) {
            priority = priorityClass;
        }
    }

    private final class Ports implements PortSpace {
        @Override
        public int in(int port, int size) {
            return 0x5a;
        }

        @Override
        public void out(int port, int size, int value) {
            lastOut = port;
        }
    }

    Machine() {
        this(CpuProfiles.byName("intel-icelake").orElseThrow());
    }

    Machine(CpuProfile profile) {
        cpu = new Cpu(profile, bus, new Ports(), pin, new VirtualClock());
        s = cpu.state;
        engine = new Interpreter(cpu);
    }

    static int codeSelector(int ring) {
        return 8 + ring * 16 | ring;
    }

    static int dataSelector(int ring) {
        return 16 + ring * 16 | ring;
    }

    void descriptor(int selector, long base, long limit, int access) {
        long raw = limit > 0xfffff ? limit >>> 12 : limit;
        long rights = access | (limit > 0xfffff ? Segment.G : 0);
        long low =
                raw & 0xffff
                        | (base & 0xffffff) << 16
                        | (rights & 0xff) << 40
                        | (raw >>> 16 & 0xf) << 48
                        | (rights >>> 12 & 0xf) << 52
                        | (base >>> 24 & 0xff) << 56;
        bus.write(GDT + (selector & 0xfff8), 8, low);
    }

    void gate(long at, int selector, long offset, int access, int count) {
        long low =
                offset & 0xffff
                        | (long) selector << 16
                        | (long) count << 32
                        | (long) access << 40
                        | (offset >>> 16 & 0xffff) << 48;
        bus.write(at, 8, low);
    }

    /** An entry of the IDT that leads to {@link #handler}. */
    void interrupt(int vector, int access) {
        boolean wide = s.longMode();
        int code = wide ? CODE64 : codeSelector(0);
        long at = IDT + (long) vector * (wide ? 16 : 8);
        gate(at, code, handler(vector), access, 0);
    }

    static long handler(int vector) {
        return HANDLERS + vector * 16L;
    }

    /** Flat protected mode in {@code ring}, with gates of DPL 0 for all exceptions. */
    Machine protectedMode(int ring) {
        s.cr0 = Cr0.PE.mask() | Cr0.ET.mask();
        tables();
        s.idtr.limit = 0x7ff;
        descriptor(TSS_SELECTOR, TSS, 0x67, 0x8b);
        s.tr.set(TSS_SELECTOR, TSS, 0x67, 0x8b);
        for (int inner = 0; inner < 3; inner++) {
            bus.write(TSS + 4 + 8 * inner, 4, INNER_STACK + 0x1000L * inner);
            bus.write(TSS + 8 + 8 * inner, 4, dataSelector(inner));
        }
        bus.write(TSS + 0x66, 2, 0x68);
        enter(ring, codeSelector(ring), 0xc09b);
        for (int vector = 0; vector < 32; vector++) {
            interrupt(vector, 0x8e);
        }
        return this;
    }

    private void tables() {
        for (int ring = 0; ring < 4; ring++) {
            descriptor(codeSelector(ring), 0, 0xffffffffL, 0xc09b | ring << 5);
            descriptor(dataSelector(ring), 0, 0xffffffffL, 0xc093 | ring << 5);
        }
        descriptor(CODE64, 0, 0xffffffffL, 0xa09b);
        descriptor(CODE64_USER, 0, 0xffffffffL, 0xa0fb);
        s.gdtr.base = GDT;
        s.gdtr.limit = 0xff;
        s.idtr.base = IDT;
        s.ldtr.set(0, 0, 0, Segment.UNUSABLE);
    }

    private void enter(int ring, int code, int codeAccess) {
        s.segments[Segment.CS].set(code, 0, 0xffffffffL, codeAccess | ring << 5);
        for (int i : new int[] {Segment.ES, Segment.SS, Segment.DS, Segment.FS, Segment.GS}) {
            s.segments[i].set(dataSelector(ring), 0, 0xffffffffL, 0xc093 | ring << 5);
        }
        s.cpl = ring;
        s.rip = CODE;
        s.gpr[4] = STACK;
        s.flags.set(2);
        cpu.modeChanged();
    }

    /** 64-bit mode in ring 0 or 3; all memory is mapped for users by one page of 2 MBytes. */
    Machine longMode(int ring) {
        bus.write(TABLES, 8, TABLES + 0x1000 | 7);
        bus.write(TABLES + 0x1000, 8, TABLES + 0x2000 | 7);
        bus.write(TABLES + 0x2000, 8, 0x87);
        s.cr3 = TABLES;
        s.cr4 = Cr4.PAE.mask();
        s.efer = Efer.LME.mask() | Efer.LMA.mask() | Efer.SCE.mask() | Efer.NXE.mask();
        s.cr0 = Cr0.PE.mask() | Cr0.PG.mask() | Cr0.ET.mask() | Cr0.WP.mask();
        tables();
        s.idtr.limit = 0xfff;
        s.tr.set(TSS_SELECTOR, TSS, 0x67, 0x8b);
        bus.write(TSS + 4, 8, INNER_STACK);
        enter(ring, ring == 0 ? CODE64 : CODE64_USER | 3, 0xa09b);
        for (int vector = 0; vector < 32; vector++) {
            interrupt(vector, 0x8e);
        }
        cpu.memory.flush();
        return this;
    }

    /** Maps {@code page} alone, by a 4-KByte page with these bits. */
    void page(long page, long bits) {
        bus.write(TABLES + 0x2000, 8, TABLES + 0x3000 | 7);
        for (int n = 0; n < 256; n++) {
            bus.write(TABLES + 0x3000 + 8L * n, 8, (long) n << 12 | 7);
        }
        bus.write(TABLES + 0x3000 + (page >>> 9), 8, page | bits);
        cpu.memory.flush();
    }

    /** Real-address mode. */
    Machine realMode() {
        for (Segment segment : s.segments) {
            segment.set(0, 0, 0xffff, 0x93);
        }
        s.idtr.base = 0;
        s.idtr.limit = 0x3ff;
        s.rip = CODE;
        s.gpr[4] = 0x7000;
        cpu.modeChanged();
        return this;
    }

    /** Puts bytes at the instruction pointer. */
    Machine code(int... bytes) {
        long at = s.segments[Segment.CS].base + s.rip;
        for (int n = 0; n < bytes.length; n++) {
            bus.write(at + n, 1, bytes[n]);
        }
        return this;
    }

    /** Runs this many instructions. */
    Machine run(int instructions) {
        cpu.requestAttention();
        engine.run(instructions);
        return this;
    }

    /** Runs {@code bytes} as one instruction. */
    Machine step(int... bytes) {
        return code(bytes).run(1);
    }

    /** The vector whose handler is about to run, or -1. */
    int inHandler() {
        long distance = s.rip - HANDLERS;
        return distance >= 0 && distance < 0x1000 && distance % 16 == 0 ? (int) distance / 16 : -1;
    }

    /** Stack slot {@code n} in this width. */
    long slot(int n, int size) {
        return bus.read(s.segments[Segment.SS].base + s.gpr[4] + (long) n * size, size);
    }
}
