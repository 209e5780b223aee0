package dev.ringmaster.board;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;

/**
 * Writes the ACPI tables of a board into the firmware area below 1 MiB: RSDP, RSDT, FADT with FACS
 * and DSDT, and MADT if there is a local APIC. ACPI Specification, ACPI Software Programming Model.
 */
public final class AcpiTables {
    /**
     * Where they start (the RSDP) in physical memory; up to {@link #END} a memory map must call it
     * reserved.
     */
    public static final int START = 0xf0000;

    /** The first address past them. */
    public static final int END = 0x100000;

    private static final int HEADER = 36;
    private static final int RSDT = START + 0x100;
    private static final int FADT = START + 0x200;
    private static final int FACS = START + 0x400;
    private static final int DSDT = START + 0x500;
    private static final int MADT = START + 0x600;
    private static final int SCI = 9;
    private static final int RESET_PORT = 0xcf9;

    /**
     * WBINVD, all processors support C1, buttons are no fixed hardware, 32-bit timer, reset
     * register.
     */
    private static final int FADT_FLAGS = 1 | 1 << 2 | 1 << 4 | 1 << 5 | 1 << 8 | 1 << 10;

    private AcpiTables() {}

    /** Writes the tables for a board with these options. */
    public static void write(MemoryBus memory, BoardOptions options) {
        memory.load(START, rsdp());
        memory.load(RSDT, rsdt(options.withApic()));
        memory.load(FADT, fadt());
        memory.load(FACS, facs());
        memory.load(DSDT, dsdt());
        if (options.withApic()) {
            memory.load(MADT, madt(options.withIoApic()));
        }
    }

    private static ByteBuffer little(int size) {
        return ByteBuffer.allocate(size).order(ByteOrder.LITTLE_ENDIAN);
    }

    private static byte[] bytes(ByteBuffer buffer, int length) {
        byte[] bytes = new byte[length];
        buffer.get(0, bytes);
        return bytes;
    }

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }

    private static ByteBuffer table(String signature, int revision, int size) {
        ByteBuffer table = little(size).put(ascii(signature)).putInt(size);
        table.put((byte) revision).put((byte) 0).put(ascii("RMASTRRINGMSTR"));
        return table.putInt(1).put(ascii("RMST")).putInt(1);
    }

    /** Sets the byte at {@code where} so that all bytes add up to 0 modulo 256. */
    private static byte[] sum(ByteBuffer table, int where) {
        byte[] bytes = bytes(table, table.capacity());
        for (int i = 0; i < bytes.length; i++) {
            bytes[where] -= i == where ? 0 : bytes[i];
        }
        return bytes;
    }

    private static byte[] rsdp() {
        ByteBuffer table = little(20).put(ascii("RSD PTR ")).put((byte) 0).put(ascii("RMASTR"));
        return sum(table.put((byte) 0).putInt(RSDT), 8);
    }

    private static byte[] rsdt(boolean withMadt) {
        ByteBuffer table = table("RSDT", 1, HEADER + (withMadt ? 8 : 4)).putInt(FADT);
        return sum(withMadt ? table.putInt(MADT) : table, 9);
    }

    private static byte[] facs() {
        return bytes(little(64).put(ascii("FACS")).putInt(64), 64);
    }

    /** Names the sleep type of S5: {@code Name (_S5_, Package () {5, 5, 0, 0})}. */
    private static byte[] dsdt() {
        byte off = AcpiPower.SOFT_OFF;
        byte[] code = {8, '_', 'S', '5', '_', 0x12, 8, 4, 0xa, off, 0xa, off, 0, 0};
        return sum(table("DSDT", 1, HEADER + code.length).put(code), 9);
    }

    private static byte[] fadt() {
        ByteBuffer t = table("FACP", 3, 244);
        t.putInt(36, FACS).putInt(40, DSDT).putShort(46, (short) SCI);
        t.putInt(56, AcpiPower.EVENT).putInt(64, AcpiPower.CONTROL).putInt(76, AcpiPower.TIMER);
        t.put(88, (byte) 4).put(89, (byte) 2).put(91, (byte) 4);
        // no C2 nor C3: latencies above the limits
        t.putShort(96, (short) 101).putShort(98, (short) 1001);
        t.put(108, (byte) 0x32).putShort(109, (short) 1).putInt(112, FADT_FLAGS);
        port(t, 116, 8, RESET_PORT);
        t.put(128, (byte) 6);
        t.putLong(132, FACS).putLong(140, DSDT);
        port(t, 148, 32, AcpiPower.EVENT);
        port(t, 172, 16, AcpiPower.CONTROL);
        port(t, 208, 32, AcpiPower.TIMER);
        return sum(t, 9);
    }

    /** A generic address structure in I/O space. */
    private static void port(ByteBuffer table, int where, int bits, int port) {
        table.put(where, (byte) 1).put(where + 1, (byte) bits).putLong(where + 4, port);
    }

    private static byte[] madt(boolean withIoApic) {
        ByteBuffer entries = little(64).putInt(0xfee0_0000).putInt(1);
        entries.put(new byte[] {0, 8, 0, 0}).putInt(1);
        if (withIoApic) {
            entries.put(new byte[] {1, 12, Board.IO_APIC_ID, 0})
                    .putInt((int) IoApic.BASE)
                    .putInt(0);
            override(entries, 0, 2, 0);
            override(entries, SCI, SCI, 0xd);
        }
        entries.put(new byte[] {4, 6, (byte) 0xff, 0, 0, 1});
        byte[] body = bytes(entries, entries.position());
        return sum(table("APIC", 1, HEADER + body.length).put(body), 9);
    }

    private static void override(ByteBuffer entries, int irq, int input, int flags) {
        entries.put(new byte[] {2, 10, 0, (byte) irq}).putInt(input).putShort((short) flags);
    }
}
