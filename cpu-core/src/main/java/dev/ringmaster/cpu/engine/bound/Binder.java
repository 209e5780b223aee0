package dev.ringmaster.cpu.engine.bound;

import dev.ringmaster.cpu.Cpu;
import dev.ringmaster.cpu.Feature;
import dev.ringmaster.cpu.instruction.Instruction;
import dev.ringmaster.cpu.instruction.Mnemonic;
import dev.ringmaster.cpu.instruction.OperandKind;
import dev.ringmaster.cpu.state.Bits;
import dev.ringmaster.cpu.state.CpuState;
import dev.ringmaster.cpu.state.Segment;

/**
 * Binds an instruction to a processor: to a special operation where one exists for its form, else
 * to the generic one.
 */
public final class Binder {
    private final Cpu cpu;
    private final Dispatch dispatch;

    /** Binds to {@code cpu}. */
    public Binder(Cpu cpu, Dispatch dispatch) {
        this.cpu = cpu;
        this.dispatch = dispatch;
    }

    /**
     * The operation for {@code i}, after which stands the instruction at {@code nextRip}, in the
     * current mode.
     */
    public Operation bind(Instruction i, long nextRip) {
        Operation special = flat() ? special(i, nextRip) : null;
        return special == null
                ? new GenericOperation(cpu, dispatch.meaning(i.mnemonic()), i, nextRip)
                : special;
    }

    /**
     * One operation for {@code first} and the conditional branch {@code second}, after which stands
     * the instruction at {@code nextRip}; null if there is none for this pair.
     */
    public Operation bindPair(Instruction first, Instruction second, long nextRip) {
        boolean fits =
                second.mnemonic() == Mnemonic.JCC
                        && first.operands() > 0
                        && !first.isMemory(1)
                        && wide(first, 0)
                        && near(second, nextRip)
                        && flat();
        return fits
                ? CompareBranch.of(
                        cpu,
                        first,
                        second,
                        new CompareBranch.Targets(target(second, nextRip), nextRip))
                : null;
    }

    /** The repetition for {@code i}, a string instruction with a repeat prefix. */
    public Repetition bindRepeated(Instruction i, long nextRip) {
        boolean special = flat() && bindable(i);
        return switch (i.mnemonic()) {
            case MOVS -> special ? new FlatRepetition.Move(cpu, i, nextRip) : generic(i, nextRip);
            case STOS -> special ? new FlatRepetition.Store(cpu, i, nextRip) : generic(i, nextRip);
            default -> generic(i, nextRip);
        };
    }

    private Repetition generic(Instruction i, long nextRip) {
        return new GenericRepetition(cpu, dispatch.meaning(i.mnemonic()), i, nextRip);
    }

    private boolean flat() {
        return cpu.state.mode64() || flat32();
    }

    private boolean flat32() {
        Segment[] s = cpu.state.segments;
        return cpu.state.protectedMode()
                && s[Segment.CS].big()
                && s[Segment.SS].big()
                && s[Segment.CS].flat()
                && s[Segment.SS].flat()
                && s[Segment.DS].flat()
                && s[Segment.ES].flat()
                && s[Segment.DS].writable()
                && s[Segment.ES].writable();
    }

    private Operation special(Instruction i, long nextRip) {
        return switch (i.mnemonic()) {
            case MOV -> move(i, nextRip);
            case MOVZX -> zeroExtend(i, nextRip);
            case MOVSX, MOVSXD -> signExtend(i, nextRip);
            case LEA -> wide(i, 0) && i.addressSize() != 2 ? new Moves.Lea(cpu, i, nextRip) : null;
            case ADD, SUB, CMP, AND, OR, XOR, TEST -> arithmetic(i, nextRip);
            case INC, DEC, NEG, NOT -> wide(i, 0) ? UnaryArithmetic.of(cpu, i) : null;
            case SHL, SHR, SAR ->
                    wide(i, 0) && i.kind(1) == OperandKind.IMMEDIATE
                            ? ConstantShift.of(cpu, i)
                            : null;
            case IMUL -> product(i);
            case XCHG, CMOVCC, SETCC -> amongRegisters(i);
            case JMP -> jump(i, nextRip);
            case JCC ->
                    near(i, nextRip)
                            ? new Branches.Conditional(cpu, i, target(i, nextRip), nextRip)
                            : null;
            case CALL, RET, PUSH, POP -> stack(i, nextRip);
            default -> null;
        };
    }

    /**
     * A memory operand that {@link Address} can compute: FS and GS only where their limit is not
     * checked.
     */
    private static boolean bindable(Instruction i) {
        if (i.addressSize() == 2) {
            return false;
        }
        return i.codeSize() == 8 || i.segment() != Segment.CS && i.segment() < Segment.FS;
    }

    private static boolean wide(Instruction i, int n) {
        return i.kind(n) == OperandKind.GPR && i.size(n) >= 4;
    }

    /** A direct branch whose target needs no check when it is taken. */
    private static boolean near(Instruction i, long nextRip) {
        return i.kind(0) == OperandKind.RELATIVE
                && i.operandSize() == (i.codeSize() == 8 ? 8 : 4)
                && Bits.canonical(nextRip + i.immediate());
    }

    private static long target(Instruction i, long nextRip) {
        return Bits.zeroExtend(nextRip + i.immediate(), i.operandSize());
    }

    private Operation move(Instruction i, long nextRip) {
        if (i.isMemory(0)) {
            return bindable(i) ? store(i, nextRip) : null;
        }
        if (i.isMemory(1)) {
            return bindable(i) ? load(i, nextRip) : null;
        }
        if (!wide(i, 0)) {
            return null;
        }
        if (i.kind(1) == OperandKind.IMMEDIATE) {
            return new Moves.Constant(
                    cpu, i.register(0), Bits.zeroExtend(i.immediate(), i.size(0)));
        }
        return i.size(0) == 8
                ? new Moves.Register64(cpu, i.register(0), i.register(1))
                : new Moves.Register32(cpu, i.register(0), i.register(1));
    }

    private Operation load(Instruction i, long nextRip) {
        return switch (i.size(0)) {
            case 8 -> new Moves.Load64(cpu, i, nextRip);
            case 4 -> new Moves.Load32(cpu, i, nextRip);
            default -> null;
        };
    }

    private Operation store(Instruction i, long nextRip) {
        if (i.kind(1) == OperandKind.IMMEDIATE) {
            return new Moves.StoreConstant(cpu, i, nextRip);
        }
        return switch (i.size(0)) {
            case 8 -> new Moves.Store64(cpu, i, nextRip);
            case 4 -> new Moves.Store32(cpu, i, nextRip);
            case 1 ->
                    i.register(1) < Instruction.HIGH_BYTE
                            ? new Moves.Store8(cpu, i, nextRip)
                            : null;
            default -> null;
        };
    }

    private Operation zeroExtend(Instruction i, long nextRip) {
        if (!wide(i, 0)) {
            return null;
        }
        if (!i.isMemory(1)) {
            return lowPart(i, 1) ? new RegisterMoves.ZeroExtend(cpu, i) : null;
        }
        if (!bindable(i)) {
            return null;
        }
        return i.size(1) == 1
                ? new Moves.LoadByte(cpu, i, nextRip)
                : new Moves.LoadWord(cpu, i, nextRip);
    }

    private Operation signExtend(Instruction i, long nextRip) {
        if (!wide(i, 0)) {
            return null;
        }
        if (!i.isMemory(1)) {
            return lowPart(i, 1) ? new RegisterMoves.SignExtend(cpu, i) : null;
        }
        return bindable(i) ? new Moves.LoadSigned(cpu, i, nextRip) : null;
    }

    /** A general register that is not AH, CH, DH or BH. */
    private static boolean lowPart(Instruction i, int n) {
        return i.kind(n) == OperandKind.GPR && i.register(n) < Instruction.HIGH_BYTE;
    }

    private Operation amongRegisters(Instruction i) {
        return switch (i.mnemonic()) {
            case SETCC -> lowPart(i, 0) ? new RegisterMoves.SetByte(cpu, i) : null;
            case XCHG -> wide(i, 0) && wide(i, 1) ? new RegisterMoves.Exchange(cpu, i) : null;
            default ->
                    wide(i, 0) && wide(i, 1) && cpu.profile.has(Feature.CMOV)
                            ? new RegisterMoves.MoveIf(cpu, i)
                            : null;
        };
    }

    private Operation product(Instruction i) {
        if (i.operands() < 2 || !wide(i, 0) || !wide(i, 1)) {
            return null;
        }
        return i.operands() == 2
                ? new RegisterMoves.Product(cpu, i, i.register(0), 0)
                : new RegisterMoves.Product(cpu, i, CpuState.ZERO, i.immediate());
    }

    private Operation jump(Instruction i, long nextRip) {
        if (near(i, nextRip)) {
            return new Branches.Jump(cpu, target(i, nextRip));
        }
        return i.codeSize() == 8 && i.kind(0) == OperandKind.GPR && i.operandSize() == 8
                ? new Branches.JumpRegister64(cpu, i.register(0))
                : null;
    }

    private Operation arithmetic(Instruction i, long nextRip) {
        if (i.isMemory(0) || i.isMemory(1)) {
            return bindable(i) ? MemoryArithmetic.of(cpu, i, nextRip) : null;
        }
        if (!wide(i, 0)) {
            return null;
        }
        return i.kind(1) == OperandKind.IMMEDIATE
                ? ConstantArithmetic.of(cpu, i)
                : RegisterArithmetic.of(cpu, i);
    }

    private Operation stack(Instruction i, long nextRip) {
        if (i.operandSize() != (i.codeSize() == 8 ? 8 : 4)) {
            return null;
        }
        return i.codeSize() == 8 ? stack64(i, nextRip) : stack32(i, nextRip);
    }

    private Operation stack64(Instruction i, long nextRip) {
        boolean register = i.operands() == 1 && i.kind(0) == OperandKind.GPR;
        return switch (i.mnemonic()) {
            case CALL -> call64(i, nextRip);
            case RET -> i.operands() == 0 ? new Branches.Return64(cpu) : null;
            case PUSH -> register ? new Branches.Push64(cpu, i.register(0)) : null;
            default -> register ? new Branches.Pop64(cpu, i.register(0)) : null;
        };
    }

    private Operation call64(Instruction i, long nextRip) {
        if (near(i, nextRip)) {
            return new Branches.Call64(cpu, target(i, nextRip), nextRip);
        }
        return i.kind(0) == OperandKind.GPR
                ? new Branches.CallRegister64(cpu, i.register(0), nextRip)
                : null;
    }

    private Operation stack32(Instruction i, long nextRip) {
        boolean register = i.operands() == 1 && i.kind(0) == OperandKind.GPR;
        return switch (i.mnemonic()) {
            case CALL ->
                    near(i, nextRip)
                            ? new FlatStack32.Call(cpu, target(i, nextRip), nextRip)
                            : null;
            case RET -> i.operands() == 0 ? new FlatStack32.Return(cpu) : null;
            case PUSH -> push32(i, register);
            default -> register ? new FlatStack32.Pop(cpu, i.register(0)) : null;
        };
    }

    private Operation push32(Instruction i, boolean register) {
        if (register) {
            return new FlatStack32.Push(cpu, i.register(0), 0);
        }
        return i.kind(0) == OperandKind.IMMEDIATE
                ? new FlatStack32.Push(
                        cpu, CpuState.ZERO, Bits.zeroExtend(i.immediate(), i.size(0)))
                : null;
    }
}
