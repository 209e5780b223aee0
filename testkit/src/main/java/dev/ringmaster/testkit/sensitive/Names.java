package dev.ringmaster.testkit.sensitive;

import dev.ringmaster.cpu.instruction.Mnemonic;

import java.util.Locale;

/** The mnemonics as the manuals' headings write them. */
final class Names {
    private Names() {}

    static String of(Mnemonic mnemonic) {
        return switch (mnemonic) {
            case JCC -> "Jcc";
            case SETCC -> "SETcc";
            case CMOVCC -> "CMOVcc";
            case RETF -> "RET";
            default -> mnemonic.text().toUpperCase(Locale.ROOT);
        };
    }
}
