package dev.ringmaster.cpu.protection;

import dev.ringmaster.cpu.Cpu;
import dev.ringmaster.cpu.Meaning;
import dev.ringmaster.cpu.arch.Access;
import dev.ringmaster.cpu.arch.Fault;
import dev.ringmaster.cpu.instruction.Instruction;
import dev.ringmaster.cpu.instruction.Mnemonic;
import dev.ringmaster.cpu.state.Segment;

import java.util.Map;

/** The instructions that move selectors. @sdm Vol. 2B, MOV */
final class SegmentMeanings {
    private SegmentMeanings() {}

    static void register(Map<Mnemonic, Meaning> map) {
        map.put(Mnemonic.MOV_SEG_READ, SegmentMeanings::read);
        map.put(Mnemonic.MOV_SEG_WRITE, SegmentMeanings::write);
        map.put(Mnemonic.PUSH_SEG, SegmentMeanings::push);
        map.put(Mnemonic.POP_SEG, SegmentMeanings::pop);
        map.put(Mnemonic.LDS, (cpu, i) -> loadPointer(cpu, i, Segment.DS));
        map.put(Mnemonic.LES, (cpu, i) -> loadPointer(cpu, i, Segment.ES));
        map.put(Mnemonic.LFS, (cpu, i) -> loadPointer(cpu, i, Segment.FS));
        map.put(Mnemonic.LGS, (cpu, i) -> loadPointer(cpu, i, Segment.GS));
        map.put(Mnemonic.LSS, (cpu, i) -> loadPointer(cpu, i, Segment.SS));
    }

    /** To memory always 16 bits, to a register zero-extended. */
    static void read(Cpu cpu, Instruction i) {
        int size = i.isMemory(0) ? 2 : i.operandSize();
        Operand.write(cpu, i, 0, size, selector(cpu, i.register(1)));
    }

    private static int selector(Cpu cpu, int segment) {
        return cpu.state.segments[requireSegment(segment)].selector;
    }

    private static int requireSegment(int segment) {
        if (segment > Segment.GS) {
            throw Fault.ud();
        }
        return segment;
    }

    static void write(Cpu cpu, Instruction i) {
        int segment = requireSegment(i.register(0));
        if (segment == Segment.CS) {
            throw Fault.ud();
        }
        SegmentLoading.load(cpu, segment, (int) Operand.read(cpu, i, 1, 2));
        if (segment == Segment.SS) {
            Boundary.shadowAfterMovSs(cpu);
        }
    }

    /** The selector zero-extended; either that or a 16-bit write is allowed. @sdm Vol. 2B, PUSH */
    static void push(Cpu cpu, Instruction i) {
        Stack.push(cpu, i.operandSize(), selector(cpu, i.register(0)));
    }

    /** rSP moves by the stack size that held before the load. @sdm Vol. 2B, POP */
    static void pop(Cpu cpu, Instruction i) {
        int segment = i.register(0);
        int width = cpu.state.stackSize();
        long top = cpu.state.gpr[Stack.RSP] + i.operandSize();
        int selector = (int) Stack.peek(cpu, 0, i.operandSize()) & 0xffff;
        SegmentLoading.load(cpu, segment, selector);
        cpu.state.reg(Stack.RSP, width, top);
        if (segment == Segment.SS) {
            Boundary.shadowAfterMovSs(cpu);
        }
    }

    /**
     * @sdm Vol. 2A, LDS/LES/LFS/LGS/LSS
     */
    private static void loadPointer(Cpu cpu, Instruction i, int segment) {
        int size = i.operandSize();
        long linear = Operand.linear(cpu, i, size + 2, Access.READ);
        long offset = cpu.memory.read(linear, size);
        SegmentLoading.load(cpu, segment, cpu.memory.read16(linear + size));
        cpu.state.reg(i.register(0), size, offset);
    }
}
