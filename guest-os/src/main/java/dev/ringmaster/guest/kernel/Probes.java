package dev.ringmaster.guest.kernel;

import static dev.ringmaster.cpu.isa.Operand.address;
import static dev.ringmaster.cpu.isa.Operand.imm;
import static dev.ringmaster.cpu.isa.Operand.mem32;
import static dev.ringmaster.cpu.isa.Reg.CR2;
import static dev.ringmaster.cpu.isa.Reg.EAX;

import dev.ringmaster.cpu.isa.Code;
import dev.ringmaster.cpu.isa.Imm;
import dev.ringmaster.cpu.isa.Label;
import dev.ringmaster.cpu.isa.Mem;

import java.util.List;

/**
 * Instructions that must fault. A probe says which vector, error code, code segment, instruction
 * and CR2 the handler must find, and what it then does: print a line and go on at {@code resume},
 * after putting an entry into the page table if a page was missing.
 */
final class Probes {
    /** The words of a probe in memory; the first four stand in the order of {@link Frame}. */
    private enum Field {
        VECTOR,
        ERROR,
        INSTRUCTION,
        CODE_SEGMENT,
        CR2,
        RESUME,
        MESSAGE,
        PAGE_TABLE_ENTRY,
        ENTRY_VALUE
    }

    private final KernelCode k;
    private final Code c;
    private final Frame frame;

    Probes(KernelCode k) {
        this.k = k;
        this.c = k.c;
        this.frame = new Frame(k);
    }

    /**
     * A probe's data; {@code at} and {@code resume} are bound by whoever writes the instruction.
     */
    Label declare(Expected expected, int codeSegment, Imm at, Label resume) {
        Label probe = c.label("probe " + expected.line());
        Imm line = k.text(expected.line());
        List<Imm> words =
                List.of(
                        imm(expected.vector()),
                        imm(expected.error()),
                        at,
                        imm(codeSegment),
                        imm(expected.cr2()),
                        address(resume),
                        line,
                        imm(expected.pageTableEntry()),
                        imm(expected.entryValue()));
        k.later(
                () -> {
                    c.align(8).bind(probe);
                    words.forEach(k::dataWord);
                });
        return probe;
    }

    void routines() {
        expect();
        fault();
        unexpected();
    }

    /** Makes the probe at BX the one that the running task expects. Changes SI. */
    private void expect() {
        k.bind("expect").mov(k.si, k.slot("current"));
        c.mov(k.slot(k.si, Scheduler.expectedOffset(k)), k.bx).ret();
    }

    private void fault() {
        k.bind("fault").mov(k.bx, k.slot("current"));
        c.mov(k.si, k.slot(k.bx, Scheduler.expectedOffset(k)));
        c.test(k.si, k.si).jz(k.at("unexpected"));
        c.mov(k.slot(k.bx, Scheduler.expectedOffset(k)), 0);
        for (Field field :
                List.of(Field.VECTOR, Field.ERROR, Field.INSTRUCTION, Field.CODE_SEGMENT)) {
            c.mov(k.ax, frame.of(frame.vector() + field.ordinal() * k.word));
            c.cmp(k.ax, field(field)).jne(k.at("unexpected"));
        }
        checkCr2();
        mapPage();
        c.mov(k.ax, field(Field.RESUME)).mov(frame.of(frame.instruction()), k.ax);
        c.mov(k.si, field(Field.MESSAGE)).call(k.at("printLine")).jmp(k.at("restore"));
    }

    private void checkCr2() {
        Label other = c.label("not a page fault");
        c.mov(k.ax, field(Field.VECTOR)).cmp(EAX, Vectors.PAGE_FAULT).jne(other);
        c.mov(k.ax, CR2).cmp(k.ax, field(Field.CR2)).jne(k.at("unexpected"));
        c.bind(other);
    }

    /** An entry that was not present is in no TLB: nothing needs to be invalidated. */
    private void mapPage() {
        Label nothing = c.label("no page to map");
        c.mov(k.di, field(Field.PAGE_TABLE_ENTRY)).test(k.di, k.di).jz(nothing);
        c.mov(k.ax, field(Field.ENTRY_VALUE)).mov(mem32(k.di), EAX);
        c.bind(nothing);
    }

    private Mem field(Field field) {
        return k.slot(k.si, (long) field.ordinal() * k.word);
    }

    /** A fault that is not the expected one: its vector, error code and address end the run. */
    private void unexpected() {
        k.bind("unexpected");
        for (int offset : new int[] {0, k.word, 2 * k.word}) {
            c.mov(
                    k.si,
                    k.text(
                            offset == 0
                                    ? "FAILED: vector "
                                    : offset == k.word ? " error " : " at "));
            c.call(k.at("printText"));
            c.mov(k.ax, frame.of(frame.vector() + offset)).call(k.at("printNumber"));
        }
        c.call(k.at("endLine")).jmp(k.at("exit with 1"));
    }
}
