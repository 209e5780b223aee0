package dev.ringmaster.guest.kernel;

import static dev.ringmaster.cpu.isa.Operand.address;
import static dev.ringmaster.cpu.isa.Operand.mem;

import dev.ringmaster.cpu.isa.Code;
import dev.ringmaster.cpu.isa.Imm;
import dev.ringmaster.cpu.isa.Label;
import dev.ringmaster.cpu.isa.Mem;
import dev.ringmaster.cpu.isa.Reg;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A kernel under construction: its code, labels by name, strings, and the registers in the width of
 * a word, so that most parts are written once for 32-bit and 64-bit code.
 */
final class KernelCode {
    /** The program. */
    final Code c;

    /** Bytes in a word. */
    final int word;

    final Reg ax;
    final Reg cx;
    final Reg dx;
    final Reg bx;
    final Reg sp;
    final Reg si;
    final Reg di;

    private final Map<String, Label> labels = new LinkedHashMap<>();
    private final List<Runnable> data = new ArrayList<>();

    /**
     * An empty kernel.
     *
     * @param word 4 for 32-bit code, 8 for 64-bit code
     */
    KernelCode(int word) {
        this.word = word;
        c = new Code(4, Layout.KERNEL);
        ax = Reg.gpr(0, word);
        cx = Reg.gpr(1, word);
        dx = Reg.gpr(2, word);
        bx = Reg.gpr(3, word);
        sp = Reg.gpr(4, word);
        si = Reg.gpr(6, word);
        di = Reg.gpr(7, word);
    }

    boolean is64() {
        return word == 8;
    }

    /** Chooses between the two kernels. */
    <T> T pick(T in32, T in64) {
        return is64() ? in64 : in32;
    }

    /** The label with this name, wherever it is bound. */
    Label at(String name) {
        return labels.computeIfAbsent(name, c::label);
    }

    /** Binds the label with this name here. */
    Code bind(String name) {
        return c.bind(at(name));
    }

    /** A word of memory. */
    Mem slot(Reg base, long offset) {
        return mem(base).disp(offset).size(word);
    }

    /** A word of memory at a label. */
    Mem slot(String name) {
        return mem(at(name)).size(word);
    }

    /** The address of a zero-terminated string, which goes where {@link #placeData} says. */
    Imm text(String string) {
        Label label = c.label('"' + string + '"');
        data.add(() -> c.bind(label).ascii(string).db(0));
        return address(label);
    }

    /** Has something written at the next {@link #placeData}. */
    void later(Runnable writer) {
        data.add(writer);
    }

    /** A value in a word of data. */
    void dataWord(Imm value) {
        c.data(value, word);
    }

    /** Places here what was asked for since the last time, and what that asks for. */
    void placeData() {
        while (!data.isEmpty()) {
            List<Runnable> writers = List.copyOf(data);
            data.clear();
            writers.forEach(Runnable::run);
        }
    }

    /** Prints a line, in the kernel. */
    void say(String line) {
        c.mov(si, text(line)).call(at("printLine"));
    }

    /** What to jump to in the kernel when something is not as it must be. */
    Label failed(String why) {
        Label label = c.label("failed: " + why);
        later(() -> c.bind(label).mov(si, text(why)).jmp(at("fail")));
        return label;
    }
}
