package dev.ringmaster.cpu.protection;

import dev.ringmaster.cpu.Meaning;
import dev.ringmaster.cpu.instruction.Mnemonic;
import java.util.Map;

/** The meanings of the instructions of this package. */
public final class SystemMeanings {
    private SystemMeanings() {}

    /** Adds them to {@code map}. */
    public static void register(Map<Mnemonic, Meaning> map) {}
}
