package dev.ringmaster.cpu.engine;

import dev.ringmaster.cpu.bus.CodeMap;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The blocks that were made, found by address and dropped when their bytes change. A granule that
 * changes again and again is not cached any more.
 */
final class BlockCache implements CodeMap.Listener {
    private static final int SLOTS = 1 << 16;
    private static final int TOO_OFTEN = 40;

    private final CodeMap map;
    private final Block[] slots = new Block[SLOTS];
    private final Map<Integer, List<Block>> byGranule = new HashMap<>();
    private final Map<Integer, Integer> changes = new HashMap<>();

    BlockCache(CodeMap map) {
        this.map = map;
        map.listen(this);
    }

    private static int slot(long rip, int modeKey) {
        int hash = (int) (rip ^ rip >>> 16) * 0x9e3779b1 + modeKey * 0x85ebca6b;
        return hash >>> 16;
    }

    /** The valid block at {@code rip} for this mode, or null. */
    Block find(long rip, int modeKey) {
        Block b = slots[slot(rip, modeKey)];
        return b != null && b.rip == rip && b.modeKey == modeKey && b.valid ? b : null;
    }

    /** Whether code at this offset changes so often that it is not worth a block. */
    boolean restless(int ramOffset) {
        return !changes.isEmpty()
                && changes.getOrDefault(ramOffset >>> CodeMap.GRANULE_SHIFT, 0) > TOO_OFTEN;
    }

    void add(Block block) {
        slots[slot(block.rip, block.modeKey)] = block;
        int first = block.ramOffset >>> CodeMap.GRANULE_SHIFT;
        int last = block.ramOffset + block.bytes - 1 >>> CodeMap.GRANULE_SHIFT;
        for (int g = first; g <= last; g++) {
            byGranule.computeIfAbsent(g, k -> new ArrayList<>()).add(block);
        }
        map.cached(block.ramOffset, block.bytes);
    }

    @Override
    public void codeAppears(int pageOffset) {
        // Blocks do not depend on where else code is.
    }

    @Override
    public void codeChanges(int granuleOffset) {
        int granule = granuleOffset >>> CodeMap.GRANULE_SHIFT;
        List<Block> stale = byGranule.remove(granule);
        if (stale != null) {
            stale.forEach(b -> b.valid = false);
            changes.merge(granule, 1, Integer::sum);
        }
    }
}
