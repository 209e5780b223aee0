package dev.ringmaster.guest.kernel;

import static dev.ringmaster.cpu.isa.Reg.AH;
import static dev.ringmaster.cpu.isa.Reg.AL;
import static dev.ringmaster.cpu.isa.Reg.DX;
import static dev.ringmaster.cpu.isa.Reg.EAX;

import dev.ringmaster.cpu.isa.Code;
import dev.ringmaster.cpu.isa.Label;

/**
 * The serial line: a 16550 at port 0x3f8, which is asked before each character whether it has room.
 */
final class Console {
    static final int DATA = 0x3f8;
    static final int LINE_STATUS = 0x3fd;
    private static final int INTERRUPTS = 0x3f9;
    private static final int LINE_CONTROL = 0x3fb;
    private static final int ROOM = 0x20;

    private final KernelCode k;
    private final Code c;

    Console(KernelCode k) {
        this.k = k;
        this.c = k.c;
    }

    /** 115200 baud, 8 data bits, no parity, no interrupts. */
    void initialize() {
        out(LINE_CONTROL, 0x83);
        out(DATA, 1);
        out(INTERRUPTS, 0);
        out(LINE_CONTROL, 0x03);
        out(INTERRUPTS, 0);
    }

    private void out(int port, int value) {
        c.mov(DX, port).mov(AL, value).out(DX, AL);
    }

    void routines() {
        putCharacter();
        printText();
        printLine();
        printNumber();
    }

    /** Sends AL. Changes AX and DX. */
    private void putCharacter() {
        k.bind("putCharacter").mov(AH, AL).mov(DX, LINE_STATUS);
        Label wait = c.here("wait for room");
        c.in(AL, DX).test(AL, ROOM).jz(wait);
        c.mov(AL, AH).mov(DX, DATA).out(DX, AL).ret();
    }

    /** Sends the string at SI. Changes AX, DX and SI. */
    private void printText() {
        Label end = c.label("end of text");
        Label next = k.bind("printText").here("next character");
        c.lodsb().test(AL, AL).jz(end).call(k.at("putCharacter")).jmp(next);
        c.bind(end).ret();
    }

    /** Sends the string at SI and ends the line. Changes AX, DX and SI. */
    private void printLine() {
        k.bind("printLine").call(k.at("printText"));
        k.bind("endLine").mov(AL, '\n').jmp(k.at("putCharacter"));
    }

    /** Sends EAX as 8 hexadecimal digits. Changes AX, CX and DX. */
    private void printNumber() {
        Label digit = c.label("digit");
        k.bind("printNumber").mov(k.cx, 8);
        Label next = c.here("next digit");
        c.rol(EAX, 4).push(k.ax).and(AL, 0xf).add(AL, '0').cmp(AL, '9').jbe(digit);
        c.add(AL, 'a' - '9' - 1);
        c.bind(digit).call(k.at("putCharacter")).pop(k.ax).loop(next).ret();
    }
}
