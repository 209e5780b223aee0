package dev.ringmaster.cpu.bus;

import java.util.ArrayList;
import java.util.List;

/**
 * Remembers which granules of RAM hold cached code, so that a write there can be told to those who
 * cached it. Boot code and test kernels keep data beside code; a granule is therefore smaller than
 * a page. Offsets are those of {@link PhysicalMemory#ram()}.
 */
public final class CodeMap {
    /** log2 of the granule's size in bytes. */
    public static final int GRANULE_SHIFT = 7;

    /** Someone who caches what depends on RAM. */
    public interface Listener {
        /**
         * A page that held no cached code begins to hold some: write shortcuts to it must be
         * dropped.
         */
        void codeAppears(int pageOffset);

        /**
         * The granule that starts at this offset is about to change: what was made from it is
         * stale.
         */
        void codeChanges(int granuleOffset);
    }

    private final byte[] granules;
    private final int[] granulesInPage;
    private final List<Listener> listeners = new ArrayList<>();

    /** A map for {@code ramSize} bytes of RAM. */
    public CodeMap(int ramSize) {
        granules = new byte[(ramSize >>> GRANULE_SHIFT) + 1];
        granulesInPage = new int[(ramSize >>> 12) + 1];
    }

    /** Registers a listener; it is told in the order of registration. */
    public void listen(Listener listener) {
        listeners.add(listener);
    }

    /** Whether any granule of the page that {@code offset} lies in holds cached code. */
    public boolean pageHolds(int offset) {
        return granulesInPage[offset >>> 12] != 0;
    }

    /** Whether a write of {@code size} bytes at {@code offset} would change cached code. */
    public boolean holds(int offset, int size) {
        return granules[offset >>> GRANULE_SHIFT] != 0
                || granules[offset + size - 1 >>> GRANULE_SHIFT] != 0;
    }

    /** Notes that code was cached from {@code size} bytes at {@code offset}. */
    public void cached(int offset, int size) {
        for (int g = offset >>> GRANULE_SHIFT; g <= offset + size - 1 >>> GRANULE_SHIFT; g++) {
            if (granules[g] == 0) {
                granules[g] = 1;
                int page = g >>> 12 - GRANULE_SHIFT;
                if (granulesInPage[page]++ == 0) {
                    listeners.forEach(l -> l.codeAppears(page << 12));
                }
            }
        }
    }

    /** Must be called for every write to RAM that did not go through a shortcut. */
    public void written(int offset, int size) {
        for (int g = offset >>> GRANULE_SHIFT; g <= offset + size - 1 >>> GRANULE_SHIFT; g++) {
            if (granules[g] != 0) {
                granules[g] = 0;
                granulesInPage[g >>> 12 - GRANULE_SHIFT]--;
                int start = g << GRANULE_SHIFT;
                listeners.forEach(l -> l.codeChanges(start));
            }
        }
    }
}
