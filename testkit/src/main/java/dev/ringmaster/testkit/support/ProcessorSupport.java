package dev.ringmaster.testkit.support;

import dev.ringmaster.cpu.CpuProfile;
import dev.ringmaster.cpu.CpuProfiles;
import dev.ringmaster.cpu.Feature;
import dev.ringmaster.cpu.instruction.Mnemonic;
import dev.ringmaster.cpu.isa.OpcodeRow;
import dev.ringmaster.cpu.isa.OpcodeTable;
import dev.ringmaster.cpu.meaning.Meanings;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/** Instructions, of which the opcode table and the meanings know, and features of CPUID. */
final class ProcessorSupport {
    private static final String REFERENCE = "SDM Vol. 2, Instruction Set Reference";
    private static final String CPUID = "SDM Vol. 2A, CPUID";
    private static final String NO_MEANING = "it is decoded; executing it throws NotModelled";
    private static final String NO_PROFILE = "no CPU profile shows it";

    private ProcessorSupport() {}

    static List<SupportRow> rows() {
        List<SupportRow> rows = new ArrayList<>();
        OpcodeTable.rows().stream()
                .map(OpcodeRow::mnemonic)
                .distinct()
                .filter(m -> m != Mnemonic.INVALID && !Meanings.leftToExtensions(m))
                .sorted()
                .forEach(m -> rows.add(instruction(m)));
        for (Feature feature : Feature.values()) {
            rows.add(feature(feature));
        }
        rows.add(row("PSE36", "4-MByte pages above 4 GBytes", ""));
        rows.add(row("FPU", "x87 unit; see the missing parts below", ""));
        for (AbsentFeature feature : AbsentFeature.values()) {
            rows.add(row(feature.label(), feature.says(), NO_PROFILE));
        }
        return rows;
    }

    private static SupportRow instruction(Mnemonic mnemonic) {
        String why = Meanings.modelled(mnemonic) ? "" : NO_MEANING;
        String says = mnemonic.text();
        if (mnemonic == Mnemonic.X87) {
            says = "D8 to DF: loads, stores, arithmetic, comparisons; see the missing parts below";
        }
        return SupportRow.of(SupportKind.INSTRUCTION, mnemonic.name(), says, why, REFERENCE);
    }

    private static SupportRow feature(Feature feature) {
        String profiles =
                CpuProfiles.all().stream()
                        .filter(profile -> profile.has(feature))
                        .map(CpuProfile::name)
                        .collect(Collectors.joining(", "));
        String why = profiles.isEmpty() ? NO_PROFILE : "";
        return row(feature.name(), profiles.isEmpty() ? place(feature) : profiles, why);
    }

    private static String place(Feature feature) {
        return String.format(Locale.ROOT, "CPUID leaf %xH", feature.leaf());
    }

    private static SupportRow row(String name, String says, String why) {
        return SupportRow.of(SupportKind.FEATURE, name, says, why, CPUID);
    }

    /** Features that the model has no name for; a test sees that no profile shows their bits. */
    enum AbsentFeature {
        HTT("several logical processors", 1, 3, 28),
        PCLMULQDQ("carry-less multiplication", 1, 2, 1),
        SMX("safer mode, GETSEC", 1, 2, 6),
        FMA("fused multiply-add", 1, 2, 12),
        SSE41("SSE4.1", 1, 2, 19),
        AES("AES instructions", 1, 2, 25),
        AVX("256-bit vectors", 1, 2, 28),
        F16C("half-precision conversion", 1, 2, 29),
        SGX("enclaves", 7, 1, 2),
        HLE("hardware lock elision", 7, 1, 4),
        AVX2("256-bit integer vectors", 7, 1, 5),
        RTM("transactional memory", 7, 1, 11),
        MPX("bounds registers", 7, 1, 14),
        AVX512F("512-bit vectors", 7, 1, 16),
        SHA("SHA instructions", 7, 1, 29),
        PKU("protection keys of user pages", 7, 2, 3),
        WAITPKG("UMONITOR, UMWAIT, TPAUSE", 7, 2, 5),
        CET_SS("shadow stacks", 7, 2, 7),
        LA57("5-level paging", 7, 2, 16),
        PKS("protection keys of supervisor pages", 7, 2, 31),
        CET_IBT("indirect branch tracking", 7, 3, 20),
        FRED("flexible return and event delivery", 7, 0, 17);

        private final String says;
        private final int leaf;
        private final int register;
        private final int bit;

        AbsentFeature(String says, int leaf, int register, int bit) {
            this.says = says;
            this.leaf = leaf;
            this.register = register;
            this.bit = bit;
        }

        String label() {
            return name();
        }

        String says() {
            return says;
        }

        /** Whether the profile shows the bit; FRED's stands in subleaf 1. */
        boolean in(CpuProfile profile) {
            var result = profile.leaf(leaf, this == FRED ? 1 : 0);
            if (result == null) {
                return false;
            }
            int[] words = {result.eax(), result.ebx(), result.ecx(), result.edx()};
            return (words[register] >>> bit & 1) != 0;
        }

        static List<AbsentFeature> shownBy(CpuProfile profile) {
            return Arrays.stream(values()).filter(each -> each.in(profile)).toList();
        }
    }
}
