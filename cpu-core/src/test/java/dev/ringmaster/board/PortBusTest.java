package dev.ringmaster.board;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import org.junit.jupiter.api.Test;

import java.util.ArrayList;
import java.util.List;

class PortBusTest {
    private final PortBus bus = new PortBus();
    private final List<String> log = new ArrayList<>();

    private PortDevice device(int width) {
        return new PortDevice() {
            @Override
            public int in(int port, int size) {
                return size == 1 ? port & 0xff : 0x12345678;
            }

            @Override
            public void out(int port, int size, int value) {
                log.add(String.format("%x/%d=%x", port, size, value));
            }

            @Override
            public int width(int port) {
                return width;
            }
        };
    }

    @Test
    void absentPortsReadAsAllOnes() {
        assertEquals(0xff, bus.in(0x80, 1));
        assertEquals(0xffff, bus.in(0x80, 2));
        assertEquals(-1, bus.in(0x80, 4));
    }

    @Test
    void aWideAccessToANarrowDeviceIsSplitLowestPortFirst() {
        bus.attach(0x10, 2, device(1));
        assertEquals(0xffff1110, bus.in(0x10, 4));
        bus.out(0x10, 4, 0x44332211);
        assertEquals(List.of("10/1=11", "11/1=22"), log);
    }

    @Test
    void anAccessThatTheDeviceTakesWholeIsNotSplit() {
        bus.attach(0x10, 4, device(4));
        assertEquals(0x5678, bus.in(0x10, 2));
        bus.out(0x10, 2, 0xabcd1234);
        assertEquals(List.of("10/2=1234"), log);
    }

    @Test
    void anAccessAcrossTwoDevicesReachesBoth() {
        bus.attach(0x10, 1, device(1));
        bus.attach(0x11, 1, device(2));
        bus.out(0x10, 2, 0x2211);
        assertEquals(List.of("10/1=11", "11/1=22"), log);
    }

    @Test
    void theLastPortHasNoSuccessor() {
        bus.attach(0xffff, 1, device(1));
        assertEquals(0xffff, bus.in(0xffff, 2));
    }

    @Test
    void aTakenPortIsRefused() {
        bus.attach(0x10, 1, device(1));
        assertThrows(IllegalArgumentException.class, () -> bus.attach(0xf, 2, device(1)));
    }
}
