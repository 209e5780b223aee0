package dev.ringmaster.cpu.meaning;

import dev.ringmaster.cpu.Cpu;
import dev.ringmaster.cpu.arch.NotModelled;
import dev.ringmaster.cpu.instruction.Instruction;
import dev.ringmaster.cpu.state.CpuState;
import dev.ringmaster.cpu.state.Flags;

/**
 * The x87 instructions on registers alone.
 *
 * @sdm Vol. 2D, x87 Opcodes
 */
final class X87Registers {
    private static final int COMPARE = 2;
    private static final int COMPARE_POP = 3;
    private static final int CODES = 0x4500;

    private X87Registers() {}

    static void execute(Cpu cpu, Instruction i, X87Unit unit) {
        X87Stack stack = new X87Stack(cpu.state);
        int group = i.modrm() >> 3 & 7;
        int n = i.modrm() & 7;
        switch (i.opcode()) {
            case 0xd8 -> source(cpu, unit, group, n);
            case 0xd9 -> X87Single.execute(cpu, i, unit, stack);
            case 0xda -> moveOrComparePopTwice(cpu, i, unit, stack);
            case 0xdb -> moveOrCompareFlags(cpu, i, unit, stack);
            case 0xdc -> destination(cpu, unit, group, n, false);
            case 0xdd -> storeOrCompare(cpu, i, unit, stack);
            case 0xde -> destinationPop(cpu, i, unit);
            default -> comparePopFlags(cpu, i, unit);
        }
    }

    static NotModelled missing(Instruction i) {
        String bytes = String.format("%02X %02X", i.opcode(), i.modrm());
        return new NotModelled("x87 instruction " + bytes, "x87 FPU Instruction Set");
    }

    /** ST(0) with ST(n): opcode D8. */
    private static void source(Cpu cpu, X87Unit unit, int operation, int n) {
        X87Stack stack = new X87Stack(cpu.state);
        Extended b = stack.isEmpty(n) ? null : stack.get(n);
        arithmetic(cpu, unit, operation, 0, b);
    }

    /** ST(0), compared or computed with {@code b}; no {@code b} is an empty register. */
    static void arithmetic(Cpu cpu, X87Unit unit, int operation, int target, Extended b) {
        X87Stack stack = new X87Stack(cpu.state);
        if (operation == COMPARE || operation == COMPARE_POP) {
            compare(cpu, unit, b, operation - COMPARE, false);
            return;
        }
        boolean empty = b == null ? underflow(unit) : stack.underflow(unit, target, target);
        if (unit.refused()) {
            return;
        }
        Extended result =
                empty
                        ? Extended.INDEFINITE
                        : X87Operations.compute(unit, operation, stack.get(target), b);
        if (result != null) {
            stack.set(target, result);
        }
    }

    private static boolean underflow(X87Unit unit) {
        unit.raise(X87Unit.INVALID | X87Unit.STACK);
        return true;
    }

    /** ST(n) with ST(0): opcodes DC and DE, where the reversed forms stand swapped. */
    private static void destination(Cpu cpu, X87Unit unit, int group, int n, boolean pop) {
        X87Stack stack = new X87Stack(cpu.state);
        int operation = group >= 4 ? group ^ 1 : group;
        Extended b = stack.isEmpty(0) ? null : stack.get(0);
        if (operation == COMPARE || operation == COMPARE_POP) {
            throw new NotModelled("reserved x87 encoding", "x87 Opcodes");
        }
        arithmetic(cpu, unit, operation, n, b);
        if (pop && !unit.refused()) {
            stack.pop();
        }
    }

    private static void destinationPop(Cpu cpu, Instruction i, X87Unit unit) {
        if (i.modrm() == 0xd9) {
            compare(cpu, unit, operand(cpu, 1), 2, false);
            return;
        }
        int group = i.modrm() >> 3 & 7;
        destination(cpu, unit, group, i.modrm() & 7, true);
    }

    private static Extended operand(Cpu cpu, int n) {
        X87Stack stack = new X87Stack(cpu.state);
        return stack.isEmpty(n) ? null : stack.get(n);
    }

    /**
     * Compares ST(0) and pops; {@code quiet}: the unordered forms. An invalid operand that is not
     * masked leaves the condition codes, other exceptions only the stack.
     */
    static void compare(Cpu cpu, X87Unit unit, Extended b, int pops, boolean quiet) {
        int codes = codes(cpu, unit, b, quiet);
        CpuState s = cpu.state;
        if (!unit.invalidOperand()) {
            s.x87Status = s.x87Status & ~CODES | codes;
        }
        if (!unit.refused()) {
            pop(s, pops);
        }
    }

    private static void pop(CpuState s, int pops) {
        for (int n = 0; n < pops; n++) {
            new X87Stack(s).pop();
        }
    }

    private static int codes(Cpu cpu, X87Unit unit, Extended b, boolean quiet) {
        X87Stack stack = new X87Stack(cpu.state);
        boolean empty = b == null ? underflow(unit) : stack.underflow(unit, 0, 0);
        return empty
                ? X87Operations.UNORDERED
                : X87Operations.compare(unit, stack.get(0), b, quiet);
    }

    /** FCOMI and its kin: C3, C2, C0 go to ZF, PF, CF. @sdm Vol. 2A, FCOMI */
    private static void flags(Cpu cpu, Instruction i, X87Unit unit, int pops, boolean quiet) {
        int codes = codes(cpu, unit, operand(cpu, i.modrm() & 7), quiet);
        if (unit.invalidOperand()) {
            return;
        }
        long zero = (codes & 0x4000) != 0 ? Status.ZF : 0;
        long parity = (codes & 0x400) != 0 ? Status.PF : 0;
        cpu.state.flags.setStatus(zero | parity | ((codes & 0x100) != 0 ? Status.CF : 0));
        if (!unit.refused()) {
            pop(cpu.state, pops);
        }
    }

    /**
     * @sdm Vol. 2A, FCMOVcc
     */
    private static void move(Cpu cpu, Instruction i, X87Unit unit, X87Stack stack, boolean not) {
        Flags f = cpu.state.flags;
        boolean holds =
                switch (i.modrm() >> 3 & 3) {
                    case 0 -> f.cf();
                    case 1 -> f.zf();
                    case 2 -> f.cf() || f.zf();
                    default -> f.pf();
                };
        int n = i.modrm() & 7;
        unit.keepC1();
        boolean empty = stack.underflow(unit, 0, n);
        if (unit.refused()) {
            return;
        }
        if (empty) {
            stack.set(0, Extended.INDEFINITE);
        } else if (holds != not) {
            stack.set(0, stack.get(n));
        }
    }

    private static void moveOrComparePopTwice(
            Cpu cpu, Instruction i, X87Unit unit, X87Stack stack) {
        if (i.modrm() < 0xe0) {
            move(cpu, i, unit, stack, false);
        } else if (i.modrm() == 0xe9) {
            compare(cpu, unit, operand(cpu, 1), 2, true);
        } else {
            throw missing(i);
        }
    }

    private static void moveOrCompareFlags(Cpu cpu, Instruction i, X87Unit unit, X87Stack stack) {
        switch (i.modrm() >> 3 & 7) {
            case 0, 1, 2, 3 -> move(cpu, i, unit, stack, true);
            case 5 -> flags(cpu, i, unit, 0, true);
            case 6 -> flags(cpu, i, unit, 0, false);
            default -> throw missing(i);
        }
    }

    private static void storeOrCompare(Cpu cpu, Instruction i, X87Unit unit, X87Stack stack) {
        int n = i.modrm() & 7;
        switch (i.modrm() >> 3 & 7) {
            case 0 -> stack.free(n);
            case 2 -> store(unit, stack, n, false);
            case 3 -> store(unit, stack, n, true);
            case 4 -> compare(cpu, unit, operand(cpu, n), 0, true);
            case 5 -> compare(cpu, unit, operand(cpu, n), 1, true);
            default -> throw missing(i);
        }
    }

    private static void store(X87Unit unit, X87Stack stack, int n, boolean pop) {
        boolean empty = stack.underflow(unit, 0, 0);
        if (unit.refused()) {
            return;
        }
        stack.set(n, empty ? Extended.INDEFINITE : stack.get(0));
        if (pop) {
            stack.pop();
        }
    }

    private static void comparePopFlags(Cpu cpu, Instruction i, X87Unit unit) {
        switch (i.modrm() >> 3 & 7) {
            case 5 -> flags(cpu, i, unit, 1, true);
            case 6 -> flags(cpu, i, unit, 1, false);
            default -> throw missing(i);
        }
    }
}
