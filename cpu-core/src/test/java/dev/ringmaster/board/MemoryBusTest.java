package dev.ringmaster.board;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.ringmaster.cpu.bus.CodeMap;

import org.junit.jupiter.api.Test;

import java.util.ArrayList;
import java.util.List;

class MemoryBusTest {
    private final MemoryBus bus = new MemoryBus(0x10000);

    /** Remembers the granules whose code changed. */
    private static final class Changes implements CodeMap.Listener {
        final List<Integer> granules = new ArrayList<>();

        @Override
        public void codeAppears(int pageOffset) {}

        @Override
        public void codeChanges(int granuleOffset) {
            granules.add(granuleOffset);
        }
    }

    @Test
    void absentMemoryReadsAsAllOnesOfTheWidthAndIgnoresWrites() {
        bus.write(0x10000, 8, 0);
        assertEquals(0xffL, bus.read(0x10000, 1));
        assertEquals(0xffffL, bus.read(0x10000, 2));
        assertEquals(0xffff_ffffL, bus.read(0xfee0_0000L, 4));
        assertEquals(-1L, bus.read(-8L, 8));
    }

    @Test
    void ramIsLittleEndianAndZeroExtended() {
        bus.write(0x100, 8, 0x8877_6655_4433_2281L);
        assertEquals(0x81L, bus.read(0x100, 1));
        assertEquals(0x8877L, bus.read(0x106, 2));
        assertEquals(0x8877_6655L, bus.read(0x104, 4));
        assertEquals(0x8877_6655_4433_2281L, bus.read(0x100, 8));
    }

    @Test
    void onlyRamHasAnOffset() {
        assertEquals(0xffff, bus.ramOffset(0xffff));
        assertEquals(-1, bus.ramOffset(0x10000));
        assertEquals(-1, bus.ramOffset(0x1_0000_0000L));
        assertEquals(-1, bus.ramOffset(-1));
    }

    @Test
    void aWriteToCachedCodeIsToldAndOneBesideItIsNot() {
        Changes changes = new Changes();
        bus.codeMap().listen(changes);
        bus.codeMap().cached(0x1000, 16);
        bus.write(0x1080, 4, 1);
        assertEquals(List.of(), changes.granules);
        bus.write(0x1004, 1, 1);
        assertEquals(List.of(0x1000), changes.granules);
    }

    @Test
    void loadingOverCachedCodeIsTold() {
        Changes changes = new Changes();
        bus.codeMap().listen(changes);
        bus.codeMap().cached(0x2000, 300);
        bus.load(0x1ff0, new byte[] {1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17});
        assertEquals(List.of(0x2000), changes.granules);
        assertFalse(bus.codeMap().holds(0x2000, 1));
    }

    @Test
    void whatWasLoadedCanBeCopiedOut() {
        bus.load(0xfffd, new byte[] {1, 2, 3});
        assertArrayEquals(new byte[] {0, 1, 2, 3}, bus.copy(0xfffc, 4));
    }

    @Test
    void copiesBeyondRamAreRefused() {
        assertThrows(IllegalArgumentException.class, () -> bus.load(0xfffe, new byte[3]));
        assertThrows(IllegalArgumentException.class, () -> bus.copy(-1, 1));
    }

    @Test
    void aDeviceSeesOffsetsInItsRegionAndItsExcessBitsAreCut() {
        long[] seen = new long[2];
        bus.map(
                0xfec0_0000L,
                0x1000,
                new MemoryDevice() {
                    @Override
                    public long read(int offset, int size) {
                        return 0x1234_5678L;
                    }

                    @Override
                    public void write(int offset, int size, long value) {
                        seen[0] = offset;
                        seen[1] = value;
                    }
                });
        bus.write(0xfec0_0ffcL, 2, 0xabcdef);
        assertArrayEquals(new long[] {0xffc, 0xcdef}, seen);
        assertEquals(0x78, bus.read(0xfec0_0000L, 1));
    }

    @Test
    void regionsMayOverlapNeitherRamNorEachOther() {
        TestDevice device = new TestDevice(i -> InterruptLine.UNCONNECTED);
        bus.map(0x20000, 0x2000, device);
        assertThrows(IllegalArgumentException.class, () -> bus.map(0x21000, 0x1000, device));
        assertThrows(IllegalArgumentException.class, () -> bus.map(0x1f000, 0x2000, device));
        assertThrows(IllegalArgumentException.class, () -> bus.map(0xf000, 0x1000, device));
        assertThrows(IllegalArgumentException.class, () -> bus.map(0x30800, 0x1000, device));
    }

    @Test
    void aSizeThatIsNoWholePageOrTooMuchIsRefused() {
        assertThrows(IllegalArgumentException.class, () -> new MemoryBus(4095));
        assertThrows(IllegalArgumentException.class, () -> new MemoryBus(0));
        assertThrows(IllegalArgumentException.class, () -> new MemoryBus(MemoryBus.MAX_RAM + 4096));
    }
}
