package dev.ringmaster.guest.kernel;

import static dev.ringmaster.cpu.isa.Operand.address;
import static dev.ringmaster.cpu.isa.Reg.AL;
import static dev.ringmaster.cpu.isa.Reg.DX;
import static dev.ringmaster.cpu.isa.Reg.SI;

import dev.ringmaster.cpu.isa.Code;
import dev.ringmaster.cpu.isa.Label;
import dev.ringmaster.guest.load.BootOptions;

/** The smallest guest: in real mode, it prints a line and halts. */
final class Hello {
    static final String LINE = "Hello from real mode.\n";

    private Hello() {}

    static byte[] image() {
        Code code = new Code(2, BootOptions.BOOT_SECTOR);
        Label line = code.label("line");
        Label end = code.label("end");
        code.mov(SI, address(line)).mov(DX, Console.DATA).cld();
        Label next = code.here("next");
        code.lodsb().test(AL, AL).jz(end).out(DX, AL).jmp(next);
        code.bind(end).cli().hlt();
        code.bind(line).ascii(LINE).db(0);
        return code.bytes();
    }
}
