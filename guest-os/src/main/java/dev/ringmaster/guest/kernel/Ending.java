package dev.ringmaster.guest.kernel;

import static dev.ringmaster.cpu.isa.Operand.mem;
import static dev.ringmaster.cpu.isa.Operand.mem8;
import static dev.ringmaster.cpu.isa.Reg.AL;
import static dev.ringmaster.cpu.isa.Reg.EAX;
import static dev.ringmaster.cpu.isa.Reg.EDX;

import dev.ringmaster.cpu.isa.Code;
import dev.ringmaster.cpu.isa.Label;
import dev.ringmaster.cpu.isa.Reg;

/** How a kernel ends: a digest of the results, a clean-up, and a verdict at the exit port. */
final class Ending {
    /** Port of the verdict: 0 all is well, 1 failed. */
    private static final int EXIT = 0xf4;

    /** Offset and factor of the 32-bit FNV-1a hash. */
    private static final long FNV_OFFSET = 0x811c9dc5L;

    private static final int FNV_PRIME = 0x01000193;

    private final KernelCode k;
    private final Code c;

    Ending(KernelCode k) {
        this.k = k;
        this.c = k.c;
    }

    /** Prints the FNV-1a hash of the bytes that the tasks wrote. */
    void digest() {
        c.mov(k.si, Layout.RESULTS).mov(k.cx, Tasks.RESULT_BYTES).mov(EAX, FNV_OFFSET);
        Label next = c.here("next byte");
        c.movzx(EDX, mem8(k.si)).xor(EAX, EDX).imul(EAX, EAX, FNV_PRIME);
        c.inc(k.si).loop(next);
        c.push(k.ax).mov(k.si, k.text("digest of the results: ")).call(k.at("printText"));
        c.pop(k.ax).call(k.at("printNumber")).call(k.at("endLine"));
    }

    /**
     * Forgets what depends on when a tick came (saved frames, counters, registers), so that two
     * runs that printed the same also end in the same state.
     */
    void forget() {
        new Timer(k).stop();
        c.mov(mem(k.at("ticks")).size(4), 0);
        c.mov(k.slot("current"), 0).mov(k.slot("tss").disp(4), 0);
        clear(Layout.STACKS, Layout.STACKS_END);
        clear(Layout.USER_DATA, Layout.USER_DATA_END);
        if (k.is64()) {
            c.mov(k.slot("per processor"), 0).mov(k.slot("per processor").disp(8), 0);
        }
        for (int register = 0; register < k.word * 2; register++) {
            Reg low = Reg.gpr(register, 4);
            c.xor(low, low);
        }
    }

    private void clear(long from, long to) {
        c.xor(EAX, EAX).mov(k.di, from).mov(k.cx, (to - from) / 4).rep().stosd();
    }

    /** The end as it must be: AX is 0. */
    void exit() {
        c.out(EXIT, AL);
        Label end = c.here("end");
        c.cli().hlt().jmp(end);
    }

    void routines() {
        fail();
    }

    /** Prints FAILED and the string at SI, and ends everything with 1. */
    private void fail() {
        k.bind("fail").push(k.si).mov(k.si, k.text("FAILED: ")).call(k.at("printText"));
        c.pop(k.si).call(k.at("printLine"));
        k.bind("exit with 1").mov(EAX, 1).out(EXIT, AL);
        Label end = c.here("end after failure");
        c.cli().hlt().jmp(end);
    }
}
