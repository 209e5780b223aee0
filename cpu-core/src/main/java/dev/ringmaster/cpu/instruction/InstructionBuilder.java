package dev.ringmaster.cpu.instruction;

/** Fills an {@link Instruction}; used by the decoder, by the generator and by whoever assembles. */
public final class InstructionBuilder {
    private final Instruction i = new Instruction();

    /**
     * Starts an instruction for code of this size (2, 4 or 8) with the effective operand and
     * address sizes.
     */
    public InstructionBuilder(Mnemonic mnemonic, int codeSize, int operandSize, int addressSize) {
        i.mnemonic = mnemonic;
        i.codeSize = codeSize;
        i.operandSize = operandSize;
        i.addressSize = addressSize;
    }

    /** The finished instruction; the builder must not be used again. */
    public Instruction build() {
        return i;
    }

    public InstructionBuilder mnemonic(Mnemonic mnemonic) {
        i.mnemonic = mnemonic;
        return this;
    }

    public InstructionBuilder length(int length) {
        i.length = length;
        return this;
    }

    public InstructionBuilder condition(int condition) {
        i.condition = condition;
        return this;
    }

    public InstructionBuilder repeat(int prefix) {
        i.repeat = prefix;
        return this;
    }

    public InstructionBuilder lock(boolean lock) {
        i.lock = lock;
        return this;
    }

    public InstructionBuilder rex(int prefix) {
        i.rex = prefix != 0;
        i.rexBits = prefix;
        return this;
    }

    public InstructionBuilder encoding(int map, int opcode, int modrm) {
        i.map = map;
        i.opcode = opcode;
        i.modrm = modrm;
        return this;
    }

    /** Adds an operand; {@code register} is 0 for operands that are no registers. */
    public InstructionBuilder operand(OperandKind kind, int register, int size) {
        i.kinds[i.operands] = kind;
        i.registers[i.operands] = register;
        i.sizes[i.operands++] = size;
        return this;
    }

    /** Sets the memory operand's address. */
    public InstructionBuilder memory(
            int segment, int base, int index, int scale, long displacement) {
        i.segment = segment;
        i.base = base;
        i.index = index;
        i.scale = scale;
        i.displacement = displacement;
        return this;
    }

    public InstructionBuilder segment(int segment, boolean overridden) {
        i.segment = segment;
        i.segmentOverridden = overridden;
        return this;
    }

    public InstructionBuilder immediate(long immediate, int size) {
        i.immediate = immediate;
        i.immediateSize = size;
        return this;
    }

    public InstructionBuilder immediate2(long immediate) {
        i.immediate2 = immediate;
        return this;
    }
}
