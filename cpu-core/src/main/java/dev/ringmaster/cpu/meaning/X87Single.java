package dev.ringmaster.cpu.meaning;

import dev.ringmaster.cpu.Cpu;
import dev.ringmaster.cpu.instruction.Instruction;
import dev.ringmaster.cpu.state.CpuState;

/**
 * Opcode D9 on registers: exchange, sign, test, constants, root, rounding, the stack pointer.
 *
 * @sdm Vol. 1, x87 FPU Instruction Set
 */
final class X87Single {
    private static final int CODES = 0x4500;

    /** Exponent, significand cut off, and 1 if the nearest is the next one. @sdm Vol. 2A, FLD1 */
    private static final long[][] CONSTANTS = {
        {0x3fff, 0x8000000000000000L, 0, 0},
        {0x4000, 0xd49a784bcd1b8afeL, 0, 1},
        {0x3fff, 0xb8aa3b295c17f0bbL, 1, 1},
        {0x4000, 0xc90fdaa22168c234L, 1, 1},
        {0x3ffd, 0x9a209a84fbcff798L, 1, 1},
        {0x3ffe, 0xb17217f7d1cf79abL, 1, 1},
        {0, 0, 0, 0}
    };

    private X87Single() {}

    static void execute(Cpu cpu, Instruction i, X87Unit unit, X87Stack stack) {
        int n = i.modrm() & 7;
        switch (i.modrm() >> 3 & 7) {
            case 0 -> push(unit, stack, n);
            case 1 -> exchange(unit, stack, n);
            case 2 -> {
                if (n != 0) {
                    throw X87Registers.missing(i);
                }
                unit.keepC1(); // FNOP
            }
            case 4 -> signOrTest(cpu, i, unit, stack);
            case 5 -> constant(i, unit, stack);
            case 6, 7 -> unary(i, unit, stack);
            default -> throw X87Registers.missing(i);
        }
    }

    private static void push(X87Unit unit, X87Stack stack, int n) {
        if (!stack.underflow(unit, n, n)) {
            stack.push(unit, () -> stack.get(n));
        } else if (!unit.refused()) {
            stack.pushed(Extended.INDEFINITE);
        }
    }

    /**
     * @sdm Vol. 2A, FXCH
     */
    private static void exchange(X87Unit unit, X87Stack stack, int n) {
        stack.underflow(unit, 0, n);
        if (unit.refused()) {
            return;
        }
        Extended first = stack.isEmpty(0) ? Extended.INDEFINITE : stack.get(0);
        Extended second = stack.isEmpty(n) ? Extended.INDEFINITE : stack.get(n);
        stack.set(0, second);
        stack.set(n, first);
    }

    private static void signOrTest(Cpu cpu, Instruction i, X87Unit unit, X87Stack stack) {
        switch (i.modrm()) {
            case 0xe0 -> sign(unit, stack, !stack.get(0).negative());
            case 0xe1 -> sign(unit, stack, false);
            case 0xe4 -> X87Registers.compare(cpu, unit, Extended.zero(false), 0, false);
            case 0xe5 -> examine(cpu.state, unit, stack);
            default -> throw X87Registers.missing(i);
        }
    }

    private static void sign(X87Unit unit, X87Stack stack, boolean negative) {
        boolean empty = stack.underflow(unit, 0, 0);
        if (!unit.refused()) {
            stack.set(0, empty ? Extended.INDEFINITE : stack.get(0).withSign(negative));
        }
    }

    /** Which class of value ST(0) holds. @sdm Vol. 2A, FXAM */
    private static void examine(CpuState s, X87Unit unit, X87Stack stack) {
        Extended a = stack.get(0);
        s.x87Status = s.x87Status & ~CODES | (stack.isEmpty(0) ? 0x4100 : kind(a));
        unit.c1(a.negative());
    }

    private static int kind(Extended a) {
        if (a.isUnsupported()) {
            return 0;
        }
        if (a.isNaN()) {
            return 0x100;
        }
        if (a.isInfinite()) {
            return 0x500;
        }
        if (a.isZero()) {
            return 0x4000;
        }
        return a.isDenormal() ? 0x4400 : 0x400;
    }

    /** Rounded as the control word says, without any exception but the stack's. */
    private static void constant(Instruction i, X87Unit unit, X87Stack stack) {
        int n = i.modrm() & 7;
        if (n >= CONSTANTS.length) {
            throw X87Registers.missing(i);
        }
        long[] row = CONSTANTS[n];
        long up =
                switch (unit.control() >> 10 & 3) {
                    case 0 -> row[2];
                    case 2 -> row[3];
                    default -> 0;
                };
        stack.push(unit, () -> new Extended((int) row[0], row[1] + up));
    }

    private static void unary(Instruction i, X87Unit unit, X87Stack stack) {
        switch (i.modrm()) {
            case 0xf6 -> stack.rotate(-1);
            case 0xf7 -> stack.rotate(1);
            case 0xfa, 0xfc -> {
                boolean empty = stack.underflow(unit, 0, 0);
                if (unit.refused()) {
                    return;
                }
                Extended result =
                        empty
                                ? Extended.INDEFINITE
                                : i.modrm() == 0xfa
                                        ? X87Operations.root(unit, stack.get(0))
                                        : X87Operations.whole(unit, stack.get(0));
                if (result != null) {
                    stack.set(0, result);
                }
            }
            default -> throw X87Registers.missing(i);
        }
    }
}
