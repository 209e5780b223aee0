package dev.ringmaster.cpu.engine;

import dev.ringmaster.cpu.Cpu;
import dev.ringmaster.cpu.arch.Fault;
import dev.ringmaster.cpu.engine.bound.Operation;
import dev.ringmaster.cpu.engine.bound.Repetition;
import dev.ringmaster.cpu.guest.GuestExit;
import dev.ringmaster.cpu.memory.SingleStep;

/**
 * The default engine: caches blocks of bound operations. It keeps to the reference in every bit by
 * one rule: whatever is rare or can be observed (system instructions, faults, devices, changed
 * code, the tail of a slice) is executed by {@link RunLoop#step}; a block only ever does what needs
 * none of that, and unwinds before it has done anything otherwise.
 */
public final class BlockEngine extends RunLoop {
    private static final long BREAKPOINTS = 0xff;

    private final BlockCache cache;
    private final BlockBuilder builder;

    /** An engine for {@code cpu}, whose extensions are installed. */
    public BlockEngine(Cpu cpu) {
        super(cpu);
        cache = new BlockCache(cpu.physical.codeMap());
        builder = new BlockBuilder(cpu, dispatch);
    }

    @Override
    void slice(int budget) {
        try {
            cpu.memory.stepping(false);
            if (cpu.attention() || (state.dr[7] & BREAKPOINTS) != 0) {
                stepOnce();
                return;
            }
            do {
                advance(budget);
            } while (inSlice < budget && !interrupted());
        } finally {
            cpu.memory.stepping(true);
        }
    }

    private void advance(int budget) {
        Block block = lookUp();
        if (block == null) {
            stepOnce();
        } else if (block.repetition != null) {
            repeat(block, budget - inSlice);
        } else if (block.alone) {
            cpu.memory.stepping(true);
            perform(block.instructions[0]);
            cpu.memory.stepping(false);
        } else if (block.count > budget - inSlice) {
            stepOnce();
        } else {
            runFrom(block, budget);
        }
    }

    /** Runs as many iterations as remain and as fit. */
    private void repeat(Block block, int limit) {
        Repetition repetition = block.repetition;
        try {
            repetition.run(limit);
            inSlice += repetition.done();
        } catch (Fault | SingleStep notHere) {
            inSlice += repetition.done();
            state.rip = block.rip;
            stepOnce();
        } catch (GuestExit exit) {
            inSlice += repetition.done();
            leave(block.rip, block.instructions[0]);
            inSlice++;
        }
    }

    private void stepOnce() {
        cpu.memory.stepping(true);
        step();
        cpu.memory.stepping(false);
    }

    /**
     * Runs {@code block} and what follows it as long as blocks follow that are not alone and fit
     * the budget.
     */
    private void runFrom(Block block, int budget) {
        int done = inSlice;
        int n = 0;
        try {
            do {
                Operation[] operations = block.operations;
                for (n = 0; n < operations.length; n++) {
                    operations[n].execute();
                }
                done += block.count;
                if (!block.transfers) {
                    state.rip = block.endRip;
                }
                n = 0;
                block = successor(block);
            } while (block != null && block.count <= budget - done);
            inSlice = done;
        } catch (Fault | SingleStep notHere) {
            inSlice = done + n;
            state.rip = block.startOf(n);
            stepOnce();
        } catch (GuestExit exit) {
            inSlice = done + n;
            leave(block.startOf(n), block.instructions[n]);
            inSlice++;
        }
    }

    /** The block at RIP if it is known, verified and not alone; else null. */
    private Block successor(Block block) {
        long rip = state.rip;
        int epoch = cpu.memory.codeEpoch();
        Block next = block.next;
        if (next != null && next.rip == rip && next.valid && next.epoch == epoch) {
            return next;
        }
        next = block.other;
        if (next != null && next.rip == rip && next.valid && next.epoch == epoch) {
            return next;
        }
        next = cache.find(rip, block.modeKey);
        if (next == null || next.epoch != epoch || next.alone) {
            return null;
        }
        block.other = block.next;
        block.next = next;
        return next;
    }

    /** The block at RIP, made if need be; null if the instruction there must be stepped. */
    private Block lookUp() {
        long rip = state.rip;
        int epoch = cpu.memory.codeEpoch();
        Block block = cache.find(rip, cpu.modeKey());
        if (block != null && block.epoch == epoch && codeSegmentUnchanged(block)) {
            return block;
        }
        int offset = offsetOf(rip);
        if (offset < 0) {
            return null;
        }
        if (block != null && block.ramOffset == offset && withinLimit(block)) {
            block.epoch = epoch;
            return block;
        }
        return make(rip, offset, epoch);
    }

    /**
     * -1 also if the fetch faults or makes the guest leave: the step that follows meets it again.
     */
    private int offsetOf(long rip) {
        try {
            return cpu.memory.codeOffset(fetch.linear(rip));
        } catch (Fault | GuestExit again) {
            return -1;
        }
    }

    private Block make(long rip, int offset, int epoch) {
        if (cache.restless(offset)) {
            return null;
        }
        Block block = builder.build(rip, offset);
        if (block != null) {
            block.epoch = epoch;
            cache.add(block);
        }
        return block;
    }

    /** In modes without flat segments the same RIP can mean other code after a far transfer. */
    private boolean codeSegmentUnchanged(Block block) {
        return fetch.flat() || block.ramOffset == offsetOf(block.rip) && withinLimit(block);
    }

    private boolean withinLimit(Block block) {
        return fetch.allows(block.rip, block.bytes);
    }
}
