package dev.ringmaster.cpu.isa;

import dev.ringmaster.cpu.instruction.Mnemonic;
import dev.ringmaster.cpu.instruction.OperandKind;

import java.util.Arrays;
import java.util.List;
import java.util.Set;

/**
 * One row of {@link OpcodeTable}: one encoding of one instruction. Whether it fits an encoded
 * instruction is one masked comparison with a {@link Key}.
 */
public final class OpcodeRow {
    /** How the operand size comes about. */
    private enum SizeRule {
        DEFAULT,
        DEFAULT_64,
        FORCED_64,
        NATIVE,
        NOT_ABOVE_4,
        BYTE
    }

    private final Mnemonic mnemonic;
    private final int map;
    private final int opcode;
    private final int opcodeCount;
    private final OperandPattern[] operands;
    private final Set<String> attributes;
    private final SizeRule sizeRule;
    private final boolean modrm;
    private final int prefixes;
    private final int keyMask;
    private final int keyValue;
    private final boolean lockable;
    private final boolean modIgnored;
    private final boolean csRefused;

    OpcodeRow(RowText text, int map) {
        this.mnemonic = text.mnemonic();
        this.map = map;
        this.opcode = text.opcode();
        this.opcodeCount = text.opcodeCount();
        this.operands = text.operands();
        this.attributes = text.attributes();
        this.sizeRule = sizeRule(attributes);
        this.prefixes = text.prefixes();
        this.keyMask = text.keyMask();
        this.keyValue = text.keyValue();
        this.lockable = attributes.contains("lock");
        this.modIgnored = attributes.contains("anymod");
        this.csRefused = attributes.contains("nocs");
        this.modrm = (keyMask & (Key.MODRM | Key.REGISTER)) != 0 || isModrmNeeded(operands);
    }

    private static boolean isModrmNeeded(OperandPattern[] operands) {
        for (OperandPattern operand : operands) {
            if (operand.needsModrm()) {
                return true;
            }
        }
        return false;
    }

    private static SizeRule sizeRule(Set<String> attributes) {
        if (attributes.contains("d64")) {
            return SizeRule.DEFAULT_64;
        }
        if (attributes.contains("f64")) {
            return SizeRule.FORCED_64;
        }
        if (attributes.contains("nat")) {
            return SizeRule.NATIVE;
        }
        if (attributes.contains("z")) {
            return SizeRule.NOT_ABOVE_4;
        }
        return attributes.contains("byte") ? SizeRule.BYTE : SizeRule.DEFAULT;
    }

    /** Which instruction it encodes. */
    public Mnemonic mnemonic() {
        return mnemonic;
    }

    /** The opcode map, 1 to 4. */
    public int map() {
        return map;
    }

    /** The first opcode byte in its map. */
    public int opcode() {
        return opcode;
    }

    /** The number of explicit operands, 0 to 4. */
    public int operandCount() {
        return operands.length;
    }

    /**
     * The kinds of register, or of other things, that the operands may be; memory is asked for
     * separately.
     */
    public List<OperandKind> kinds() {
        return Arrays.stream(operands).map(OperandPattern::register).toList();
    }

    /** Whether one of the operands may be, or is always, in memory. */
    public boolean mayAccessMemory() {
        return Arrays.stream(operands).anyMatch(OperandPattern::mayBeMemory);
    }

    /** Whether LOCK is allowed if the destination is in memory. */
    public boolean isLockable() {
        return lockable;
    }

    /** Whether it exists in code of this size (2, 4 or 8). */
    public boolean existsIn(int codeSize) {
        return codeSize == 8 ? !has("i64") : !(has("o64") || has("w1") || has("o8"));
    }

    /** Whether the row carries this attribute of {@link OpcodeTable}'s notation. */
    boolean has(String attribute) {
        return attributes.contains(attribute);
    }

    OperandPattern operand(int n) {
        return operands[n];
    }

    /** Whether ModRM.rm names a register whatever ModRM.mod says. */
    boolean ignoresMod() {
        return modIgnored;
    }

    boolean refusesCs() {
        return csRefused;
    }

    boolean hasModrm() {
        return modrm;
    }

    /** How many consecutive opcode bytes it covers: 1, 8 or 16. */
    int opcodeCount() {
        return opcodeCount;
    }

    boolean isConditional() {
        return opcodeCount == 16;
    }

    int keyMask() {
        return keyMask;
    }

    int keyValue() {
        return keyValue;
    }

    /** The classes of mandatory prefix under which it is meant: bits of {@link Key}. */
    int prefixes() {
        return prefixes;
    }

    boolean fits(int key, int prefix) {
        return ((key ^ keyValue) & keyMask) == 0 && (prefixes & prefix) != 0;
    }

    /** Whether prefix 66 belongs to the opcode, so that it does not change the operand size. */
    boolean consumes66() {
        return prefixes == Key.PREFIX_66;
    }

    /** Whether an F2 or F3 prefix belongs to the opcode. */
    boolean consumesRepeat() {
        return (prefixes & Key.PREFIX_NONE) == 0 && prefixes != Key.PREFIX_66;
    }

    /** The operand size in code of this size, with or without prefix 66 and REX.W. */
    int operandSize(int codeSize, boolean prefix66, boolean wide) {
        boolean toggled = prefix66 && !consumes66();
        return switch (sizeRule) {
            case DEFAULT -> defaultSize(codeSize, toggled, wide);
            case DEFAULT_64 -> codeSize == 8 && !toggled ? 8 : defaultSize(codeSize, toggled, wide);
            case FORCED_64 -> codeSize == 8 ? 8 : defaultSize(codeSize, toggled, wide);
            case NATIVE -> codeSize == 8 ? 8 : 4;
            case NOT_ABOVE_4 -> Math.min(4, defaultSize(codeSize, toggled, wide));
            case BYTE -> 1;
        };
    }

    /** Whether the operand size is that of the stack or of a near branch. */
    boolean defaultsTo64() {
        return sizeRule == SizeRule.DEFAULT_64 || sizeRule == SizeRule.FORCED_64;
    }

    /** The operand size where no rule of a row intervenes. */
    static int defaultSize(int codeSize, boolean prefix66, boolean wide) {
        if (codeSize == 8 && wide) {
            return 8;
        }
        return (codeSize == 2) != prefix66 ? 2 : 4;
    }

    @Override
    public String toString() {
        return mnemonic + " " + Key.MAP_TEXT[map] + String.format("%02X", opcode) + kinds();
    }
}
