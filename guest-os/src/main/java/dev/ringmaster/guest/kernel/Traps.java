package dev.ringmaster.guest.kernel;

import static dev.ringmaster.cpu.isa.Operand.mem;
import static dev.ringmaster.cpu.isa.Reg.DS;
import static dev.ringmaster.cpu.isa.Reg.EAX;
import static dev.ringmaster.cpu.isa.Reg.ES;
import static dev.ringmaster.cpu.isa.Reg.GS;
import static dev.ringmaster.cpu.isa.Reg.R10;
import static dev.ringmaster.cpu.isa.Reg.R11;
import static dev.ringmaster.cpu.isa.Reg.R12;
import static dev.ringmaster.cpu.isa.Reg.R13;
import static dev.ringmaster.cpu.isa.Reg.R14;
import static dev.ringmaster.cpu.isa.Reg.R15;
import static dev.ringmaster.cpu.isa.Reg.R8;
import static dev.ringmaster.cpu.isa.Reg.R9;
import static dev.ringmaster.cpu.isa.Reg.RAX;
import static dev.ringmaster.cpu.isa.Reg.RBP;
import static dev.ringmaster.cpu.isa.Reg.RBX;
import static dev.ringmaster.cpu.isa.Reg.RCX;
import static dev.ringmaster.cpu.isa.Reg.RDI;
import static dev.ringmaster.cpu.isa.Reg.RDX;
import static dev.ringmaster.cpu.isa.Reg.RSI;
import static dev.ringmaster.cpu.isa.Reg.RSP;

import dev.ringmaster.cpu.isa.Code;
import dev.ringmaster.cpu.isa.Reg;

import java.util.List;

/**
 * The way into the kernel and out of it: every vector's entry, and SYSCALL's, makes a {@link
 * Frame}.
 */
final class Traps {
    private static final List<Reg> REGISTERS_64 =
            List.of(RAX, RCX, RDX, RBX, RBP, RSI, RDI, R8, R9, R10, R11, R12, R13, R14, R15);

    private final KernelCode k;
    private final Code c;
    private final Frame frame;

    Traps(KernelCode k) {
        this.k = k;
        this.c = k.c;
        this.frame = new Frame(k);
    }

    /** The name of the label where a vector enters. */
    static String entry(int vector) {
        boolean own = vector <= Vectors.TIMER || vector == Vectors.SYSTEM_CALL;
        return own ? "vector " + vector : "other vector";
    }

    void routines() {
        for (int vector = 0; vector <= Vectors.TIMER; vector++) {
            entryOf(vector);
        }
        entryOf(Vectors.SYSTEM_CALL);
        k.bind("other vector").push(0).push(Vectors.SYSTEM_CALL - 1).jmp(k.at("save"));
        if (k.is64()) {
            syscallEntry();
            perProcessor();
        }
        save();
        dispatch();
        restore();
        if (k.is64()) {
            returnBySysret();
        } else {
            k.bind("return from system call").jmp(k.at("restore"));
        }
    }

    private void entryOf(int vector) {
        k.bind(entry(vector));
        if (!Vectors.hasErrorCode(vector)) {
            c.push(0);
        }
        c.push(vector).jmp(k.at("save"));
    }

    /**
     * SYSCALL switches no stack: GS finds the kernel's, and what an interrupt would have pushed is
     * pushed by hand. RCX holds the return address and R11 the flags.
     *
     * @sdm Vol. 2B, SYSCALL
     */
    private void syscallEntry() {
        k.bind("syscall entry").swapgs();
        c.mov(mem(0).size(8).disp(8).seg(GS), RSP).mov(RSP, mem(0).size(8).seg(GS));
        c.push(Selectors.USER_DATA).push(mem(0).size(8).disp(8).seg(GS)).swapgs();
        c.push(R11).push(Selectors.USER_CODE).push(RCX);
        c.push(0).push(Vectors.SYSTEM_CALL).jmp(k.at("save"));
    }

    /** The kernel stack of the running task, and room for its stack pointer. */
    private void perProcessor() {
        c.align(8);
        k.bind("per processor").dq(Layout.STACKS + Layout.PAGE, 0);
    }

    private void save() {
        k.bind("save");
        if (k.is64()) {
            REGISTERS_64.forEach(c::push);
        } else {
            c.pusha().push(DS).push(ES);
            c.mov(EAX, Selectors.KERNEL_DATA).mov(DS, EAX).mov(ES, EAX);
        }
        c.cld();
    }

    private void dispatch() {
        c.mov(k.ax, frame.of(frame.vector()));
        c.cmp(EAX, Vectors.TIMER).je(k.at("tick"));
        c.cmp(EAX, Vectors.SYSTEM_CALL).je(k.at("system call")).jmp(k.at("fault"));
    }

    /** Continues the program whose frame the stack pointer points to. */
    private void restore() {
        k.bind("restore");
        popRegisters();
        c.add(k.sp, 2L * k.word);
        if (k.is64()) {
            c.iretq();
        } else {
            c.iret();
        }
    }

    private void popRegisters() {
        if (k.is64()) {
            for (int n = REGISTERS_64.size() - 1; n >= 0; n--) {
                c.pop(REGISTERS_64.get(n));
            }
        } else {
            c.pop(ES).pop(DS).popa();
        }
    }

    /**
     * @sdm Vol. 2B, SYSRET
     */
    private void returnBySysret() {
        k.bind("return from system call");
        popRegisters();
        c.mov(RCX, mem(RSP).disp(16)).mov(R11, mem(RSP).disp(32)).mov(RSP, mem(RSP).disp(40));
        c.sysretq();
    }
}
