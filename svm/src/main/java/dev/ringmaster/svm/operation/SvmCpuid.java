package dev.ringmaster.svm.operation;

import dev.ringmaster.cpu.CpuidResult;
import dev.ringmaster.svm.capability.SvmCapabilities;
import dev.ringmaster.svm.capability.SvmFeature;

/**
 * What CPUID tells of SVM. @apm Vol. 3, Obtaining Processor Information Via the CPUID Instruction
 */
final class SvmCpuid {
    private static final int HIGHEST_LEAF = 0x80000000;
    private static final int FEATURES_LEAF = 0x80000001;

    private final SvmCapabilities capabilities;

    SvmCpuid(SvmCapabilities capabilities) {
        this.capabilities = capabilities;
    }

    CpuidResult answer(int leaf, CpuidResult base) {
        return switch (leaf) {
            case HIGHEST_LEAF -> base.withEax(highest(base.eax()));
            case FEATURES_LEAF -> base.withEcx(base.ecx() | word(leaf, SvmFeature.Register.ECX));
            case SvmFeature.SVM_LEAF ->
                    new CpuidResult(
                            capabilities.revision(),
                            (int) capabilities.asids(),
                            word(leaf, SvmFeature.Register.ECX),
                            word(leaf, SvmFeature.Register.EDX));
            default -> base;
        };
    }

    private static int highest(int known) {
        return Integer.compareUnsigned(known, SvmFeature.SVM_LEAF) < 0
                ? SvmFeature.SVM_LEAF
                : known;
    }

    private int word(int leaf, SvmFeature.Register register) {
        int word = 0;
        for (SvmFeature feature : capabilities.features()) {
            if (feature.function() == leaf && feature.register() == register) {
                word |= 1 << feature.bit();
            }
        }
        return word;
    }
}
