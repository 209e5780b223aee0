package dev.ringmaster.cpu.isa;

import dev.ringmaster.cpu.instruction.Instruction;

/**
 * Reads the bytes of one instruction. Past the end it reads zeros and remembers why: whoever reads
 * asks for {@link #failure()} before concluding anything from a byte.
 */
final class CodeBytes {
    private final byte[] bytes;
    private final int start;
    private final int end;
    private int position;
    private Instruction failure;

    CodeBytes(byte[] bytes, int offset, int available) {
        this.bytes = bytes;
        this.start = offset;
        this.position = offset;
        this.end = offset + available;
    }

    /** {@link Decoder#NEED_MORE}, {@link Decoder#TOO_LONG}, or null as long as all is well. */
    Instruction failure() {
        return failure;
    }

    int length() {
        return position - start;
    }

    int next() {
        if (failure != null) {
            return 0;
        }
        if (position - start == Instruction.MAX_LENGTH) {
            failure = Decoder.TOO_LONG;
            return 0;
        }
        if (position >= end) {
            failure = Decoder.NEED_MORE;
            return 0;
        }
        return bytes[position++] & 0xff;
    }

    long unsigned(int size) {
        long value = 0;
        for (int n = 0; n < size; n++) {
            value |= (long) next() << 8 * n;
        }
        return value;
    }

    long signed(int size) {
        int unused = 64 - 8 * size;
        return unsigned(size) << unused >> unused;
    }
}
