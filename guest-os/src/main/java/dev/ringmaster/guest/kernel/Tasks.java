package dev.ringmaster.guest.kernel;

import static dev.ringmaster.cpu.isa.Operand.address;
import static dev.ringmaster.cpu.isa.Operand.imm;
import static dev.ringmaster.cpu.isa.Operand.mem32;
import static dev.ringmaster.cpu.isa.Operand.mem8;
import static dev.ringmaster.cpu.isa.Reg.AL;
import static dev.ringmaster.cpu.isa.Reg.AX;
import static dev.ringmaster.cpu.isa.Reg.CS;
import static dev.ringmaster.cpu.isa.Reg.DS;
import static dev.ringmaster.cpu.isa.Reg.DX;
import static dev.ringmaster.cpu.isa.Reg.EAX;

import dev.ringmaster.cpu.isa.Code;
import dev.ringmaster.cpu.isa.Imm;
import dev.ringmaster.cpu.isa.Label;
import dev.ringmaster.guest.kernel.SystemCalls.Call;

/**
 * The two tasks, in ring 3. A first tries what ring 3 must not do. Then they take turns: A fills a
 * block with numbers, B copies it. Whose turn it is stands in memory, and whoever waits spins
 * without a system call, so that only the timer can let the other one run.
 */
final class Tasks {
    static final int ROUNDS = 3;

    /** Doublewords in a block. */
    static final int NUMBERS = 64;

    /** The bytes that the tasks write: two blocks a round. */
    static final int RESULT_BYTES = ROUNDS * 2 * NUMBERS * 4;

    /** The linear congruential generator whose numbers A writes. */
    static final int FACTOR = 1664525;

    static final int INCREMENT = 1013904223;

    private static final int A = 0;
    private static final int B = 1;

    private final KernelCode k;
    private final Code c;
    private final SystemCalls calls;

    Tasks(KernelCode k) {
        this.k = k;
        this.c = k.c;
        this.calls = new SystemCalls(k);
    }

    /** All that ring 3 executes. */
    void text() {
        taskA();
        taskB();
        k.bind("user: no fault");
        calls.call(Call.FAIL, k.text("an instruction that must fault in ring 3 did not"));
        k.bind("user: wrong");
        calls.call(Call.FAIL, k.text("a task found something else than it must"));
    }

    private void taskA() {
        k.bind("task A").mov(EAX, CS).and(EAX, 3).cmp(EAX, 3).jne(k.at("user: wrong"));
        print("ring 3: CS has RPL 3");
        privileged();
        ports();
        memory();
        for (int round = 0; round < ROUNDS; round++) {
            waitFor(A);
            fill(round);
            print("task A: block " + (round + 1) + " written");
            passTo(B);
        }
        calls.call(Call.END, imm(0));
    }

    private void privileged() {
        probe(refused(0, "CLI in ring 3: #GP(0)"), c::cli);
        probe(refused(0, "HLT in ring 3: #GP(0)"), c::hlt);
        c.mov(EAX, Selectors.KERNEL_DATA);
        probe(
                refused(Selectors.KERNEL_DATA, "a ring 0 segment into DS in ring 3: #GP(0x10)"),
                () -> c.mov(DS, AX));
        probe(
                refused(
                        Vectors.TIMER << 3 | 2,
                        "INT 0x20 through a ring 0 gate in ring 3: #GP(0x102)"),
                () -> c.interrupt(Vectors.TIMER));
    }

    private static Expected refused(int error, String line) {
        return Expected.fault(Vectors.GENERAL_PROTECTION, error, line);
    }

    private void ports() {
        c.mov(DX, Console.LINE_STATUS).in(AL, DX);
        print("IN from port 0x3fd in ring 3: allowed by the permission bitmap");
        c.mov(DX, Console.DATA);
        probe(
                refused(0, "OUT to port 0x3f8 in ring 3: #GP(0) by the permission bitmap"),
                () -> c.out(DX, AL));
    }

    private void memory() {
        int user = Paging.PRESENT | Paging.USER;
        probeAt(
                Layout.KERNEL,
                Expected.pageFault(
                        user, Layout.KERNEL, "read of the kernel's memory in ring 3: #PF, error 5"),
                () -> c.mov(AL, mem8(k.di)));
        probeAt(
                Layout.USER_TEXT,
                Expected.pageFault(
                        user | Paging.WRITABLE,
                        Layout.USER_TEXT,
                        "write to the task's own text: #PF, error 7"),
                () -> c.mov(mem8(k.di), AL));
        missingPage();
        if (k.is64()) {
            CpuFeature.NX.ifThere(c, this::noExecute);
        }
    }

    /** The instruction that faults is the one that cannot be fetched. */
    private void noExecute() {
        Label resume = c.label("after no-execute in ring 3");
        Expected expected =
                Expected.pageFault(
                        Paging.PRESENT | Paging.USER | Paging.FETCH,
                        Layout.USER_DATA,
                        "jump to the task's own data: #PF, error 0x15");
        expect(expected, imm(Layout.USER_DATA), resume);
        c.mov(k.di, Layout.USER_DATA).jmp(k.di).bind(resume);
    }

    /** The kernel maps the page, and the same instruction is done again. */
    private void missingPage() {
        long linear = Layout.UNMAPPED_USER + 0x456;
        int rights = Paging.PRESENT | Paging.WRITABLE | Paging.USER;
        Label again = c.label("touch in ring 3");
        Expected expected =
                Expected.missingPage(
                        Paging.WRITABLE | Paging.USER,
                        linear,
                        Layout.FRAME_FOR_TASK | rights,
                        "write to a missing page in ring 3: #PF, error 6, CR2 right; mapped");
        expect(expected, address(again), again);
        c.mov(k.di, linear).bind(again).mov(mem8(k.di), 0x77);
        c.cmp(mem8(k.di), 0x77).jne(k.at("user: wrong"));
    }

    private void taskB() {
        k.bind("task B");
        for (int round = 0; round < ROUNDS; round++) {
            waitFor(B);
            copy(round);
            print("task B: block " + (round + 1) + " copied by REP MOVS, and equal");
            passTo(A);
        }
        calls.call(Call.TICKS, imm(0));
        c.cmp(EAX, ROUNDS).jb(k.at("user: wrong"));
        calls.call(Call.END, imm(0));
    }

    private void waitFor(int task) {
        c.mov(k.di, Layout.USER_DATA);
        Label spin = c.here("spin");
        c.pause().cmp(mem32(k.di), task).jne(spin);
    }

    private void passTo(int task) {
        c.mov(k.di, Layout.USER_DATA).mov(mem32(k.di), task);
    }

    private static long block(int round) {
        return Layout.RESULTS + round * 2L * NUMBERS * 4;
    }

    private void fill(int round) {
        c.mov(k.di, block(round)).mov(k.cx, NUMBERS).mov(EAX, round + 1L);
        Label next = c.here("next number");
        c.imul(EAX, EAX, FACTOR).add(EAX, INCREMENT).stosd().loop(next);
    }

    private void copy(int round) {
        from(round);
        c.rep().movsd();
        from(round);
        c.rep().cmpsd().jne(k.at("user: wrong"));
    }

    private void from(int round) {
        c.mov(k.si, block(round)).mov(k.di, block(round) + NUMBERS * 4L).mov(k.cx, NUMBERS);
    }

    private void print(String line) {
        calls.call(Call.PRINT, k.text(line));
    }

    private void probeAt(long linear, Expected expected, Runnable instruction) {
        c.mov(k.di, linear);
        probe(expected, instruction);
    }

    /** Writes an instruction that must fault, and goes on behind it. AX, DX and DI are kept. */
    private void probe(Expected expected, Runnable instruction) {
        Label at = c.label("ring 3 probe");
        Label resume = c.label("after the ring 3 probe");
        c.push(k.ax);
        expect(expected, address(at), resume);
        c.pop(k.ax).bind(at);
        instruction.run();
        c.jmp(k.at("user: no fault")).bind(resume);
    }

    private void expect(Expected expected, Imm at, Label resume) {
        Label probe = new Probes(k).declare(expected, Selectors.USER_CODE, at, resume);
        calls.call(Call.EXPECT, address(probe));
    }
}
