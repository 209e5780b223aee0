package dev.ringmaster.hypervisor.host;

import dev.ringmaster.board.MemoryBus;
import dev.ringmaster.board.PortBus;
import dev.ringmaster.cpu.Cpu;
import dev.ringmaster.cpu.CpuExtension;
import dev.ringmaster.cpu.CpuProfile;
import dev.ringmaster.cpu.bus.VirtualClock;
import dev.ringmaster.cpu.engine.BlockEngine;
import dev.ringmaster.cpu.engine.Engine;
import dev.ringmaster.cpu.engine.RunEnd;
import dev.ringmaster.cpu.guest.GuestMode;
import dev.ringmaster.cpu.state.CpuState;
import dev.ringmaster.cpu.state.Segment;

import java.util.function.Function;

/**
 * The machine that a hypervisor written in Java runs on. The hypervisor's own instructions are
 * Java; what it asks of the processor goes through the processor's architectural functions, and its
 * guests' instructions are executed by the engine. The processor stands in 64-bit mode, ring 0,
 * with all memory mapped to itself.
 */
public final class Host {
    private static final int PML4 = 0x1000;
    private static final int PDPT = 0x2000;
    private static final int GDT = 0x3000;
    private static final int TSS = 0x4000;
    private static final int FIRST_FREE = 0x10000;
    private static final int PRESENT_WRITABLE = 3;
    private static final int LARGE = 0x80;

    /** Selector of the host's 64-bit code segment. */
    public static final int CODE_SELECTOR = 0x08;

    /** Selector of the host's data segment. */
    public static final int DATA_SELECTOR = 0x10;

    /** Selector of the host's TSS. */
    public static final int TSS_SELECTOR = 0x18;

    private final MemoryBus memory;
    private final VirtualClock clock = new VirtualClock();
    private final HostPin pin = new HostPin();
    private final FrameAllocator frames;
    private final Cpu cpu;
    private Engine engine;
    private LiveRegisters occupant;

    /**
     * Powers a host on.
     *
     * @param memorySize bytes of RAM, a multiple of 4096
     */
    public Host(CpuProfile profile, int memorySize) {
        memory = new MemoryBus(memorySize);
        frames = new FrameAllocator(FIRST_FREE, memorySize);
        cpu = new Cpu(profile, memory, new PortBus(), pin, clock);
        enterLongMode();
    }

    /** Has {@code installer} install an extension, and makes the engine; once, before any guest. */
    public <E extends CpuExtension> E install(Function<Cpu, E> installer) {
        E made = installer.apply(cpu);
        engine = new BlockEngine(cpu);
        engine.stopWhenGuestLeaves(true);
        return made;
    }

    private void enterLongMode() {
        memory.write(PML4, 8, PDPT | PRESENT_WRITABLE);
        for (int i = 0; i < 512; i++) {
            memory.write(PDPT + 8 * i, 8, (long) i << 30 | PRESENT_WRITABLE | LARGE);
        }
        CpuState s = cpu.state;
        s.cr0 = 0x80000031L;
        s.cr3 = PML4;
        s.cr4 = 0x20;
        s.efer = 0xd01;
        for (Segment segment : s.segments) {
            segment.set(DATA_SELECTOR, 0, 0xffffffffL, 0xc093);
        }
        s.segments[Segment.CS].set(CODE_SELECTOR, 0, 0xffffffffL, 0xa09b);
        s.tr.set(TSS_SELECTOR, TSS, 0x67, 0x8b);
        s.ldtr.set(0, 0, 0, Segment.UNUSABLE);
        s.gdtr.base = GDT;
        s.gdtr.limit = 0x27;
        s.idtr.limit = 0;
        s.flags.set(0x202);
        s.rip = FIRST_FREE;
        cpu.memory.flush();
        cpu.modeChanged();
    }

    /** The memory. */
    public MemoryBus memory() {
        return memory;
    }

    /** Virtual time, which guests share with the host. */
    public VirtualClock clock() {
        return clock;
    }

    /** The interrupt pin. */
    public HostPin pin() {
        return pin;
    }

    /** The free memory. */
    public FrameAllocator frames() {
        return frames;
    }

    /** The processor. */
    public Cpu cpu() {
        return cpu;
    }

    /** What executes guests' instructions. */
    public Engine engine() {
        return engine;
    }

    /** Interrupts a guest that runs, or the next one that will. */
    public void interrupt() {
        pin.raise();
        cpu.requestAttention();
    }

    /**
     * Runs the guest that was just entered until it exits. After {@code limit} instructions the
     * pin, as a timer of the host would do, interrupts it: with interrupts of the host intercepted
     * it exits at that very boundary.
     */
    public void runGuest(long limit) {
        RunEnd end = engine.run(limit);
        if (end == RunEnd.LIMIT && cpu.guest() != GuestMode.NONE) {
            interrupt();
            end = engine.run(1);
        }
        if (end != RunEnd.LEFT_GUEST) {
            throw new AssertionError("the guest stopped without an exit: " + end);
        }
    }

    /** The guest whose registers the processor holds beyond what is switched; null if none. */
    LiveRegisters occupant() {
        return occupant;
    }

    void occupy(LiveRegisters guest) {
        occupant = guest;
    }
}
