package dev.ringmaster.testkit.sensitive;

import dev.ringmaster.board.MemoryBus;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * The memory of a bench. The dirty bits of the page tables tell what an instruction wrote, since
 * paging is always on: only that is compared and restored.
 *
 * @sdm Vol. 3A, Accessed and Dirty Flags
 */
final class Memory {
    private static final int DIRTY = 0x40;
    private static final int[] ROOTS = {Layout.TABLES, Layout.TABLES_TWIN};

    private final MemoryBus bus = new MemoryBus(Layout.MEMORY);
    private final byte[] image;
    private final byte[] loaded;
    private final int entrySize;

    Memory(Mode mode) {
        image = SystemImage.of(mode);
        loaded = image.clone();
        entrySize = mode.codeSize();
    }

    MemoryBus bus() {
        return bus;
    }

    /** Puts an instruction and a palette there. */
    void load(Form form, Palette palette) {
        System.arraycopy(image, 0, loaded, 0, image.length);
        byte[] code = palette.bytes(form);
        System.arraycopy(code, 0, loaded, Layout.CODE, code.length);
        palette.slots(loaded, Layout.STACK, form.instruction());
        for (int n = 0; n < Forms.PLACES; n++) {
            palette.slots(loaded, Layout.DATA + Forms.STEP * n, form.instruction());
        }
        System.arraycopy(loaded, 0, bus.ram(), 0, loaded.length);
    }

    /** The bytes of the guest's own memory that differ from what was loaded. */
    List<Long> changes() {
        List<Long> changes = new ArrayList<>();
        for (int page = Layout.USER; page < Layout.MEMORY; page += Layout.PAGE) {
            if (dirty(page)) {
                compare(page, changes);
            }
        }
        return changes;
    }

    private boolean dirty(int page) {
        for (int root : ROOTS) {
            if ((bus.ram()[entry(root, page)] & DIRTY) != 0) {
                return true;
            }
        }
        return false;
    }

    /** Where the entry that maps a page stands. */
    private int entry(int root, int page) {
        return root + SystemImage.LAST_LEVEL + page / Layout.PAGE * entrySize;
    }

    private void compare(int page, List<Long> changes) {
        int end = page + Layout.PAGE;
        int at = page;
        while (at < end) {
            int step = Arrays.mismatch(bus.ram(), at, end, loaded, at, end);
            if (step < 0) {
                return;
            }
            at += step;
            changes.add((long) at << 8 | bus.ram()[at] & 0xff);
            at++;
        }
    }

    /** Undoes what was written. */
    void restore() {
        for (int page = 0; page < Layout.MEMORY; page += Layout.PAGE) {
            if (dirty(page)) {
                System.arraycopy(loaded, page, bus.ram(), page, Layout.PAGE);
            }
        }
        for (int root : ROOTS) {
            int table = root + SystemImage.LAST_LEVEL;
            int bytes = Layout.MEMORY / Layout.PAGE * entrySize;
            System.arraycopy(loaded, table, bus.ram(), table, bytes);
        }
    }
}
