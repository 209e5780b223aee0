package dev.ringmaster.testkit.arbitrary;

import dev.ringmaster.board.BoardOptions;
import dev.ringmaster.board.Machine;
import dev.ringmaster.board.MemoryBus;
import dev.ringmaster.cpu.Cpu;
import dev.ringmaster.cpu.CpuProfiles;
import dev.ringmaster.cpu.arch.Fault;
import dev.ringmaster.cpu.engine.Interpreter;
import dev.ringmaster.cpu.isa.Code;
import dev.ringmaster.cpu.isa.Reg;
import dev.ringmaster.cpu.protection.SegmentLoading;
import dev.ringmaster.cpu.state.CpuState;
import dev.ringmaster.cpu.state.Segment;

import java.util.List;
import java.util.Optional;

/** A processor in a ring of protected or IA-32e mode whose GDT and LDT hold one descriptor. */
final class SegmentBench {
    private static final int CODE = 0x1000;
    private static final int GDT = 0x2000;
    private static final int LDT = 0x3000;
    private static final int TABLES = 0x4000;
    private static final int LAST_INDEX = 15;

    private final Machine machine =
            Machine.build(
                    CpuProfiles.byName("intel-icelake").orElseThrow(),
                    BoardOptions.minimal(1 << 20),
                    b -> {},
                    List.of(),
                    Interpreter::new);
    private final boolean longMode;

    SegmentBench(boolean longMode, int ring) {
        this.longMode = longMode;
        CpuState s = machine.cpu().state;
        s.cr0 = 0x80000033L & (longMode ? -1 : 0x7fffffff);
        s.cr4 = longMode ? 0x20 : 0;
        s.efer = longMode ? 0xd00 : 0;
        s.cr3 = TABLES;
        s.cpl = ring;
        writeIdentity(machine.board().memory());
        for (Segment each : s.segments) {
            each.set(8 | ring, 0, 0xffffffffL, 0xc093 | ring << 5);
        }
        int size = longMode ? Segment.L : Segment.DB;
        s.segments[Segment.CS].set(8 | ring, 0, 0xffffffffL, 0x809b | size | ring << 5);
        s.gdtr.base = GDT;
        s.gdtr.limit = 8 * (LAST_INDEX + 1) - 1;
        s.ldtr.set(0x50, LDT, s.gdtr.limit, 0x82);
    }

    private static void writeIdentity(MemoryBus memory) {
        memory.write(TABLES, 8, TABLES + 0x1007);
        memory.write(TABLES + 0x1000, 8, TABLES + 0x2007);
        memory.write(TABLES + 0x2000, 8, 0x87);
    }

    /** Puts a descriptor where a selector finds it. */
    void place(int selector, DescriptorCase descriptor) {
        int table = (selector & 4) == 0 ? GDT : LDT;
        machine.board().memory().write(table + (selector & 0xfff8), 8, descriptor.low());
        machine.board().memory().write(table + (selector & 0xfff8) + 8, 8, descriptor.high());
        machine.cpu().memory.flush();
        machine.cpu().modeChanged();
    }

    /** Loads a segment register. */
    Optional<Fault> load(int segment, int selector) {
        try {
            SegmentLoading.load(machine.cpu(), segment, selector);
            return Optional.empty();
        } catch (Fault fault) {
            return Optional.of(fault);
        }
    }

    Cpu cpu() {
        return machine.cpu();
    }

    /** Asks LAR, LSL, VERR and VERW about a selector, in machine code. */
    Answers ask(int selector) {
        CpuState s = machine.cpu().state;
        Code code = new Code(longMode ? 8 : 4, CODE);
        code.lar(Reg.ESI, Reg.BX).sete(Reg.AL).lsl(Reg.EDI, Reg.BX).sete(Reg.AH);
        code.verr(Reg.BX).sete(Reg.CL).verw(Reg.BX).sete(Reg.CH);
        machine.board().memory().load(CODE, code.bytes());
        s.gpr[3] = selector;
        s.rip = CODE;
        machine.engine().run(8);
        if (s.rip != CODE + code.size()) {
            throw new AssertionError("stopped at 0x" + Long.toHexString(s.rip));
        }
        return new Answers(
                (s.gpr[0] & 1) != 0 ? Optional.of(s.gpr[6]) : Optional.empty(),
                (s.gpr[0] & 0x100) != 0 ? Optional.of(s.gpr[7]) : Optional.empty(),
                (s.gpr[1] & 1) != 0,
                (s.gpr[1] & 0x100) != 0);
    }

    /** What the instructions said; an empty answer is ZF = 0. */
    record Answers(
            Optional<Long> rights, Optional<Long> limit, boolean readable, boolean writable) {}
}
