package dev.ringmaster.svm.operation;

import dev.ringmaster.cpu.Cpu;
import dev.ringmaster.cpu.Feature;
import dev.ringmaster.cpu.arch.Efer;
import dev.ringmaster.cpu.protection.ControlRegisters;
import dev.ringmaster.svm.capability.SvmCapabilities;

/** The capabilities that the model has on a given processor. */
final class Modelled {
    private static final int LINEAR_BITS = 48;

    /** Bits 7:1 of EFER, which read as 0 and are not checked. */
    private static final long IGNORED = 0xfe;

    private Modelled() {}

    static SvmCapabilities on(Cpu cpu) {
        return SvmCapabilities.modelled()
                .withAddressBits(cpu.profile.physicalBits(), LINEAR_BITS)
                .withControlBits(ControlRegisters.definedCr4(cpu), efer(cpu));
    }

    /**
     * @apm Vol. 2, Extended Feature Enable Register (EFER)
     */
    private static long efer(Cpu cpu) {
        long bits = Efer.SVME.mask() | IGNORED;
        bits |= cpu.profile.has(Feature.SYSCALL) ? Efer.SCE.mask() : 0;
        bits |= cpu.profile.has(Feature.LM) ? Efer.LME.mask() | Efer.LMA.mask() : 0;
        return cpu.profile.has(Feature.NX) ? Efer.NXE.set(bits) : bits;
    }
}
