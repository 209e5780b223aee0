package dev.ringmaster.testkit.sensitive;

import dev.ringmaster.cpu.CpuProfile;
import dev.ringmaster.cpu.Feature;

/** A mode of the processor in which the experiments are made. */
enum Mode {
    /** 32-bit protected mode with 32-bit paging: the setting of Robin and Irvine. */
    PROTECTED_32("32-bit", 4),
    /** 64-bit mode. */
    LONG_64("64-bit", 8);

    private final String text;
    private final int codeSize;

    Mode(String text, int codeSize) {
        this.text = text;
        this.codeSize = codeSize;
    }

    /** The name in reports. */
    String text() {
        return text;
    }

    /** The size of code, and of a stack slot, in bytes. */
    int codeSize() {
        return codeSize;
    }

    boolean isLong() {
        return this == LONG_64;
    }

    /** Whether a processor has the mode. */
    boolean existsOn(CpuProfile profile) {
        return this == PROTECTED_32 || profile.has(Feature.LM);
    }
}
