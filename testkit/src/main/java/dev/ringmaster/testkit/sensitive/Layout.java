package dev.ringmaster.testkit.sensitive;

/**
 * Where things stand in the memory of the experiments, which is mapped to itself. What lies below
 * {@link #USER} belongs to the supervisor; the rest is the guest's own. Tables with a twin exist
 * twice with the same contents, so that the guest may be moved from one to the other unawares.
 */
final class Layout {
    static final int PAGE = 0x1000;
    static final int GDT = 0x1000;
    static final int GDT_TWIN = 0x2000;
    static final int IDT = 0x3000;
    static final int IDT_TWIN = 0x4000;
    static final int LDT = 0x5000;
    static final int TSS = 0x6000;

    /** Like {@link #TSS}, but its I/O permission bitmap allows every port. */
    static final int TSS_OPEN = 0x9000;

    static final int TABLES = 0xc000;
    static final int TABLES_TWIN = 0x10000;

    /** The top of the stacks of rings 0 to 2. */
    static final int INNER_STACK = 0x15000;

    static final int USER = 0x15000;
    static final int CODE = 0x15100;

    /** Where the stack pointer stands; the pages around it are stack. */
    static final int STACK = 0x16800;

    /** Where memory operands lie, and what string instructions and other pointers start at. */
    static final int DATA = 0x18000;

    static final int DATA_2 = 0x19000;
    static final int MEMORY = 0x1b000;

    /** The offset of the I/O permission bitmap in a TSS. */
    static final int BITMAP = 0x68;

    static final int BITMAP_BYTES = 0x2001;

    static final int KERNEL_CODE = 0x08;
    static final int KERNEL_DATA = 0x10;
    static final int USER_CODE = 0x18 | 3;
    static final int USER_DATA = 0x20 | 3;
    static final int RING1_CODE = 0x28 | 1;
    static final int RING1_DATA = 0x30 | 1;

    /** Conforming code of ring 0. */
    static final int CONFORMING = 0x38;

    static final int LDT_SELECTOR = 0x40;
    static final int LDT_SELECTOR_TWIN = 0x50;
    static final int TSS_SELECTOR = 0x60;
    static final int TSS_SELECTOR_TWIN = 0x70;
    static final int TSS_AVAILABLE = 0x80;

    /** A call gate to ring 0 that every ring may use. */
    static final int CALL_GATE = 0x90 | 3;

    static final int GDT_LIMIT = 0x9f;
    static final int LDT_LIMIT = 0x1f;

    private Layout() {}

    /** The limit of the IDT. */
    static int idtLimit(Mode mode) {
        return 256 * (mode.isLong() ? 16 : 8) - 1;
    }

    /** The code selector of ring 0, 1 or 3. */
    static int code(int ring) {
        return switch (ring) {
            case 0 -> KERNEL_CODE;
            case 1 -> RING1_CODE;
            default -> USER_CODE;
        };
    }

    /** The data selector of ring 0, 1 or 3. */
    static int data(int ring) {
        return switch (ring) {
            case 0 -> KERNEL_DATA;
            case 1 -> RING1_DATA;
            default -> USER_DATA;
        };
    }
}
