package dev.ringmaster.cpu.engine;

import static dev.ringmaster.cpu.isa.Operand.imm;
import static dev.ringmaster.cpu.isa.Operand.mem;

import dev.ringmaster.cpu.instruction.Mnemonic;
import dev.ringmaster.cpu.isa.Code;
import dev.ringmaster.cpu.isa.InstructionGenerator;
import dev.ringmaster.cpu.isa.Label;
import dev.ringmaster.cpu.isa.Mem;
import dev.ringmaster.cpu.isa.Operand;
import dev.ringmaster.cpu.isa.Reg;

import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.function.BiConsumer;
import java.util.random.RandomGenerator;

/**
 * A random program in sections. Each section sets rSI and rDI to data, then executes random
 * unprivileged instructions with random short branches and calls between them, stores into code
 * among them. An exception goes on with the next section; the last one halts.
 */
final class RandomProgram {
    static final long CODE = 0x10000;
    static final long DATA = 0x40000;
    static final int DATA_SIZE = 0x8000;
    static final long STACK = 0x38000;
    static final long COUNTER = 0x3f000;

    private static final int SECTIONS = 24;
    private static final Set<Mnemonic> LEFT_OUT =
            EnumSet.of(Mnemonic.HLT, Mnemonic.INVALID, Mnemonic.X87);

    private static final List<BiConsumer<Code, Label>> JUMPS =
            List.of(
                    Code::jo, Code::jno, Code::jb, Code::jae, Code::je, Code::jne, Code::jbe,
                    Code::ja, Code::js, Code::jns, Code::jp, Code::jnp, Code::jl, Code::jge,
                    Code::jle, Code::jg);

    private final SplittableRandom random;
    private final int codeSize;
    private final InstructionGenerator generator;
    private final Code code;
    private final List<Label> sections = new ArrayList<>();
    private long handler;

    RandomProgram(long seed, int codeSize) {
        this.random = new SplittableRandom(seed);
        this.codeSize = codeSize;
        this.code = new Code(codeSize, CODE);
        this.generator =
                new InstructionGenerator(random, codeSize)
                        .where(row -> wanted(row.mnemonic()))
                        .registers(0, 1, 2, 3, 5, 6, 7)
                        .memory(this::operand);
    }

    private static boolean wanted(Mnemonic m) {
        boolean integer = m.compareTo(Mnemonic.SHRX) <= 0;
        boolean string = m.compareTo(Mnemonic.MOVS) >= 0 && m.compareTo(Mnemonic.STOS) <= 0;
        boolean stack = m == Mnemonic.PUSH || m == Mnemonic.POP || m == Mnemonic.PUSHF;
        boolean sse = m.compareTo(Mnemonic.MOVD) >= 0 && m.compareTo(Mnemonic.PUNPCKHQDQ) <= 0;
        boolean flags = m == Mnemonic.CLC || m == Mnemonic.STC || m == Mnemonic.CLD;
        return (integer || string || stack || sse || flags) && !LEFT_OUT.contains(m);
    }

    private Mem operand(RandomGenerator source) {
        int kind = source.nextInt(20);
        Reg si = codeSize == 8 ? Reg.RSI : Reg.ESI;
        Reg di = codeSize == 8 ? Reg.RDI : Reg.EDI;
        Reg cx = codeSize == 8 ? Reg.RCX : Reg.ECX;
        return switch (kind) {
            case 0 -> mem(CODE + source.nextInt(0x2000));
            case 1 -> mem(si).index(cx, 1 << source.nextInt(4));
            case 2 -> mem(si).disp(0xff8 + source.nextInt(16));
            case 3 -> mem(si).disp(0x1000000000L >>> source.nextInt(20) & 0x7fffffff);
            default -> mem(source.nextBoolean() ? si : di).disp(source.nextInt(0x1800));
        };
    }

    /** The bytes from {@link #CODE} on. */
    byte[] assemble() {
        Label table = code.label("table");
        Label start = code.label("start");
        code.jmp(start);
        handler = code.address();
        writeHandler(table);
        code.align(codeSize).bind(table);
        for (int i = 0; i < SECTIONS; i++) {
            Label section = code.label("section" + i);
            sections.add(section);
            code.data(Operand.address(section), codeSize);
        }
        code.bind(start);
        for (Label section : sections) {
            code.bind(section);
            writeSection();
        }
        code.hlt();
        return code.bytes();
    }

    long handler() {
        return handler;
    }

    private void writeHandler(Label table) {
        Reg a = codeSize == 8 ? Reg.RAX : Reg.EAX;
        Reg sp = codeSize == 8 ? Reg.RSP : Reg.ESP;
        code.mov(sp, imm(STACK)).mov(a, imm(COUNTER)).emit(Mnemonic.INC, mem(a).size(codeSize));
        code.mov(a, mem(a)).and(a, imm(SECTIONS - 1));
        code.emit(Mnemonic.JMP, Operand.mem(table).index(a, codeSize).size(codeSize));
    }

    /** A conditional branch, often right behind arithmetic as compilers put it. */
    private void writeBranch(Label target) {
        int size = codeSize == 8 && random.nextBoolean() ? 8 : 4;
        Reg a = register(size);
        Reg b = register(size);
        switch (random.nextInt(10)) {
            case 0 -> code.emit(Mnemonic.CMP, a, b);
            case 1 -> code.emit(Mnemonic.CMP, a, imm(random.nextInt(-3, 4)));
            case 2 -> code.emit(Mnemonic.TEST, a, b);
            case 3 -> code.emit(Mnemonic.DEC, a);
            case 4 -> code.emit(Mnemonic.INC, a);
            case 5 -> code.emit(Mnemonic.SUB, a, b);
            case 6 -> code.emit(Mnemonic.AND, a, imm(random.nextInt(4)));
            default -> {}
        }
        JUMPS.get(random.nextInt(JUMPS.size())).accept(code, target);
    }

    /** One of those that hold no address. */
    private Reg register(int size) {
        return Reg.gpr(random.nextInt(4), size);
    }

    /** A call or a return to the next instruction, or a jump through a register. */
    private void writeTransfer() {
        Label next = code.label("next");
        Reg a = register(codeSize);
        switch (random.nextInt(4)) {
            case 0 -> code.call(next).bind(next).pop(a);
            case 1 -> code.mov(a, Operand.address(next)).push(a).ret().bind(next);
            case 2 -> code.mov(a, Operand.address(next)).jmp(a).bind(next);
            default -> code.mov(a, Operand.address(next)).call(a).bind(next).pop(a);
        }
    }

    private void writeSection() {
        Reg si = codeSize == 8 ? Reg.RSI : Reg.ESI;
        Reg di = codeSize == 8 ? Reg.RDI : Reg.EDI;
        Reg cx = codeSize == 8 ? Reg.RCX : Reg.ECX;
        code.mov(cx, imm(COUNTER + 8)).mov(mem(cx).size(4), imm(2 + random.nextInt(6)));
        code.mov(si, imm(DATA + random.nextInt(0x4000)));
        code.mov(di, imm(DATA + random.nextInt(0x4000)));
        code.mov(cx, imm(random.nextInt(200)));
        Label ahead = code.label("ahead");
        Label body = code.here("body");
        for (int i = 0; i < 40; i++) {
            int kind = random.nextInt(24);
            if (kind == 0) {
                code.bind(ahead);
                ahead = code.label("ahead");
            } else if (kind < 3) {
                writeBranch(ahead);
            } else if (kind == 3) {
                writeTransfer();
            } else {
                code.emit(generator.next());
            }
        }
        code.bind(ahead);
        code.mov(cx, imm(COUNTER + 8)).emit(Mnemonic.DEC, mem(cx).size(4)).jnz(body);
    }
}
