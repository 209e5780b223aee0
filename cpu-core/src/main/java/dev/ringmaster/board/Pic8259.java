package dev.ringmaster.board;

import dev.ringmaster.cpu.arch.NotModelled;

/**
 * One 8259A interrupt controller; register and command names as in Intel's 8259A data sheet. A
 * request that is withdrawn before it is acknowledged is gone, in edge mode too. Edge or level is
 * chosen for each input by ELCR, as in PC chipsets, which ignore ICW1.LTIM.
 */
final class Pic8259 {
    private static final int ICW1 = 0x10;
    private static final int OCW3 = 8;
    private static final int READY = 0;

    private final InterruptLine output;
    private final int elcrMask;
    private final int cascadeInput;
    private int lines;
    private int irr;
    private int isr;
    private int imr = 0xff;
    private int elcr;
    private int base;
    private int lowest = 7;
    private int nextIcw = READY;
    private boolean single;
    private boolean needIcw4;
    private boolean autoEoi;
    private boolean rotateOnAutoEoi;
    private boolean specialMask;
    private boolean specialFullyNested;
    private boolean readIsr;
    private boolean poll;

    /**
     * @param base the vector of input 0 that firmware leaves behind
     * @param elcrMask the inputs that may be level-triggered
     * @param cascadeInput the input a slave drives, or -1
     */
    Pic8259(int base, int elcrMask, int cascadeInput, InterruptLine output) {
        this.base = base;
        this.elcrMask = elcrMask;
        this.cascadeInput = cascadeInput;
        this.output = output;
    }

    void input(int number, boolean high) {
        int bit = 1 << number;
        if (high && (lines & bit) == 0) {
            lines |= bit;
            irr |= bit;
        } else if (!high) {
            lines &= ~bit;
            irr &= ~bit;
        }
        update();
    }

    int in(int port) {
        if (poll) {
            poll = false;
            return pollWord();
        }
        if ((port & 1) != 0) {
            return imr;
        }
        return readIsr ? isr : irr;
    }

    /** Data sheet, Poll Command: the read takes the place of the acknowledge cycle. */
    private int pollWord() {
        int level = request();
        if (level < 0) {
            return 0;
        }
        accept(level);
        return 0x80 | level;
    }

    void out(int port, int value) {
        if ((port & 1) != 0) {
            writeData(value);
        } else if ((value & ICW1) != 0) {
            initialize(value);
        } else if ((value & OCW3) != 0) {
            writeOcw3(value);
        } else {
            writeOcw2(value);
        }
        update();
    }

    int elcr() {
        return elcr;
    }

    void setElcr(int value) {
        elcr = value & elcrMask;
        irr = irr & ~elcr | lines & elcr;
        update();
    }

    private void initialize(int icw1) {
        needIcw4 = (icw1 & 1) != 0;
        single = (icw1 & 2) != 0;
        nextIcw = 2;
        imr = 0;
        isr = 0;
        irr = lines & elcr;
        lowest = 7;
        specialMask = false;
        specialFullyNested = false;
        autoEoi = false;
        rotateOnAutoEoi = false;
        readIsr = false;
        poll = false;
    }

    private void writeData(int value) {
        switch (nextIcw) {
            case 2 -> {
                base = value & 0xf8;
                nextIcw = single ? afterIcw3() : 3;
            }
            case 3 -> nextIcw = afterIcw3();
            case 4 -> {
                writeIcw4(value);
                nextIcw = READY;
            }
            default -> imr = value;
        }
    }

    private int afterIcw3() {
        return needIcw4 ? 4 : READY;
    }

    private void writeIcw4(int value) {
        if ((value & 1) == 0) {
            throw new NotModelled("MCS-80 mode of the 8259A", "8259A data sheet, ICW4");
        }
        autoEoi = (value & 2) != 0;
        specialFullyNested = (value & 0x10) != 0;
    }

    private void writeOcw3(int value) {
        if ((value & 0x40) != 0) {
            specialMask = (value & 0x20) != 0;
        }
        if ((value & 2) != 0) {
            readIsr = (value & 1) != 0;
        }
        poll = (value & 4) != 0;
    }

    /** Data sheet, Operation Command Word 2: bits R, SL, EOI. */
    private void writeOcw2(int value) {
        int level = value & 7;
        switch (value >> 5) {
            case 0 -> rotateOnAutoEoi = false;
            case 1 -> endHighest();
            case 3 -> isr &= ~(1 << level);
            case 4 -> rotateOnAutoEoi = true;
            case 5 -> {
                int ended = endHighest();
                lowest = ended < 0 ? lowest : ended;
            }
            case 6 -> lowest = level;
            case 7 -> {
                isr &= ~(1 << level);
                lowest = level;
            }
            default -> {
                // 2: the data sheet's "no operation"
            }
        }
    }

    private int endHighest() {
        int level = highest(specialMask ? isr & ~imr : isr);
        if (level >= 0) {
            isr &= ~(1 << level);
        }
        return level;
    }

    /** The bit of {@code bits} that has the highest priority, or -1. */
    private int highest(int bits) {
        for (int i = 1; i <= 8; i++) {
            int level = lowest + i & 7;
            if ((bits >> level & 1) != 0) {
                return level;
            }
        }
        return -1;
    }

    private int rank(int level) {
        return level - lowest - 1 & 7;
    }

    /** The input that is to be served now, or -1. */
    private int request() {
        int waiting = irr & ~imr;
        if (specialMask) {
            return highest(waiting & ~isr);
        }
        int level = highest(waiting);
        int served = highest(isr);
        if (level < 0 || served < 0 || rank(level) < rank(served)) {
            return level;
        }
        return specialFullyNested && level == served && level == cascadeInput ? level : -1;
    }

    boolean requests() {
        return request() >= 0;
    }

    /**
     * The acknowledge cycle: the input accepted, or -1 for the spurious one, which leaves no trace.
     */
    int acknowledge() {
        int level = request();
        if (level >= 0) {
            accept(level);
        }
        return level;
    }

    private void accept(int level) {
        int bit = 1 << level;
        if ((elcr & bit) == 0) {
            irr &= ~bit;
        }
        if (!autoEoi) {
            isr |= bit;
        } else if (rotateOnAutoEoi) {
            lowest = level;
        }
        output.set(false);
        update();
    }

    int vector(int level) {
        return base + level;
    }

    private void update() {
        output.set(requests());
    }
}
