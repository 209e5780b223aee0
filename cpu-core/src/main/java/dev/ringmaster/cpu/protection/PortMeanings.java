package dev.ringmaster.cpu.protection;

import dev.ringmaster.cpu.Cpu;
import dev.ringmaster.cpu.Meaning;
import dev.ringmaster.cpu.arch.Access;
import dev.ringmaster.cpu.arch.Fault;
import dev.ringmaster.cpu.arch.Rflags;
import dev.ringmaster.cpu.guest.PortAccess;
import dev.ringmaster.cpu.instruction.Instruction;
import dev.ringmaster.cpu.instruction.Mnemonic;
import dev.ringmaster.cpu.instruction.OperandKind;
import dev.ringmaster.cpu.state.Bits;
import dev.ringmaster.cpu.state.CpuState;
import dev.ringmaster.cpu.state.Segment;

import java.util.Map;

/** IN, OUT, INS, OUTS. @sdm Vol. 1, Protected-Mode I/O */
final class PortMeanings {
    private static final int RAX = 0;
    private static final int RCX = 1;
    private static final int RDX = 2;
    private static final int RSI = 6;
    private static final int RDI = 7;
    private static final int IO_MAP_BASE = 0x66;

    private PortMeanings() {}

    static void register(Map<Mnemonic, Meaning> map) {
        map.put(Mnemonic.IN, PortMeanings::in);
        map.put(Mnemonic.OUT, PortMeanings::out);
        map.put(Mnemonic.INS, (cpu, i) -> string(cpu, i, true));
        map.put(Mnemonic.OUTS, (cpu, i) -> string(cpu, i, false));
    }

    /**
     * Raises #GP(0) unless IOPL or the I/O permission bit map allows the ports. @sdm Vol. 1, I/O
     * Permission Bit Map
     */
    static void requirePermission(Cpu cpu, int port, int size) {
        CpuState s = cpu.state;
        if (!s.protectedMode() || s.cpl <= s.flags.iopl() && !s.virtual8086()) {
            return;
        }
        Segment tr = s.tr;
        boolean wide = !tr.unusable() && (tr.access & 8) != 0 && tr.limit >= IO_MAP_BASE + 1;
        if (!wide) {
            throw Fault.gp(0);
        }
        long map = cpu.memory.systemRead(tr.base + IO_MAP_BASE, 2) + (port >>> 3);
        if (map + 1 > tr.limit) {
            throw Fault.gp(0);
        }
        long bits = cpu.memory.systemRead(tr.base + map, 2) >>> (port & 7);
        if ((bits & (1 << size) - 1) != 0) {
            throw Fault.gp(0);
        }
    }

    static void in(Cpu cpu, Instruction i) {
        int size = i.size(0);
        int port = port(cpu, i, 1);
        ask(cpu, port, size, true, i.kind(1) == OperandKind.IMMEDIATE);
        cpu.state.reg(RAX, size, cpu.ports.in(port, size) & 0xffffffffL);
    }

    static void out(Cpu cpu, Instruction i) {
        int size = i.size(1);
        int port = port(cpu, i, 0);
        ask(cpu, port, size, false, i.kind(0) == OperandKind.IMMEDIATE);
        cpu.ports.out(port, size, (int) cpu.state.reg(RAX, size));
    }

    private static int port(Cpu cpu, Instruction i, int n) {
        boolean immediate = i.kind(n) == OperandKind.IMMEDIATE;
        return immediate ? (int) i.immediate() & 0xff : (int) cpu.state.gpr[RDX] & 0xffff;
    }

    private static void ask(Cpu cpu, int port, int size, boolean in, boolean immediate) {
        requirePermission(cpu, port, size);
        cpu.intercepts()
                .port(new PortAccess(port, size, in, false, false, immediate, 0, Segment.DS, 0));
    }

    // --- strings

    /**
     * One iteration; if more remain, the instruction will be executed again.
     *
     * @sdm Vol. 2A, INS/INSB/INSW/INSD
     */
    private static void string(Cpu cpu, Instruction i, boolean in) {
        CpuState s = cpu.state;
        if (i.repeat() == 0) {
            element(cpu, i, in);
            return;
        }
        if (s.reg(RCX, i.addressSize()) != 0) {
            element(cpu, i, in);
            s.reg(RCX, i.addressSize(), s.gpr[RCX] - 1);
            if (s.reg(RCX, i.addressSize()) != 0) {
                s.rip = Bits.zeroExtend(s.rip - i.length(), i.codeSize());
            }
        }
    }

    private static void element(Cpu cpu, Instruction i, boolean in) {
        CpuState s = cpu.state;
        int size = i.operandSize();
        int port = (int) s.gpr[RDX] & 0xffff;
        int pointer = in ? RDI : RSI;
        int segment = in ? Segment.ES : i.segment();
        requirePermission(cpu, port, size);
        long offset = s.reg(pointer, i.addressSize());
        Access access = in ? Access.WRITE : Access.READ;
        long linear = Segmentation.linear(cpu, segment, offset, size, access);
        cpu.intercepts()
                .port(
                        new PortAccess(
                                port,
                                size,
                                in,
                                true,
                                i.repeat() != 0,
                                false,
                                i.addressSize(),
                                segment,
                                linear));
        if (in) {
            cpu.memory.probeWrite(linear, size);
            cpu.memory.write(linear, size, cpu.ports.in(port, size) & 0xffffffffL);
        } else {
            cpu.ports.out(port, size, (int) cpu.memory.read(linear, size));
        }
        int step = s.flags.is(Rflags.DF) ? -size : size;
        s.reg(pointer, i.addressSize(), Bits.zeroExtend(offset + step, i.addressSize()));
    }
}
