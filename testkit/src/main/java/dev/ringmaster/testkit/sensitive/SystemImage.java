package dev.ringmaster.testkit.sensitive;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;

/**
 * The contents of memory before an experiment: descriptor tables, task-state segments, page tables.
 * Every accessed bit is set already, so that it tells nothing; no page is dirty.
 *
 * @sdm Vol. 3A, Segment Descriptors
 * @sdm Vol. 3A, Interrupt and Exception Handling
 */
final class SystemImage {
    /** Where the tables that map pages start, from the first table on. */
    static final int LAST_LEVEL = 0x3000;

    private static final int FIRST_INTERRUPT = 32;
    private static final int BREAKPOINT = 3;
    private static final int OVERFLOW = 4;
    private static final int HANDLERS = 0x100;
    private static final int GATE = 0x8e;
    private static final int LDT_TYPE = 0x82;
    private static final int TSS_FREE = 0x89;
    private static final int TSS_BUSY = 0x8b;
    private static final long TABLE = 0x67;
    private static final long USER_PAGE = 0x27;
    private static final long SUPERVISOR_PAGE = 0x23;

    private final ByteBuffer memory =
            ByteBuffer.allocate(Layout.MEMORY).order(ByteOrder.LITTLE_ENDIAN);
    private final Mode mode;

    private SystemImage(Mode mode) {
        this.mode = mode;
    }

    /** A fresh image for {@code mode}. */
    static byte[] of(Mode mode) {
        SystemImage image = new SystemImage(mode);
        image.globalDescriptors(Layout.GDT);
        image.globalDescriptors(Layout.GDT_TWIN);
        image.interruptDescriptors(Layout.IDT);
        image.interruptDescriptors(Layout.IDT_TWIN);
        image.descriptor(Layout.LDT + 8, 0, 0xfffff, 0xf3, 0xc);
        image.task(Layout.TSS, 0xff);
        image.task(Layout.TSS_OPEN, 0);
        image.pages(Layout.TABLES);
        image.pages(Layout.TABLES_TWIN);
        return image.memory.array();
    }

    private void globalDescriptors(int table) {
        int codeFlags = mode.isLong() ? 0xa : 0xc;
        flat(table, Layout.KERNEL_CODE, 0x9b, codeFlags);
        flat(table, Layout.KERNEL_DATA, 0x93, 0xc);
        flat(table, Layout.USER_CODE, 0xfb, codeFlags);
        flat(table, Layout.USER_DATA, 0xf3, 0xc);
        flat(table, Layout.RING1_CODE, 0xbb, codeFlags);
        flat(table, Layout.RING1_DATA, 0xb3, 0xc);
        flat(table, Layout.CONFORMING, 0x9f, codeFlags);
        int tssLimit = Layout.BITMAP + Layout.BITMAP_BYTES - 1;
        descriptor(table + Layout.LDT_SELECTOR, Layout.LDT, Layout.LDT_LIMIT, LDT_TYPE, 0);
        descriptor(table + Layout.LDT_SELECTOR_TWIN, Layout.LDT, Layout.LDT_LIMIT, LDT_TYPE, 0);
        descriptor(table + Layout.TSS_SELECTOR, Layout.TSS, tssLimit, TSS_BUSY, 0);
        descriptor(table + Layout.TSS_SELECTOR_TWIN, Layout.TSS, tssLimit, TSS_BUSY, 0);
        descriptor(table + Layout.TSS_AVAILABLE, Layout.TSS_OPEN, tssLimit, TSS_FREE, 0);
        gate(table + (Layout.CALL_GATE & ~3), HANDLERS, 0xec);
    }

    private void flat(int table, int selector, int access, int flags) {
        descriptor(table + (selector & ~7), 0, 0xfffff, access, flags);
    }

    private void descriptor(int at, long base, long limit, int access, int flags) {
        long low = limit & 0xffff | (limit >> 16 & 0xf) << 48 | (long) access << 40;
        low |= (base & 0xffffff) << 16 | (base >> 24 & 0xff) << 56 | (long) flags << 52;
        memory.putLong(at, low);
    }

    /** Every ring may raise interrupts, breakpoints and overflow; the rest is the processor's. */
    private void interruptDescriptors(int table) {
        int step = mode.isLong() ? 16 : 8;
        for (int vector = 0; vector < 256; vector++) {
            boolean open = vector >= FIRST_INTERRUPT || vector == BREAKPOINT || vector == OVERFLOW;
            int access = open ? GATE | 0x60 : GATE;
            gate(table + step * vector, HANDLERS + vector, access);
        }
    }

    private void gate(int at, int offset, int access) {
        memory.putLong(at, offset | (long) Layout.KERNEL_CODE << 16 | (long) access << 40);
    }

    /**
     * @sdm Vol. 3A, Task-State Segment (TSS)
     */
    private void task(int at, int bitmapByte) {
        for (int ring = 0; ring < 3; ring++) {
            if (mode.isLong()) {
                memory.putLong(at + 4 + 8 * ring, Layout.INNER_STACK);
            } else {
                memory.putInt(at + 4 + 8 * ring, Layout.INNER_STACK);
                memory.putInt(at + 8 + 8 * ring, ring == 0 ? Layout.KERNEL_DATA : 0);
            }
        }
        if (!mode.isLong()) {
            startOfTask(at);
        }
        memory.putShort(at + 0x66, (short) Layout.BITMAP);
        int bitmap = at + Layout.BITMAP;
        Arrays.fill(memory.array(), bitmap, bitmap + Layout.BITMAP_BYTES - 1, (byte) bitmapByte);
        memory.put(bitmap + Layout.BITMAP_BYTES - 1, (byte) 0xff);
    }

    private void startOfTask(int at) {
        memory.putInt(at + 0x1c, Layout.TABLES);
        memory.putInt(at + 0x20, Layout.CODE);
        memory.putInt(at + 0x24, 2);
        memory.putInt(at + 0x38, Layout.STACK);
        for (int segment = 0; segment < 6; segment++) {
            int selector = segment == 1 ? Layout.KERNEL_CODE : Layout.KERNEL_DATA;
            memory.putInt(at + 0x48 + 4 * segment, selector);
        }
    }

    /** Maps the memory to itself. */
    private void pages(int root) {
        if (mode.isLong()) {
            memory.putLong(root, root + 0x1000 | TABLE);
            memory.putLong(root + 0x1000, root + 0x2000 | TABLE);
            memory.putLong(root + 0x2000, root + LAST_LEVEL | TABLE);
        } else {
            memory.putInt(root, (int) (root + LAST_LEVEL | TABLE));
        }
        for (int page = 0; page < Layout.MEMORY; page += Layout.PAGE) {
            long entry = page | (page < Layout.USER ? SUPERVISOR_PAGE : USER_PAGE);
            int n = page / Layout.PAGE;
            if (mode.isLong()) {
                memory.putLong(root + LAST_LEVEL + 8 * n, entry);
            } else {
                memory.putInt(root + LAST_LEVEL + 4 * n, (int) entry);
            }
        }
    }
}
