package dev.ringmaster.cpu.isa;

import dev.ringmaster.cpu.instruction.Instruction;
import dev.ringmaster.cpu.instruction.InstructionBuilder;
import dev.ringmaster.cpu.instruction.OperandKind;

import java.util.List;

/**
 * A statement read as one row with one operand size: the instruction that this gives, if it fits.
 */
final class StatementForm {
    /** Stands for the value of a label until it is known; too large for short forms. */
    private static final long UNKNOWN = 0x7fff_fff0L;

    private static final long UNKNOWN_16 = 0x7ff0L;

    private final Statement statement;
    private final int codeSize;
    private final int operandSize;
    private final long near;
    private final boolean shortBranch;
    private InstructionBuilder builder;
    private boolean immediateSeen;

    /**
     * A form to try.
     *
     * @param near an address near which labels are to be expected
     * @param shortBranch whether a branch is to take its one-byte form
     */
    StatementForm(
            Statement statement, int codeSize, int operandSize, long near, boolean shortBranch) {
        this.statement = statement;
        this.codeSize = codeSize;
        this.operandSize = operandSize;
        this.near = near;
        this.shortBranch = shortBranch;
    }

    /** The instruction, or null if the operands do not fit the row. */
    Instruction build(OpcodeRow row) {
        List<Operand> operands = statement.operands();
        if (row.operandCount() != operands.size()) {
            return null;
        }
        builder =
                new InstructionBuilder(statement.mnemonic(), codeSize, operandSize, addressSize());
        builder.condition(statement.condition());
        builder.repeat(statement.repeat()).lock(statement.lock());
        for (int n = 0; n < operands.size(); n++) {
            if (!add(row.operand(n), operands.get(n))) {
                return null;
            }
        }
        return builder.build();
    }

    private int addressSize() {
        for (Operand operand : statement.operands()) {
            if (operand instanceof Mem memory) {
                return memory.effectiveAddressSize(codeSize);
            }
        }
        return codeSize;
    }

    private boolean add(OperandPattern pattern, Operand operand) {
        int size = pattern.size(operandSize, codeSize);
        if (operand instanceof Reg register) {
            return addRegister(pattern, register, size);
        }
        if (operand instanceof Mem memory) {
            return addMemory(pattern, memory, size);
        }
        if (operand instanceof Imm immediate) {
            return addImmediate(pattern, immediate, size);
        }
        if (operand instanceof Far far) {
            return addFar(pattern, far, size);
        }
        return addTarget(pattern);
    }

    private boolean addRegister(OperandPattern pattern, Reg register, int size) {
        boolean sized = register.kind() != OperandKind.GPR || register.size() == size;
        if (register.kind() != pattern.register() || !sized) {
            return false;
        }
        builder.operand(register.kind(), register.number(), size);
        return true;
    }

    private boolean addMemory(OperandPattern pattern, Mem memory, int size) {
        if (!pattern.mayBeMemory() || memory.size() != 0 && memory.size() != size) {
            return false;
        }
        builder.operand(OperandKind.MEMORY, 0, size);
        int base = memory.base() == null ? Instruction.NO_REGISTER : memory.base().number();
        if (isRelative(memory)) {
            base = Instruction.RIP;
        }
        int index = memory.index() == null ? Instruction.NO_REGISTER : memory.index().number();
        int usual = Addressing.defaultSegment(base);
        int segment = memory.segment() == null ? usual : memory.segment().number();
        long displacement = memory.label() == null ? memory.displacement() : unknown(base);
        builder.memory(segment, base, index, memory.scale(), normal(displacement));
        builder.segment(segment, segment != usual);
        return true;
    }

    private boolean isRelative(Mem memory) {
        boolean free = memory.base() == null && memory.index() == null;
        return memory.label() != null && codeSize == 8 && free && memory.segment() == null;
    }

    private long normal(long displacement) {
        return addressSize() == 8 ? displacement : Ranges.extend(displacement, addressSize());
    }

    private long unknown(int base) {
        if (addressSize() == 2) {
            return UNKNOWN_16;
        }
        return base == Instruction.RIP ? UNKNOWN : absolute();
    }

    private long absolute() {
        if (operandSize == 2) {
            return UNKNOWN_16;
        }
        if (codeSize != 8 || Ranges.isSigned(near, 4)) {
            return near < 0 ? ~UNKNOWN : UNKNOWN;
        }
        return near | UNKNOWN;
    }

    private boolean addImmediate(OperandPattern pattern, Imm immediate, int size) {
        if (pattern.register() != OperandKind.IMMEDIATE) {
            return false;
        }
        long value = immediate.label() == null ? immediate.value() : absolute();
        if (immediateSeen) {
            builder.immediate2(value).operand(OperandKind.IMMEDIATE2, 0, size);
            return true;
        }
        immediateSeen = true;
        builder.immediate(value, 0).operand(OperandKind.IMMEDIATE, 0, size);
        return true;
    }

    private boolean addFar(OperandPattern pattern, Far far, int size) {
        if (pattern.register() != OperandKind.FAR_POINTER
                || far.size() != 0 && far.size() != operandSize) {
            return false;
        }
        builder.immediate(far.offset(), operandSize).immediate2(far.selector());
        builder.operand(OperandKind.FAR_POINTER, 0, size);
        return true;
    }

    private boolean addTarget(OperandPattern pattern) {
        if (pattern.register() != OperandKind.RELATIVE) {
            return false;
        }
        long far = operandSize == 2 ? UNKNOWN_16 : UNKNOWN;
        builder.immediate(shortBranch ? 0 : far, 0).operand(OperandKind.RELATIVE, 0, operandSize);
        return true;
    }
}
