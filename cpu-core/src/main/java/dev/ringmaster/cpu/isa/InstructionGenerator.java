package dev.ringmaster.cpu.isa;

import dev.ringmaster.cpu.instruction.Instruction;
import dev.ringmaster.cpu.instruction.Mnemonic;

import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.random.RandomGenerator;
import java.util.stream.IntStream;

/**
 * Draws random instructions from {@link OpcodeTable}: each row with the same probability, then
 * operand size, operands, prefixes. The same seed gives the same instructions. What is drawn is
 * encodable and decoded again, so that length and ModRM are those of {@link Assembler}'s encoding.
 *
 * <pre>{@code
 * new InstructionGenerator(new SplittableRandom(seed), 8)
 *         .where(InstructionGenerator.integer())
 *         .registers(0, 1, 2, 3)
 *         .memory(random -> Operand.mem(Reg.RSI).disp(random.nextInt(256)))
 *         .next();
 * }</pre>
 */
public final class InstructionGenerator {
    private static final int TRIES = 10_000;

    private final RandomGenerator random;
    private final int codeSize;
    private List<OpcodeRow> rows;
    private int[] registers;
    private Function<RandomGenerator, Mem> memory;
    private boolean prefixes = true;

    /**
     * A generator of all instructions of the table.
     *
     * @param random the source of randomness
     * @param codeSize 2, 4 or 8 for 16-bit, 32-bit or 64-bit code
     */
    public InstructionGenerator(RandomGenerator random, int codeSize) {
        this.random = random;
        this.codeSize = codeSize;
        this.rows = OpcodeTable.rows().stream().filter(row -> row.existsIn(codeSize)).toList();
        this.registers = IntStream.range(0, codeSize == 8 ? 16 : 8).toArray();
        this.memory = source -> RandomMemory.draw(source, codeSize);
    }

    /**
     * The rows of unprivileged integer instructions that go on to the next one and do not use the
     * stack.
     */
    public static Predicate<OpcodeRow> integer() {
        Set<Mnemonic> set = EnumSet.range(Mnemonic.ADD, Mnemonic.SHRX);
        set.addAll(List.of(Mnemonic.CLC, Mnemonic.STC, Mnemonic.CMC, Mnemonic.CLD, Mnemonic.STD));
        return row -> set.contains(row.mnemonic());
    }

    /** Draws only from rows that also fulfil this. */
    public InstructionGenerator where(Predicate<OpcodeRow> wanted) {
        rows = rows.stream().filter(wanted).toList();
        if (rows.isEmpty()) {
            throw new IllegalArgumentException("no row of the opcode table is left to draw from");
        }
        return this;
    }

    /**
     * Draws register operands only from these numbers (general registers and, as far as they exist,
     * SSE and MMX registers). Bytes of registers 4 to 7 in code without REX are AH to BH, which
     * belong to registers 0 to 3.
     */
    public InstructionGenerator registers(int... numbers) {
        registers = numbers.clone();
        return this;
    }

    /**
     * Draws memory operands from here; their size is overwritten by what the instruction accesses.
     */
    public InstructionGenerator memory(Function<RandomGenerator, Mem> source) {
        memory = source;
        return this;
    }

    /** Draws no LOCK, no REP and no other prefix that the instruction does not need. */
    public InstructionGenerator withoutPrefixes() {
        prefixes = false;
        return this;
    }

    /** The rows that are drawn from. */
    public List<OpcodeRow> rows() {
        return rows;
    }

    /** The next instruction. */
    public Instruction next() {
        for (int n = 0; n < TRIES; n++) {
            Instruction drawn = tryRow(rows.get(random.nextInt(rows.size())));
            if (drawn != null) {
                return drawn;
            }
        }
        throw new IllegalArgumentException("no row fits the given registers and memory operands");
    }

    /**
     * An instruction of this row, or null if the row does not go with the registers and memory
     * operands.
     */
    public Instruction next(OpcodeRow row) {
        for (int n = 0; n < TRIES; n++) {
            Instruction drawn = tryRow(row);
            if (drawn != null) {
                return drawn;
            }
        }
        return null;
    }

    private Instruction tryRow(OpcodeRow row) {
        Instruction drawn = new RowDraw(row, random, codeSize, prefixes).draw(registers, memory);
        Encoding encoding = RowEncoder.encode(row, drawn);
        return encoding == null ? null : Decoder.decode(encoding.bytes(), codeSize);
    }
}
