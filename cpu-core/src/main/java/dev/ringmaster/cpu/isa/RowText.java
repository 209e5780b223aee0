package dev.ringmaster.cpu.isa;

import dev.ringmaster.cpu.instruction.Mnemonic;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;

/** Reads one line of {@link OpcodeTable}. */
final class RowText {
    private final String[] words;
    private final Set<String> attributes;
    private final OperandPattern[] operands;
    private final boolean mmx;

    RowText(String line, boolean mmx) {
        this.words = words(line);
        this.attributes = Set.copyOf(Arrays.asList(words).subList(3, words.length));
        this.mmx = mmx;
        this.operands = parseOperands();
    }

    /**
     * The words between spaces; by hand, because a regular expression would cost more than all the
     * rest of parsing.
     */
    private static String[] words(String line) {
        List<String> words = new ArrayList<>(6);
        int end = 0;
        while (end < line.length()) {
            int start = end;
            end = line.indexOf(' ', start) < 0 ? line.length() : line.indexOf(' ', start);
            if (end > start) {
                words.add(line.substring(start, end));
            }
            end++;
        }
        return words.toArray(new String[0]);
    }

    /** Whether the line stands for an MMX form as well. */
    static boolean hasMmxTwin(String line) {
        return line.endsWith(" mmx");
    }

    Mnemonic mnemonic() {
        return Mnemonic.valueOf(words[0]);
    }

    int opcode() {
        return Integer.parseInt(words[1].substring(0, 2), 16);
    }

    int opcodeCount() {
        return words[1].endsWith("+r") ? 8 : words[1].endsWith("+cc") ? 16 : 1;
    }

    Set<String> attributes() {
        return attributes;
    }

    OperandPattern[] operands() {
        return operands;
    }

    private OperandPattern[] parseOperands() {
        if (words[2].equals("-")) {
            return new OperandPattern[0];
        }
        String[] texts = words[2].split(",");
        boolean byteOperation = texts[0].equals("AL") || texts[0].endsWith("b");
        OperandPattern[] patterns = new OperandPattern[texts.length];
        for (int n = 0; n < texts.length; n++) {
            OperandPattern pattern = OperandPattern.parse(texts[n], byteOperation);
            patterns[n] = mmx ? pattern.toMmx() : pattern;
        }
        return patterns;
    }

    int prefixes() {
        if (mmx || attributes.contains("NP")) {
            return Key.PREFIX_NONE;
        }
        if (attributes.contains("66")) {
            return Key.PREFIX_66;
        }
        if (attributes.contains("F3")) {
            return Key.PREFIX_F3;
        }
        if (attributes.contains("F2")) {
            return Key.PREFIX_F2;
        }
        return attributes.contains("N6") ? Key.PREFIX_NONE | Key.PREFIX_66 : Key.PREFIX_ANY;
    }

    int keyMask() {
        int mask = modrmMask();
        if (registerOnly() || memoryOnly()) {
            mask |= Key.REGISTER;
        }
        mask |= attributes.contains("w0") || attributes.contains("w1") ? Key.REX_W : 0;
        mask |= attributes.contains("nob") ? Key.REX_B : 0;
        return mask | sizes();
    }

    int keyValue() {
        int value = registerOnly() ? Key.REGISTER : 0;
        value |= attributes.contains("w1") ? Key.REX_W : 0;
        return value | sizes() | modrmValue();
    }

    private int sizes() {
        return (attributes.contains("o2") ? Key.SIZE_2 : 0)
                | (attributes.contains("o4") ? Key.SIZE_4 : 0)
                | (attributes.contains("o8") ? Key.SIZE_8 : 0);
    }

    private boolean registerOnly() {
        return attributes.contains("reg")
                || has(OperandPattern.Place.RM_REGISTER) && !attributes.contains("anymod");
    }

    private boolean memoryOnly() {
        return has(OperandPattern.Place.RM_MEMORY);
    }

    private boolean has(OperandPattern.Place place) {
        for (OperandPattern operand : operands) {
            if (operand.place() == place) {
                return true;
            }
        }
        return false;
    }

    private int modrmMask() {
        return words[1].indexOf('/') > 0 ? Key.MODRM_REG : words[1].indexOf('=') > 0 ? 0xff : 0;
    }

    private int modrmValue() {
        if (words[1].indexOf('/') > 0) {
            return (words[1].charAt(3) - '0') << 3;
        }
        return words[1].indexOf('=') > 0 ? Integer.parseInt(words[1].substring(3), 16) : 0;
    }
}
