package dev.ringmaster.svm.guestmode;

import dev.ringmaster.cpu.Cpu;
import dev.ringmaster.cpu.arch.Cr0;
import dev.ringmaster.cpu.arch.Fault;
import dev.ringmaster.cpu.protection.ControlRegisters;

/**
 * The faults of a MOV to a control register that come before its intercept: all but those of CR3.
 *
 * @apm Vol. 2, Instruction Intercepts
 */
final class NewControlValue {
    private NewControlValue() {}

    /**
     * Raises #GP(0) for a value that the register can never take.
     *
     * @param cr 0 to 8
     */
    static void check(Cpu cpu, int cr, long value) {
        boolean possible =
                switch (cr) {
                    case 0 -> possibleCr0(value);
                    case 4 -> (value & ~ControlRegisters.definedCr4(cpu)) == 0;
                    case 8 -> value >>> 4 == 0;
                    default -> true;
                };
        if (!possible) {
            throw Fault.gp(0);
        }
    }

    private static boolean possibleCr0(long value) {
        return value >>> 32 == 0
                && (Cr0.PE.in(value) || !Cr0.PG.in(value))
                && (Cr0.CD.in(value) || !Cr0.NW.in(value));
    }
}
