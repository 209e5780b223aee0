package dev.ringmaster.cpu;

import dev.ringmaster.cpu.instruction.Mnemonic;

import java.util.Map;

/**
 * What an extension of the architecture contributes to a processor. Without a contribution its
 * instructions raise #UD, its registers #GP, its CPUID bits are 0 and its control-register bits
 * reserved: absence needs no code.
 */
public interface CpuExtension {

    /** Meanings of instructions that the base processor lacks, or replaces. */
    Map<Mnemonic, Meaning> meanings();

    /** Registers the extension's model-specific registers. */
    default void contribute(Msrs msrs) {}

    /** Adds the extension's bits to a CPUID leaf. */
    default CpuidResult cpuid(int leaf, int subleaf, CpuidResult base) {
        return base;
    }

    /** The bits of CR4 that it makes legal. */
    default long cr4() {
        return 0;
    }

    /** The bits of EFER that it makes legal. */
    default long efer() {
        return 0;
    }

    /** Refuses values of CR0 that the extension forbids at present (VMX operation fixes bits). */
    default boolean allowsCr0(long value) {
        return true;
    }

    /** Refuses values of CR4 that the extension forbids at present. */
    default boolean allowsCr4(long value) {
        return true;
    }

    /** Whether INTR and NMI reach the processor at present (SVM's global interrupt flag). */
    default boolean interruptsEnabled() {
        return true;
    }
}
