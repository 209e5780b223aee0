package dev.ringmaster.testkit.contract;

import static dev.ringmaster.cpu.isa.Operand.address;
import static dev.ringmaster.cpu.isa.Operand.imm;
import static dev.ringmaster.cpu.isa.Operand.mem;

import dev.ringmaster.cpu.instruction.Mnemonic;
import dev.ringmaster.cpu.isa.Code;
import dev.ringmaster.cpu.isa.InstructionGenerator;
import dev.ringmaster.cpu.isa.Label;
import dev.ringmaster.cpu.isa.Mem;
import dev.ringmaster.cpu.isa.Reg;

import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.random.RandomGenerator;

/**
 * A random guest in sections of random instructions: integer and string instructions, ports, CPUID,
 * system instructions in ring 0. The timer ticks every few hundred instructions. An exception or
 * interrupt goes on with the next section, and the last section writes to the exit port.
 */
final class RandomGuest {
    private static final int SECTIONS = 16;
    private static final int LENGTH = 24;
    private static final int COUNTER = 0x5f00;

    /** System instructions whose meaning does not depend on what a vendor's extension adds. */
    private static final Set<Mnemonic> SYSTEM =
            EnumSet.of(
                    Mnemonic.CPUID,
                    Mnemonic.RDTSC,
                    Mnemonic.IN,
                    Mnemonic.OUT,
                    Mnemonic.INS,
                    Mnemonic.OUTS,
                    Mnemonic.HLT,
                    Mnemonic.STI,
                    Mnemonic.CLI,
                    Mnemonic.CLD,
                    Mnemonic.STD,
                    Mnemonic.PUSHF,
                    Mnemonic.POPF,
                    Mnemonic.PUSH,
                    Mnemonic.POP,
                    Mnemonic.SGDT,
                    Mnemonic.SIDT,
                    Mnemonic.SLDT,
                    Mnemonic.STR,
                    Mnemonic.SMSW,
                    Mnemonic.LMSW,
                    Mnemonic.LAR,
                    Mnemonic.LSL,
                    Mnemonic.VERR,
                    Mnemonic.VERW,
                    Mnemonic.RDMSR,
                    Mnemonic.CLTS,
                    Mnemonic.WBINVD,
                    Mnemonic.INVLPG);

    private final SplittableRandom random;
    private final GuestCode mode;
    private final InstructionGenerator ordinary;
    private final InstructionGenerator system;
    private final Code code;
    private final List<Label> sections = new ArrayList<>();

    private RandomGuest(GuestCode mode, long seed) {
        this.mode = mode;
        random = new SplittableRandom(seed);
        code = mode.code();
        ordinary = generator().where(row -> ordinary(row.mnemonic()));
        system = generator().where(row -> SYSTEM.contains(row.mnemonic()));
    }

    private InstructionGenerator generator() {
        return new InstructionGenerator(random, mode.size())
                .registers(0, 1, 2, 3, 5, 6, 7)
                .memory(this::operand);
    }

    private static boolean ordinary(Mnemonic m) {
        boolean integer = m.compareTo(Mnemonic.SHRX) <= 0 && m != Mnemonic.INVALID;
        boolean string = m.compareTo(Mnemonic.MOVS) >= 0 && m.compareTo(Mnemonic.STOS) <= 0;
        return integer || string;
    }

    /** The guest of this seed. */
    static Guest of(GuestCode mode, long seed) {
        return new RandomGuest(mode, seed).assemble();
    }

    private Mem operand(RandomGenerator source) {
        if (mode == GuestCode.REAL) {
            return mem(source.nextBoolean() ? Reg.SI : Reg.DI).disp(source.nextInt(0x2000));
        }
        Reg si = mode == GuestCode.LONG ? Reg.RSI : Reg.ESI;
        return switch (source.nextInt(16)) {
            case 0 -> mem(si).disp(GuestCode.MEMORY + source.nextInt(0x1000));
            case 1 -> mem(si).disp(0x7fffffff >>> source.nextInt(12));
            default -> mem(si).disp(source.nextInt(0x2000));
        };
    }

    private Guest assemble() {
        Label start = code.label("start");
        Label table = code.label("table");
        code.jmp(start);
        int handler = (int) code.address();
        writeHandler(table);
        code.align(8).bind(table);
        for (int i = 0; i <= SECTIONS; i++) {
            sections.add(code.label("section " + i));
            code.data(address(sections.get(i)), mode.size());
        }
        code.bind(start);
        startTimer();
        sections.subList(0, SECTIONS).forEach(this::writeSection);
        code.bind(sections.get(SECTIONS)).mov(Reg.AL, imm(random.nextInt(256))).out(0xf4, Reg.AL);
        return new Guest(mode, code.bytes(), handler);
    }

    private void startTimer() {
        code.mov(Reg.AL, imm(0x34)).out(0x43, Reg.AL);
        code.mov(Reg.AL, imm(2)).out(0x40, Reg.AL);
        code.mov(Reg.AL, imm(0)).out(0x40, Reg.AL);
    }

    /** Gives up the stack, tells the interrupt controller, and jumps to the next section. */
    private void writeHandler(Label table) {
        Reg b = word(Reg.BX, Reg.EBX, Reg.RBX);
        code.mov(word(Reg.SP, Reg.ESP, Reg.RSP), imm(GuestCode.STACK));
        code.mov(Reg.AL, imm(0x20)).out(0x20, Reg.AL);
        code.mov(b, imm(COUNTER)).emit(Mnemonic.INC, mem(b).size(mode.size()));
        code.mov(b, mem(b));
        Label inRange = code.label("in range");
        code.cmp(b, imm(SECTIONS)).jbe(inRange).mov(b, imm(SECTIONS)).bind(inRange);
        code.shl(b, mode.size() == 2 ? 1 : mode.size() == 4 ? 2 : 3);
        code.emit(Mnemonic.JMP, mem(b).label(table).size(mode.size()));
    }

    private Reg word(Reg word, Reg doubleword, Reg quadword) {
        return mode.size() == 2 ? word : mode.size() == 4 ? doubleword : quadword;
    }

    private void writeSection(Label section) {
        code.bind(section);
        code.mov(word(Reg.SI, Reg.ESI, Reg.RSI), imm(GuestCode.DATA + random.nextInt(0x1000)));
        code.mov(word(Reg.DI, Reg.EDI, Reg.RDI), imm(GuestCode.DATA + random.nextInt(0x1000)));
        code.mov(word(Reg.CX, Reg.ECX, Reg.RCX), imm(random.nextInt(30)));
        Label body = code.here("body");
        for (int i = 0; i < LENGTH; i++) {
            code.emit((random.nextInt(5) == 0 ? system : ordinary).next());
        }
        Label done = code.label("done");
        code.dec(word(Reg.CX, Reg.ECX, Reg.RCX)).jz(done).jmp(body).bind(done);
    }
}
