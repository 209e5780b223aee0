package dev.ringmaster.board;

/** A 256-bit register of the local APIC, one bit for each vector: ISR, TMR or IRR. */
final class ApicBits {
    private final int[] words = new int[8];

    boolean has(int vector) {
        return (words[vector >> 5] >>> vector & 1) != 0;
    }

    void set(int vector) {
        words[vector >> 5] |= 1 << vector;
    }

    void clear(int vector) {
        words[vector >> 5] &= ~(1 << vector);
    }

    void put(int vector, boolean value) {
        if (value) {
            set(vector);
        } else {
            clear(vector);
        }
    }

    void reset() {
        java.util.Arrays.fill(words, 0);
    }

    int word(int index) {
        return words[index];
    }

    /** The highest vector whose bit is 1, or -1. */
    int highest() {
        for (int i = 7; i >= 0; i--) {
            if (words[i] != 0) {
                return i * 32 + 31 - Integer.numberOfLeadingZeros(words[i]);
            }
        }
        return -1;
    }
}
