package dev.ringmaster.guest.kernel;

import static dev.ringmaster.cpu.isa.Operand.mem;
import static dev.ringmaster.cpu.isa.Reg.EAX;

import dev.ringmaster.cpu.isa.Code;
import dev.ringmaster.cpu.isa.Imm;

/**
 * The system calls: the number is in AX and the argument in BX; SYSCALL itself changes CX and R11.
 */
final class SystemCalls {
    /** What a task may ask for. */
    enum Call {
        /** Print the string at BX and end the line. */
        PRINT,
        /** Expect the probe at BX. */
        EXPECT,
        /** Tell in AX how many ticks there were. */
        TICKS,
        /** End the task. */
        END,
        /** Print the string at BX and end everything as failed. */
        FAIL
    }

    private final KernelCode k;
    private final Code c;
    private final Frame frame;

    SystemCalls(KernelCode k) {
        this.k = k;
        this.c = k.c;
        this.frame = new Frame(k);
    }

    /** A task's call. */
    void call(Call call, Imm argument) {
        c.mov(EAX, call.ordinal()).mov(k.bx, argument);
        if (k.is64()) {
            c.syscall();
        } else {
            c.interrupt(Vectors.SYSTEM_CALL);
        }
    }

    /** The kernel's side. */
    void routines() {
        k.bind("system call").mov(k.ax, frame.ax()).mov(k.bx, frame.bx());
        for (Call call : Call.values()) {
            c.cmp(EAX, call.ordinal()).je(k.at("call " + call));
        }
        c.jmp(k.failed("a system call that does not exist"));
        k.bind("call " + Call.PRINT).mov(k.si, k.bx).call(k.at("printLine"));
        c.jmp(k.at("return from system call"));
        k.bind("call " + Call.EXPECT).call(k.at("expect")).jmp(k.at("return from system call"));
        k.bind("call " + Call.TICKS).mov(EAX, mem(k.at("ticks"))).mov(frame.ax(), k.ax);
        c.jmp(k.at("return from system call"));
        k.bind("call " + Call.END);
        new Scheduler(k).endTask();
        k.bind("call " + Call.FAIL).mov(k.si, k.bx).jmp(k.at("fail"));
    }
}
