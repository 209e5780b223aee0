package dev.ringmaster.cpu.engine;

import dev.ringmaster.cpu.Cpu;
import dev.ringmaster.cpu.engine.bound.Binder;
import dev.ringmaster.cpu.engine.bound.Dispatch;
import dev.ringmaster.cpu.engine.bound.Operation;
import dev.ringmaster.cpu.engine.bound.Repetition;
import dev.ringmaster.cpu.instruction.Instruction;
import dev.ringmaster.cpu.instruction.Mnemonic;
import dev.ringmaster.cpu.isa.Decoder;
import dev.ringmaster.cpu.state.Segment;

import java.util.ArrayList;
import java.util.List;

/**
 * Makes blocks: decodes from an address on until something ends the block, and binds each
 * instruction.
 */
final class BlockBuilder {
    private static final int LONGEST = 64;
    private static final int PAGE = 0x1000;

    private final Cpu cpu;
    private final Binder binder;

    BlockBuilder(Cpu cpu, Dispatch dispatch) {
        this.cpu = cpu;
        this.binder = new Binder(cpu, dispatch);
    }

    /**
     * Makes the block at {@code rip}, whose first byte stands at {@code ramOffset}.
     *
     * @return null if the first instruction does not end within the page or the segment's limit
     */
    Block build(long rip, int ramOffset) {
        int codeSize = cpu.state.codeSize();
        int end = endOf(rip, ramOffset, codeSize);
        List<Instruction> instructions = new ArrayList<>();
        int at = ramOffset;
        boolean open = true;
        while (open && instructions.size() < LONGEST && at < end) {
            Instruction i =
                    Decoder.decode(
                            cpu.physical.ram(),
                            at,
                            Math.min(end - at, Instruction.MAX_LENGTH),
                            codeSize);
            if (unfit(i) || !instructions.isEmpty() && standsAlone(i)) {
                break;
            }
            instructions.add(i);
            at += i.length();
            open = !standsAlone(i) && !BlockShape.transfers(i);
        }
        return instructions.isEmpty()
                ? null
                : assemble(rip, ramOffset, at - ramOffset, instructions);
    }

    private static boolean unfit(Instruction i) {
        return i == Decoder.NEED_MORE || i == Decoder.TOO_LONG || i.mnemonic() == Mnemonic.INVALID;
    }

    private static boolean standsAlone(Instruction i) {
        return BlockShape.alone(i) || BlockShape.repeats(i);
    }

    private int endOf(long rip, int ramOffset, int codeSize) {
        int pageEnd = (ramOffset | PAGE - 1) + 1;
        if (codeSize == 8) {
            return pageEnd;
        }
        long left = cpu.state.segments[Segment.CS].limit - rip + 1;
        return (int) Math.max(ramOffset, Math.min(pageEnd, ramOffset + left));
    }

    private Block assemble(long rip, int ramOffset, int bytes, List<Instruction> instructions) {
        Instruction[] array = instructions.toArray(new Instruction[0]);
        boolean alone = standsAlone(array[0]);
        Operation[] operations = alone ? new Operation[0] : bind(rip, array);
        Repetition repetition =
                alone && !BlockShape.alone(array[0])
                        ? binder.bindRepeated(array[0], RunLoop.nextRip(rip, array[0]))
                        : null;
        return new Block(rip, cpu.modeKey(), ramOffset, bytes, array, operations, repetition);
    }

    /** One operation an instruction, but for the last two where there is one for the pair. */
    private Operation[] bind(long rip, Instruction[] array) {
        List<Operation> operations = new ArrayList<>();
        long at = rip;
        for (int n = 0; n < array.length; n++) {
            at = RunLoop.nextRip(at, array[n]);
            Operation pair = n == array.length - 2 ? pair(array, at) : null;
            operations.add(pair == null ? binder.bind(array[n], at) : pair);
            if (pair != null) {
                break;
            }
        }
        return operations.toArray(new Operation[0]);
    }

    private Operation pair(Instruction[] array, long second) {
        Instruction last = array[array.length - 1];
        return binder.bindPair(array[array.length - 2], last, RunLoop.nextRip(second, last));
    }
}
