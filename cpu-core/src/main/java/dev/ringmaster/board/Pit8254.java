package dev.ringmaster.board;

import dev.ringmaster.cpu.arch.NotModelled;
import dev.ringmaster.cpu.bus.VirtualClock;

/**
 * The programmable interval timer of the PC, Intel 8254, at ports 0x40 to 0x43, and its part of
 * system control port B, 0x61. Channel 0 drives interrupt request 0; channel 1 once timed the
 * memory refresh, whose toggle port 0x61 still shows; channel 2 drives the loudspeaker and is gated
 * by port 0x61.
 */
public final class Pit8254 implements PortDevice {
    /** Its clock in hertz: a twelfth of the colour carrier times four. */
    public static final long FREQUENCY = 1_193_182;

    private static final int CONTROL = 0x43;
    private static final int PORT_B = 0x61;

    /** The refresh request came each 15.085 microseconds: 18 pulses. */
    private static final int REFRESH_PULSES = 18;

    private final VirtualClock clock;
    private final Oscillator pulses;
    private final InterruptLine irq0;
    private final VirtualClock.Timer timer;
    private final PitChannel[] channels = {
        new PitChannel(true), new PitChannel(true), new PitChannel(false)
    };
    private long nextChange = PitChannel.NEVER;
    private int portB;

    /**
     * A timer that counts nothing yet.
     *
     * @param irq0 what the output of channel 0 drives
     */
    public Pit8254(VirtualClock clock, InterruptLine irq0) {
        this.clock = clock;
        this.irq0 = irq0;
        pulses = new Oscillator(clock, FREQUENCY);
        timer = clock.timer(this::outputChanges);
    }

    void attach(PortBus ports) {
        ports.attach(0x40, 4, this);
        ports.attach(PORT_B, 1, this);
    }

    @Override
    public int in(int port, int size) {
        if (port == PORT_B) {
            return readPortB();
        }
        return port == CONTROL ? 0xff : channels[port & 3].read(pulses.ticks());
    }

    @Override
    public void out(int port, int size, int value) {
        long now = pulses.ticks();
        switch (port) {
            case PORT_B -> writePortB(value, now);
            case CONTROL -> control(value, now);
            default -> channels[port & 3].write(value, now);
        }
        follow(now);
    }

    private int readPortB() {
        long now = pulses.ticks();
        int refresh = (int) (now / REFRESH_PULSES & 1) << 4;
        return portB | refresh | (channels[2].out(now) ? 0x20 : 0);
    }

    private void writePortB(int value, long now) {
        portB = value & 0xf;
        channels[2].setGate((value & 1) != 0, now);
    }

    private void control(int value, long now) {
        int select = value >> 6;
        int access = value >> 4 & 3;
        if (select == 3) {
            readBack(value, now);
        } else if (access == 0) {
            channels[select].latchCount(now);
        } else if ((value & 1) != 0) {
            throw new NotModelled(
                    "BCD counting of the 8254", "8254 data sheet, Control Word Format");
        } else {
            int mode = value >> 1 & 7;
            channels[select].control(access, mode > 5 ? mode - 4 : mode);
        }
    }

    private void readBack(int value, long now) {
        for (int i = 0; i < 3; i++) {
            if ((value & 2 << i) != 0) {
                if ((value & 0x20) == 0) {
                    channels[i].latchCount(now);
                }
                if ((value & 0x10) == 0) {
                    channels[i].latchStatus(now);
                }
            }
        }
    }

    /**
     * Runs once for each change of channel 0's output, at the change's own time even if the clock
     * leapt past it.
     */
    private void outputChanges() {
        follow(nextChange);
    }

    private void follow(long now) {
        irq0.set(channels[0].out(now));
        nextChange = channels[0].nextChange(now);
        long time = nextChange == PitChannel.NEVER ? Long.MAX_VALUE : pulses.timeOf(nextChange);
        if (timer.deadline() != time) {
            clock.arm(timer, time);
        }
    }
}
