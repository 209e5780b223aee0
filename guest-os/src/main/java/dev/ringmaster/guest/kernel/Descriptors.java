package dev.ringmaster.guest.kernel;

import dev.ringmaster.cpu.isa.Code;
import dev.ringmaster.cpu.isa.Operand;

import java.util.Arrays;

/**
 * The descriptor tables and the task state segment, as data.
 *
 * @sdm Vol. 3A, Segment Descriptors
 * @sdm Vol. 3A, Task Management
 */
final class Descriptors {
    private static final long FLAT_DATA = 0x00cf_9200_0000_ffffL;
    private static final long FLAT_CODE_32 = 0x00cf_9a00_0000_ffffL;
    private static final long CODE_64 = 0x0020_9a00_0000_0000L;
    private static final long RING_3 = 3L << 45;
    private static final long AVAILABLE_TSS = 0x0000_8900_0000_0000L;
    private static final int INTERRUPT_GATE = 0x8e00;
    private static final int FROM_RING_3 = 0x6000;

    /** A TSS without its permission bitmap, in both widths. */
    private static final int TSS_SIZE = 0x68;

    /** The ports that the bitmap speaks of; all beyond its end are refused. */
    private static final int PORTS = 0x400;

    private final KernelCode k;
    private final Code c;

    Descriptors(KernelCode k) {
        this.k = k;
        this.c = k.c;
    }

    /** Writes the tables; every handler must be bound. */
    void tables() {
        taskStateSegment();
        globalTable();
        interruptTable();
    }

    /** One stack pointer for ring 0 at offset 4 (the scheduler keeps it), and the bitmap. */
    private void taskStateSegment() {
        c.align(16);
        k.bind("tss").dd(0).dd(Layout.STACKS + Layout.PAGE);
        c.dd(k.pick(Selectors.KERNEL_DATA, 0)).zeros(TSS_SIZE - 12 - 2).dw(TSS_SIZE);
        c.bytes(permissions()).db(0xff);
    }

    /** A 1 refuses; the one 0 lets ring 3 read the serial line's status. */
    private static byte[] permissions() {
        byte[] bitmap = new byte[PORTS / 8];
        Arrays.fill(bitmap, (byte) 0xff);
        bitmap[Console.LINE_STATUS / 8] &= (byte) ~(1 << Console.LINE_STATUS % 8);
        return bitmap;
    }

    private void globalTable() {
        long code = k.pick(FLAT_CODE_32, CODE_64);
        c.align(16);
        k.bind("gdt").dq(0, code, FLAT_DATA, FLAT_DATA | RING_3, code | RING_3);
        c.dq(tssDescriptor(c.addressOf(k.at("tss"))), 0);
        pointer("gdt");
    }

    private static long tssDescriptor(long base) {
        long limit = TSS_SIZE + PORTS / 8;
        return AVAILABLE_TSS | limit | (base & 0xffffff) << 16 | (base >> 24) << 56;
    }

    private void interruptTable() {
        c.align(16);
        k.bind("idt");
        for (int vector = 0; vector <= Vectors.SYSTEM_CALL; vector++) {
            gate(c.addressOf(k.at(Traps.entry(vector))), vector);
        }
        pointer("idt");
    }

    private void gate(long handler, int vector) {
        boolean open = vector == Vectors.BREAKPOINT || vector == Vectors.SYSTEM_CALL;
        c.dw((int) handler & 0xffff, Selectors.KERNEL_CODE);
        c.dw(INTERRUPT_GATE | (open ? FROM_RING_3 : 0), (int) (handler >> 16));
        c.zeros(k.pick(0, 8));
    }

    /** What LGDT and LIDT read, with the limit of the table that ends here. */
    private void pointer(String table) {
        long start = c.addressOf(k.at(table));
        int limit = (int) (c.address() - start - 1);
        k.bind(table + " pointer").dw(limit);
        k.dataWord(Operand.imm(start));
    }
}
