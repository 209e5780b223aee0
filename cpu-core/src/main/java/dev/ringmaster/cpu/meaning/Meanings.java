package dev.ringmaster.cpu.meaning;

import dev.ringmaster.cpu.Cpu;
import dev.ringmaster.cpu.Meaning;
import dev.ringmaster.cpu.arch.Fault;
import dev.ringmaster.cpu.arch.NotModelled;
import dev.ringmaster.cpu.instruction.Instruction;
import dev.ringmaster.cpu.instruction.Mnemonic;
import dev.ringmaster.cpu.protection.SystemMeanings;

import java.util.EnumMap;
import java.util.EnumSet;
import java.util.Map;
import java.util.Set;

/**
 * What every instruction of the base processor means; extensions contribute theirs to the
 * processor.
 */
public final class Meanings {
    /** Raises #UD, unless an extension has contributed another meaning to the processor. */
    private static final Set<Mnemonic> WITHOUT_EXTENSION =
            EnumSet.range(Mnemonic.VMXON, Mnemonic.INVALID);

    private static final Map<Mnemonic, Meaning> ALL = all();

    private Meanings() {}

    /**
     * What {@code mnemonic} does. An instruction without a meaning yet throws {@link NotModelled}
     * when it is executed; {@link Mnemonic#INVALID} raises #UD.
     */
    public static Meaning of(Mnemonic mnemonic) {
        return ALL.get(mnemonic);
    }

    /**
     * Whether executing {@code mnemonic} does what the manual says; otherwise it throws {@link
     * NotModelled}. Where {@link #leftToExtensions} the answer concerns #UD only.
     */
    public static boolean modelled(Mnemonic mnemonic) {
        return !(of(mnemonic) instanceof Absent);
    }

    /** Whether {@code mnemonic} raises #UD unless an extension contributes its meaning. */
    public static boolean leftToExtensions(Mnemonic mnemonic) {
        return WITHOUT_EXTENSION.contains(mnemonic) && mnemonic != Mnemonic.INVALID;
    }

    private static Map<Mnemonic, Meaning> all() {
        Map<Mnemonic, Meaning> meanings = new EnumMap<>(Mnemonic.class);
        ArithmeticMeanings.register(meanings);
        ExchangeMeanings.register(meanings);
        MoveMeanings.register(meanings);
        StackMeanings.register(meanings);
        BranchMeanings.register(meanings);
        FlagMeanings.register(meanings);
        MultiplyMeanings.register(meanings);
        DecimalMeanings.register(meanings);
        ShiftMeanings.register(meanings);
        BitMeanings.register(meanings);
        ScanMeanings.register(meanings);
        StringMeanings.register(meanings);
        SimdMoves.register(meanings);
        PackedMeanings.register(meanings);
        ShuffleMeanings.register(meanings);
        FloatMeanings.register(meanings);
        HorizontalMeanings.register(meanings);
        ConversionMeanings.register(meanings);
        X87Meanings.register(meanings);
        SaveArea.register(meanings);
        SystemMeanings.register(meanings);
        for (Mnemonic mnemonic : WITHOUT_EXTENSION) {
            meanings.put(mnemonic, Meanings::undefined);
        }
        for (Mnemonic mnemonic : Mnemonic.values()) {
            meanings.putIfAbsent(mnemonic, new Absent(mnemonic));
        }
        return meanings;
    }

    /** Raises #UD. */
    private static void undefined(Cpu cpu, Instruction i) {
        throw Fault.ud();
    }

    /** The meaning of an instruction that is decoded and that nobody has described yet. */
    private record Absent(Mnemonic mnemonic) implements Meaning {
        @Override
        public void execute(Cpu cpu, Instruction i) {
            throw new NotModelled(mnemonic.text(), "Instruction Set Reference");
        }
    }
}
