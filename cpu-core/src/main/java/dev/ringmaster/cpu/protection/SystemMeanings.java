package dev.ringmaster.cpu.protection;

import dev.ringmaster.cpu.Meaning;
import dev.ringmaster.cpu.instruction.Mnemonic;

import java.util.Map;

/** The meanings of the instructions of this package. */
public final class SystemMeanings {
    private SystemMeanings() {}

    /** Adds them to {@code map}. */
    public static void register(Map<Mnemonic, Meaning> map) {
        map.put(Mnemonic.JMPF, FarTransfer::jmp);
        map.put(Mnemonic.CALLF, FarTransfer::call);
        map.put(Mnemonic.RETF, FarReturn::retf);
        InterruptMeanings.register(map);
        FastCallMeanings.register(map);
        SegmentMeanings.register(map);
        TableMeanings.register(map);
        InspectionMeanings.register(map);
        ControlMeanings.register(map);
        DebugMeanings.register(map);
        FlagMeanings.register(map);
        PortMeanings.register(map);
        MachineMeanings.register(map);
        BaseMeanings.register(map);
        CacheMeanings.register(map);
    }
}
