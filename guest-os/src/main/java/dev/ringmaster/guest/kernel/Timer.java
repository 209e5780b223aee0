package dev.ringmaster.guest.kernel;

import static dev.ringmaster.cpu.isa.Reg.AL;

import dev.ringmaster.cpu.isa.Code;

/** The timer tick: channel 0 of the 8254, through the first 8259. */
final class Timer {
    private static final int CRYSTAL = 1_193_182;
    private static final int TICKS_PER_SECOND = 4000;

    /** Channel 0, low then high byte, mode 2 (rate generator), binary. */
    private static final int RATE_GENERATOR = 0x34;

    private final Code c;

    Timer(KernelCode k) {
        c = k.c;
    }

    /** Moves the 8259 pair's vectors behind the exceptions, and lets only the timer through. */
    void initializeControllers() {
        out(0x20, 0x11);
        out(0x21, Vectors.TIMER);
        out(0x21, 4);
        out(0x21, 1);
        out(0xa0, 0x11);
        out(0xa1, Vectors.SECOND_PIC);
        out(0xa1, 2);
        out(0xa1, 1);
        out(0x21, 0xfe);
        out(0xa1, 0xff);
    }

    void start() {
        int divisor = CRYSTAL / TICKS_PER_SECOND;
        out(0x43, RATE_GENERATOR);
        out(0x40, divisor & 0xff);
        out(0x40, divisor >> 8);
    }

    /** Lets nothing through any more. */
    void stop() {
        out(0x21, 0xff);
    }

    /** Tells the first 8259 that its interrupt is served. Changes AL. */
    void endOfInterrupt() {
        out(0x20, 0x20);
    }

    private void out(int port, int value) {
        c.mov(AL, value).out(port, AL);
    }
}
