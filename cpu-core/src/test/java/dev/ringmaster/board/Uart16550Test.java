package dev.ringmaster.board;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

class Uart16550Test {
    private final StringBuilder sent = new StringBuilder();
    private boolean line;
    private final Uart16550 uart = new Uart16550(b -> sent.append((char) b), high -> line = high);

    private int in(int register) {
        return uart.in(0x3f8 + register, 1);
    }

    private void out(int register, int value) {
        uart.out(0x3f8 + register, 1, value);
    }

    @Test
    void whatIsWrittenLeavesAndTheTransmitterIsAlwaysEmpty() {
        out(0, 'H');
        out(0, 'i');
        assertEquals("Hi", sent.toString());
        assertEquals(0x60, in(5));
    }

    @Test
    void theDivisorLatchHidesDataAndInterruptEnable() {
        out(1, 5);
        out(3, 0x83);
        out(0, 0x34);
        out(1, 0x12);
        assertEquals(0x34, in(0));
        assertEquals(0x12, in(1));
        out(3, 3);
        assertEquals(5, in(1));
        assertEquals("", sent.toString());
    }

    @Test
    void receivedBytesComeInOrderAndNoneIsLost() {
        for (int i = 0; i < 40; i++) {
            uart.receive(i);
        }
        for (int i = 0; i < 40; i++) {
            assertEquals(0x61, in(5));
            assertEquals(i, in(0));
        }
        assertEquals(0x60, in(5));
    }

    @Test
    void out2GatesTheInterruptLine() {
        out(1, 1);
        uart.receive('x');
        assertFalse(line);
        out(4, 8);
        assertTrue(line);
        assertEquals(4, in(2));
        in(0);
        assertFalse(line);
        assertEquals(1, in(2));
    }

    @Test
    void belowTheTriggerLevelTheCharacterTimesOut() {
        out(2, 0x41);
        out(1, 1);
        uart.receive('a');
        assertEquals(0xcc, in(2));
        uart.receive('b');
        uart.receive('c');
        uart.receive('d');
        assertEquals(0xc4, in(2));
    }

    @Test
    void readingTheIdentificationEndsTheTransmitterInterrupt() {
        out(4, 8);
        out(1, 2);
        assertTrue(line);
        assertEquals(2, in(2));
        assertFalse(line);
        out(0, 'x');
        assertTrue(line);
    }

    @Test
    void inLoopBackWhatIsSentComesBackAndModemControlShowsInModemStatus() {
        out(4, 0x1a);
        out(0, 'z');
        assertEquals("", sent.toString());
        assertEquals('z', in(0));
        assertEquals(0x90, in(6) & 0xf0);
    }

    @Test
    void loopBackIntoAFullReceiverOverrunsOnce() {
        out(4, 0x10);
        out(0, 'a');
        out(0, 'b');
        assertEquals(0x63, in(5));
        assertEquals(0x61, in(5));
        assertEquals('a', in(0));
    }

    @Test
    void theScratchRegisterKeepsItsByte() {
        out(7, 0xa5);
        assertEquals(0xa5, in(7));
    }
}
