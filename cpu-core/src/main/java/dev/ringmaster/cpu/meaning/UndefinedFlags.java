package dev.ringmaster.cpu.meaning;

import dev.ringmaster.cpu.instruction.Mnemonic;

/**
 * Which status flags an instruction may leave undefined: whoever compares two processors leaves
 * them out. Where a flag is undefined for some counts only, as OF of a shift by more than 1, it is
 * in the mask for all.
 *
 * @sdm Vol. 1, EFLAGS Cross-Reference
 */
public final class UndefinedFlags {
    private UndefinedFlags() {}

    /** The mask, laid out as RFLAGS. */
    public static long of(Mnemonic mnemonic) {
        return switch (mnemonic) {
            case AND, OR, XOR, TEST -> Status.AF;
            case MUL, IMUL -> Status.SF | Status.ZF | Status.AF | Status.PF;
            case DIV, IDIV, SHLD, SHRD -> ALL;
            case SHL, SHR -> Status.AF | Status.OF | Status.CF;
            case SAR -> Status.AF | Status.OF;
            case ROL, ROR, RCL, RCR -> Status.OF;
            case BT, BTS, BTR, BTC -> Status.OF | Status.SF | Status.AF | Status.PF;
            case BSF, BSR -> ALL & ~Status.ZF;
            case TZCNT, LZCNT -> Status.OF | Status.SF | Status.AF | Status.PF;
            case DAA, DAS -> Status.OF;
            case AAA, AAS -> Status.OF | Status.SF | Status.ZF | Status.PF;
            case AAM, AAD -> Status.OF | Status.AF | Status.CF;
            default -> 0;
        };
    }

    private static final long ALL =
            Status.CF | Status.PF | Status.AF | Status.ZF | Status.SF | Status.OF;
}
