package dev.ringmaster.testkit.arbitrary;

import dev.ringmaster.cpu.instruction.Instruction;
import dev.ringmaster.cpu.instruction.Mnemonic;
import dev.ringmaster.cpu.instruction.OperandKind;
import dev.ringmaster.cpu.isa.Code;
import dev.ringmaster.cpu.isa.InstructionGenerator;
import dev.ringmaster.cpu.isa.Label;
import dev.ringmaster.cpu.isa.Operand;
import dev.ringmaster.cpu.isa.Reg;

import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.function.BiConsumer;
import java.util.stream.IntStream;

/**
 * Writes an {@link EndingProgram} and counts what it executes at most. rBP counts the rounds of a
 * section; rSI and rDI point into the data; the other general registers but rSP are free.
 */
final class ProgramWriter {
    private static final int COUNTER = 5;
    private static final int SOURCE = 6;
    private static final int DESTINATION = 7;
    private static final int DATA_SIZE = 0x1000;
    private static final int LONGEST_STRING = 8;
    private static final List<BiConsumer<Code, Label>> BRANCHES =
            List.of(
                    Code::jo, Code::jno, Code::jb, Code::jae, Code::je, Code::jne, Code::jbe,
                    Code::ja, Code::js, Code::jns, Code::jp, Code::jnp, Code::jl, Code::jge,
                    Code::jle, Code::jg);

    /** They may fault for their operands, or not exist on a processor. */
    private static final Set<Mnemonic> LEFT_OUT = leftOut();

    private final int codeSize;
    private final Code code;
    private long bound = 1;
    private int inBody;

    ProgramWriter(int codeSize) {
        this.codeSize = codeSize;
        this.code = new Code(codeSize, EndingProgram.CODE);
    }

    private static Set<Mnemonic> leftOut() {
        Set<Mnemonic> set = EnumSet.range(Mnemonic.MOVBE, Mnemonic.ADOX);
        set.addAll(EnumSet.range(Mnemonic.ANDN, Mnemonic.SHRX));
        set.addAll(
                EnumSet.of(
                        Mnemonic.DIV,
                        Mnemonic.IDIV,
                        Mnemonic.AAM,
                        Mnemonic.SALC,
                        Mnemonic.XLATB,
                        Mnemonic.MOVNTI,
                        Mnemonic.CMPXCHG16B));
        return set;
    }

    ProgramWriter write(List<EndingProgram.Section> sections) {
        sections.forEach(this::section);
        code.hlt();
        return this;
    }

    byte[] bytes() {
        return code.bytes();
    }

    long bound() {
        return bound;
    }

    private void section(EndingProgram.Section section) {
        SplittableRandom random = new SplittableRandom(section.seed());
        InstructionGenerator generator = generator(random);
        code.mov(register(COUNTER), section.rounds());
        Label body = code.here("body");
        Label ahead = code.label("ahead");
        inBody = 0;
        pointers(random);
        for (int n = 0; n < section.length(); n++) {
            int kind = random.nextInt(12);
            if (kind == 0) {
                code.bind(ahead);
                ahead = code.label("ahead");
            } else if (kind < 3) {
                BRANCHES.get(random.nextInt(BRANCHES.size())).accept(code, ahead);
                inBody++;
            } else if (kind == 3) {
                string(random);
            } else {
                code.emit(next(generator));
                inBody++;
            }
        }
        code.bind(ahead).emit(Mnemonic.DEC, register(COUNTER));
        code.jnz(body);
        bound += 1 + (inBody + 2L) * section.rounds();
    }

    private InstructionGenerator generator(SplittableRandom random) {
        return new InstructionGenerator(random, codeSize)
                .where(InstructionKind.INTEGER::has)
                .where(row -> !LEFT_OUT.contains(row.mnemonic()))
                .registers(0, 1, 2, 3)
                .memory(
                        source ->
                                Operand.mem(register(source.nextBoolean() ? SOURCE : DESTINATION))
                                        .disp(source.nextInt(DATA_SIZE)));
    }

    /** A bit number in a register may reach any address, a segment register any base. */
    private static Instruction next(InstructionGenerator generator) {
        while (true) {
            Instruction drawn = generator.next();
            boolean bitString = drawn.isMemory(0) && drawn.kind(1) == OperandKind.GPR;
            boolean bits = drawn.mnemonic().text().startsWith("bt");
            boolean segments =
                    IntStream.range(0, drawn.operands())
                            .anyMatch(n -> drawn.kind(n) == OperandKind.SEGMENT);
            if (!(bits && bitString) && !segments) {
                return drawn;
            }
        }
    }

    private void pointers(SplittableRandom random) {
        for (int each : new int[] {SOURCE, DESTINATION}) {
            code.mov(register(each), EndingProgram.DATA + DATA_SIZE + random.nextInt(DATA_SIZE));
            inBody++;
        }
    }

    /** A string instruction of a few iterations, in either direction; then fresh pointers. */
    private void string(SplittableRandom random) {
        code.mov(Reg.gpr(1, Math.max(codeSize, 4)), random.nextInt(LONGEST_STRING + 1));
        code.emit(
                new InstructionGenerator(random, codeSize)
                        .where(InstructionKind.STRING::has)
                        .next());
        inBody += LONGEST_STRING + 2;
        pointers(random);
    }

    private Reg register(int number) {
        return Reg.gpr(number, codeSize);
    }
}
