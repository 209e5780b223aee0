package dev.ringmaster.board;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.ringmaster.cpu.arch.NotModelled;
import dev.ringmaster.cpu.bus.VirtualClock;

import org.junit.jupiter.api.Test;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.OptionalInt;

class BoardTest {
    private static final int RAM = 2 << 20;
    private final StringBuilder serial = new StringBuilder();
    private final Board full = new Board(BoardOptions.full(RAM), b -> serial.append((char) b));
    private final Board minimal =
            new Board(BoardOptions.minimal(RAM), b -> serial.append((char) b));

    private static int in(Board board, int port, int size) {
        return board.ports().in(port, size);
    }

    private static void out(Board board, int port, int size, int value) {
        board.ports().out(port, size, value);
    }

    @Test
    void theSerialPortWritesToItsSink() {
        out(minimal, 0x3f8, 1, 'A');
        assertEquals("A", serial.toString());
    }

    @Test
    void theExitPortTakesEachWidthAndStops() {
        int[] stops = new int[1];
        minimal.onStop(() -> stops[0]++);
        assertFalse(minimal.stopped());
        out(minimal, 0xf4, 1, 0x1ff);
        assertEquals(OptionalInt.of(0xff), minimal.exitCode());
        out(minimal, 0xf4, 4, 0x12345);
        assertEquals(OptionalInt.of(0x12345), minimal.exitCode());
        assertEquals(2, stops[0]);
        assertTrue(minimal.stopped());
    }

    @Test
    void onlyTheWholeWordShutdownShutsDown() {
        "ShutShutdow".chars().forEach(c -> out(minimal, 0x8900, 1, c));
        assertFalse(minimal.shutdownRequested());
        out(minimal, 0x8900, 1, 'n');
        assertTrue(minimal.shutdownRequested());
    }

    @Test
    void eachWayToResetIsSeen() {
        int[][] ways = {{0x64, 0xfe}, {0xcf9, 6}, {0x92, 3}};
        for (int[] way : ways) {
            Board board = new Board(BoardOptions.minimal(RAM), b -> {});
            out(board, way[0], 1, 0);
            assertFalse(board.resetRequested());
            out(board, way[0], 1, way[1]);
            assertTrue(board.resetRequested());
        }
    }

    @Test
    void theConfigurationDeviceTellsOfMemoryAndProcessors() {
        out(minimal, 0x510, 2, 0);
        byte[] signature = new byte[5];
        for (int i = 0; i < 5; i++) {
            signature[i] = (byte) in(minimal, 0x511, 1);
        }
        assertArrayEquals(new byte[] {'Q', 'E', 'M', 'U', 0}, signature);
        out(minimal, 0x510, 2, 3);
        assertEquals(
                RAM,
                in(minimal, 0x511, 1) | in(minimal, 0x511, 1) << 8 | in(minimal, 0x511, 1) << 16);
        out(minimal, 0x510, 2, 5);
        assertEquals(1, in(minimal, 0x511, 1));
        out(minimal, 0x510, 2, 0x77);
        assertEquals(0, in(minimal, 0x511, 1));
    }

    @Test
    void absentDevicesReadAsAllOnes() {
        for (int port : new int[] {0x60, 0x70, 0x71, 0x80, 0xe0, 0x608, 0xcfc, 0x3d4}) {
            assertEquals(0xff, in(minimal, port, 1), Integer.toHexString(port));
        }
        assertEquals(0xffff_ffffL, minimal.memory().read(0xfee0_0030L, 4));
    }

    @Test
    void pciHasAnAddressAndNothingBehindIt() {
        out(full, 0xcf8, 4, 0x8000_0807);
        assertEquals(0x8000_0804, in(full, 0xcf8, 4));
        assertEquals(-1, in(full, 0xcfc, 4));
    }

    @Test
    void withoutApicTheTimersInterruptStandsAtThePin() {
        int[] calls = new int[1];
        minimal.onAttention(() -> calls[0]++);
        out(minimal, 0x21, 1, 0xfe);
        out(minimal, 0x43, 1, 0x34);
        out(minimal, 0x40, 1, 0);
        out(minimal, 0x40, 1, 0x10);
        minimal.clock().advance(VirtualClock.FREQUENCY / 100);
        assertTrue(minimal.interrupts().pending());
        assertTrue(calls[0] > 0);
        assertEquals(8, minimal.interrupts().acknowledge());
        out(minimal, 0x20, 1, 0x20);
        assertFalse(minimal.interrupts().pending());
        minimal.clock().advance(VirtualClock.FREQUENCY / 100);
        assertTrue(minimal.interrupts().pending());
    }

    @Test
    void withApicTheOldControllerPassesAsFirmwareLeavesIt() {
        out(full, 0x21, 1, 0xef);
        full.interruptRequest(4).set(true);
        assertEquals(0xc, full.interrupts().acknowledge());
    }

    @Test
    void theTimerTicksAsFirmwareLeavesIt() {
        assertFalse(full.interrupts().pending());
        full.clock().advance(VirtualClock.FREQUENCY * 60 / 1000);
        assertTrue(full.interrupts().pending());
        assertEquals(8, full.interrupts().acknowledge());
    }

    @Test
    void interruptRequest0ArrivesAtInput2OfTheIoApic() {
        out(full, 0x21, 1, 0xff);
        full.memory().write(IoApic.BASE, 4, 0x14);
        full.memory().write(IoApic.BASE + 0x10, 4, 0x50);
        full.interruptRequest(0).set(false);
        full.interruptRequest(0).set(true);
        assertEquals(0x50, full.interrupts().acknowledge());
    }

    @Test
    void theTestDeviceHasALatchLinesAndMemory() {
        out(full, 0xe0, 4, 0x12345678);
        assertEquals(0x5678, in(full, 0xe0, 2));
        full.memory().write(0xff00_fff8L, 8, 0x1122334455667788L);
        assertEquals(0x11223344L, full.memory().read(0xff00_fffcL, 4));
        out(full, 0x21, 1, 0xdf);
        out(full, 0x2005, 1, 1);
        assertEquals(0xd, full.interrupts().acknowledge());
    }

    @Test
    void theClockChipStartsAtItsDateAndGoesWithVirtualTime() {
        full.clock().advance(VirtualClock.FREQUENCY * (3600 * 13 + 62));
        assertArrayEquals(
                new int[] {2, 1, 0x13, 2, 1, 1, 0x24, 0x20},
                new int[] {
                    cmos(0), cmos(2), cmos(4), cmos(6), cmos(7), cmos(8), cmos(9), cmos(0x32)
                });
        assertEquals(0, cmos(0xa) & 0x80);
        full.clock().advance(VirtualClock.FREQUENCY - 1000);
        assertEquals(0x80, cmos(0xa) & 0x80);
        cmos(0);
        assertThrows(NotModelled.class, () -> out(full, 0x71, 1, 0));
    }

    private int cmos(int index) {
        out(full, 0x70, 1, index);
        return in(full, 0x71, 1);
    }

    @Test
    void thePowerManagementTimerCountsAtItsFrequency() {
        full.clock().advance(VirtualClock.FREQUENCY * 2);
        assertEquals(2 * 3_579_545, in(full, 0x608, 4));
    }

    @Test
    void softOffEndsTheRun() {
        out(full, 0x604, 2, 5 << 10);
        assertFalse(full.shutdownRequested());
        out(full, 0x604, 2, 1 << 13 | 5 << 10);
        assertTrue(full.shutdownRequested());
    }

    @Test
    void eachAcpiTableHasItsSignatureAndAddsUpToZero() {
        ByteBuffer ram = ByteBuffer.wrap(full.memory().ram()).order(ByteOrder.LITTLE_ENDIAN);
        assertEquals("RSD PTR ", text(AcpiTables.START, 8));
        assertSum(AcpiTables.START, 20);
        int rsdt = ram.getInt(AcpiTables.START + 16);
        int fadt = ram.getInt(rsdt + 36);
        int madt = ram.getInt(rsdt + 40);
        int dsdt = ram.getInt(fadt + 40);
        assertEquals(
                "RSDTFACPAPICDSDT", text(rsdt, 4) + text(fadt, 4) + text(madt, 4) + text(dsdt, 4));
        for (int table : new int[] {rsdt, fadt, madt, dsdt}) {
            assertSum(table, ram.getInt(table + 4));
        }
        assertEquals("FACS", text(ram.getInt(fadt + 36), 4));
        assertEquals(0x608, ram.getInt(fadt + 76));
    }

    private String text(int address, int length) {
        return new String(full.memory().copy(address, length), StandardCharsets.US_ASCII);
    }

    private void assertSum(int address, int length) {
        int sum = 0;
        for (byte b : full.memory().copy(address, length)) {
            sum += b;
        }
        assertEquals(0, sum & 0xff);
    }

    @Test
    void twoBoardsShareNothing() {
        minimal.memory().write(0x1000, 4, 0xdead);
        assertEquals(0, full.memory().read(0x1000, 4));
    }

    @Test
    void anIoApicNeedsALocalApic() {
        assertThrows(
                IllegalArgumentException.class,
                () -> new BoardOptions(RAM, false, true, false, false, false));
    }
}
