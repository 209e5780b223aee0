package dev.ringmaster.testkit.bench;

import static dev.ringmaster.cpu.isa.Operand.imm;
import static dev.ringmaster.cpu.isa.Operand.mem;
import static dev.ringmaster.cpu.isa.Reg.AL;
import static dev.ringmaster.cpu.isa.Reg.EAX;
import static dev.ringmaster.cpu.isa.Reg.ECX;
import static dev.ringmaster.cpu.isa.Reg.RAX;
import static dev.ringmaster.cpu.isa.Reg.RBX;
import static dev.ringmaster.cpu.isa.Reg.RCX;
import static dev.ringmaster.cpu.isa.Reg.RDI;
import static dev.ringmaster.cpu.isa.Reg.RDX;
import static dev.ringmaster.cpu.isa.Reg.RSI;

import dev.ringmaster.cpu.isa.Code;
import dev.ringmaster.cpu.isa.Label;

/**
 * Programs to measure with: position-dependent 64-bit code without system instructions that repeats
 * its work RDI times and returns its result in RAX. They use memory from {@link #DATA} on.
 */
enum Workload {
    /** A dependent chain of arithmetic in registers. */
    INTEGER_LOOP("integer loop") {
        @Override
        void write(Code c) {
            c.mov(RAX, imm(1)).mov(RDX, imm(0x9e3779b97f4a7c15L)).mov(RCX, imm(7));
            Label again = c.here("again");
            c.add(RAX, RDX)
                    .mov(RBX, RAX)
                    .shr(RBX, imm(13))
                    .xor(RAX, RBX)
                    .lea(RCX, mem(RCX).index(RAX, 2).disp(5));
            c.add(RCX, RAX).and(RCX, imm(0xffff)).sub(RAX, RCX).dec(RDI).jnz(again);
            c.ret();
        }
    },

    /** Copies 64 KiB by loads and stores of 8 bytes, through 4-KByte pages. */
    COPY("copy with paging") {
        @Override
        void write(Code c) {
            Label again = c.here("again");
            c.mov(RSI, imm(DATA)).mov(RDX, imm(DATA + 0x10000)).mov(ECX, imm(0x2000));
            Label next = c.here("next");
            c.mov(RAX, mem(RSI))
                    .mov(mem(RDX), RAX)
                    .add(RSI, imm(8))
                    .add(RDX, imm(8))
                    .dec(ECX)
                    .jnz(next);
            c.dec(RDI).jnz(again).ret();
        }
    },

    /** Fibonacci numbers by the textbook's recursion: calls, returns, pushes and pops. */
    RECURSION("recursion") {
        @Override
        void write(Code c) {
            Label fib = c.label("fib");
            Label again = c.here("again");
            c.push(RDI).mov(RDI, imm(18)).call(fib).pop(RDI).dec(RDI).jnz(again).ret();
            c.bind(fib);
            Label more = c.label("more");
            c.mov(RAX, RDI).cmp(RDI, imm(2)).jae(more).ret();
            c.bind(more).push(RBX).mov(RBX, RDI).lea(RDI, mem(RBX).disp(-1)).call(fib).push(RAX);
            c.lea(RDI, mem(RBX).disp(-2)).call(fib).pop(RDX).add(RAX, RDX).pop(RBX).ret();
        }
    },

    /** The sieve of Eratosthenes over 32 KiB of bytes. */
    SIEVE("sieve") {
        @Override
        void write(Code c) {
            Label again = c.here("again");
            c.mov(RSI, imm(DATA)).mov(ECX, imm(LIMIT / 8)).mov(RAX, imm(0x0101010101010101L));
            Label fill = c.here("fill");
            c.mov(mem(RSI), RAX).add(RSI, imm(8)).dec(ECX).jnz(fill);
            c.mov(RBX, imm(2)).mov(RSI, imm(DATA));
            Label outer = c.here("outer");
            Label inner = c.label("inner");
            Label next = c.label("next");
            c.movzx(EAX, mem(RSI).index(RBX).size(1)).test(EAX, EAX).jz(next);
            c.lea(RDX, mem(RBX).index(RBX)).xor(EAX, EAX);
            c.bind(inner)
                    .cmp(RDX, imm(LIMIT))
                    .jae(next)
                    .mov(mem(RSI).index(RDX), AL)
                    .add(RDX, RBX)
                    .jmp(inner);
            c.bind(next).inc(RBX).cmp(RBX, imm(LIMIT)).jb(outer);
            c.dec(RDI).jnz(again).ret();
        }
    };

    /** Where the programs' data lie: a linear address that is mapped to itself. */
    static final long DATA = 0x200000;

    /** Where the programs stand. */
    static final long CODE = 0x10000;

    private static final int LIMIT = 0x8000;

    private final String title;

    Workload(String title) {
        this.title = title;
    }

    /** The name in tables. */
    String title() {
        return title;
    }

    abstract void write(Code c);

    /**
     * The program, to be placed at {@link #CODE} and called with the number of repetitions in RDI.
     */
    byte[] program() {
        Code code = new Code(8, CODE);
        write(code);
        return code.bytes();
    }
}
