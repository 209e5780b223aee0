package dev.ringmaster.testkit.bench;

import static dev.ringmaster.cpu.isa.Operand.address;
import static dev.ringmaster.cpu.isa.Operand.far;
import static dev.ringmaster.cpu.isa.Operand.imm;
import static dev.ringmaster.cpu.isa.Operand.mem;
import static dev.ringmaster.cpu.isa.Reg.*;

import dev.ringmaster.cpu.instruction.Mnemonic;
import dev.ringmaster.cpu.isa.Code;
import dev.ringmaster.cpu.isa.Label;
import dev.ringmaster.cpu.isa.Reg;

/**
 * A boot sector that runs a {@link Workload} on any PC with a floppy drive: it loads the program,
 * maps the first 16 MiB to themselves by 4-KByte pages, enters 64-bit mode, calls the program, and
 * ends Bochs through its port 8900H.
 */
final class BootSector {
    static final int SIZE = 512;
    private static final int ORIGIN = 0x7c00;
    private static final int SECTORS_A_TRACK = 18;
    private static final int TABLES = 0x80000;
    private static final int PAGE_TABLES = 8;
    private static final int WRITABLE = 3;
    private static final long STACK = 0x700000;
    private static final int EFER = 0xc0000080;
    private static final int SHUTDOWN_PORT = 0x8900;

    private final Code c = new Code(2, ORIGIN);
    private final Label drive = c.label("drive");
    private final Label segment = c.label("segment");
    private final Label pointer = c.label("GDT pointer");
    private final Label wide = c.label("64-bit code");
    private final Label farewell = c.label("farewell");
    private final int sectors;
    private final long repetitions;

    private BootSector(int sectors, long repetitions) {
        this.sectors = sectors;
        this.repetitions = repetitions;
    }

    /**
     * The sector.
     *
     * @param sectors how many sectors of program follow it
     * @param repetitions what the program finds in RDI
     */
    static byte[] of(int sectors, long repetitions) {
        return new BootSector(sectors, repetitions).assemble();
    }

    private byte[] assemble() {
        start();
        load();
        enableA20();
        mapMemory();
        enterLongMode();
        callProgram();
        data();
        return c.bytes();
    }

    private void start() {
        Label here = c.label("start");
        c.emit(Mnemonic.JMPF, far(0, here)).bind(here).cli().xor(AX, AX).mov(DS, AX).mov(SS, AX);
        c.mov(SP, ORIGIN).mov(mem(drive), DL).sti();
    }

    /** Reads sector by sector through the BIOS to the linear address 10000H. */
    private void load() {
        c.mov(SI, 1);
        Label next = c.here("next sector");
        c.mov(AX, SI).xor(DX, DX).mov(BX, SECTORS_A_TRACK).div(BX);
        c.mov(CL, DL).inc(CL).mov(DH, AL).and(DH, 1).shr(AX, 1).mov(CH, AL);
        c.mov(DL, mem(drive)).mov(ES, mem(segment)).xor(BX, BX).mov(AX, 0x0201);
        c.interrupt(0x13).jc(next);
        c.add(mem(segment).size(2), SIZE / 16).inc(SI).cmp(SI, sectors).jbe(next).cli();
    }

    private void enableA20() {
        c.in(AL, 0x92).or(AL, 2).and(AL, 0xfe).out(0x92, AL);
    }

    /** PML4, page-directory-pointer table, page directory and the page tables, in this order. */
    private void mapMemory() {
        c.mov(AX, TABLES >> 4).mov(ES, AX).xor(EAX, EAX).xor(DI, DI).cld();
        c.mov(CX, (3 + PAGE_TABLES) * 0x1000 / 4).rep().stosd();
        long table = TABLES + WRITABLE;
        c.mov(mem(0).seg(ES).size(4), imm(table + 0x1000));
        c.mov(mem(0x1000).seg(ES).size(4), imm(table + 0x2000));
        fill(0x2000, table + 0x3000, PAGE_TABLES);
        fill(0x3000, WRITABLE, PAGE_TABLES * 512);
    }

    private void fill(int at, long first, int entries) {
        c.mov(DI, at).mov(EAX, imm(first)).mov(CX, entries);
        Label next = c.here("next entry");
        c.mov(mem(DI).seg(ES), EAX).add(EAX, 0x1000).add(DI, 8).loop(next);
    }

    private void enterLongMode() {
        c.lgdt(mem(pointer)).mov(EAX, 0x620).mov(CR4, EAX).mov(EAX, TABLES).mov(CR3, EAX);
        c.mov(ECX, imm(EFER & 0xffffffffL)).rdmsr().or(AX, 0x100).wrmsr();
        c.mov(EAX, imm(0x80000011L)).mov(CR0, EAX).emit(Mnemonic.JMPF, far(8, wide));
    }

    private void callProgram() {
        c.bits64().bind(wide).mov(EAX, 0x10);
        for (Reg register : new Reg[] {DS, ES, SS}) {
            c.mov(register, EAX);
        }
        c.mov(RSP, imm(STACK)).mov(RDI, imm(repetitions)).mov(EAX, imm(Workload.CODE)).call(RAX);
        c.mov(EDX, SHUTDOWN_PORT).mov(ESI, address(farewell)).mov(ECX, 8).rep().outsb();
        Label stop = c.here("stop");
        c.hlt().jmp(stop);
    }

    private void data() {
        Label gdt = c.label("GDT");
        c.bind(farewell).ascii("Shutdown").align(8);
        c.bind(gdt).dq(0, 0x00209a0000000000L, 0x0000920000000000L);
        c.bind(pointer).dw(23).data(address(gdt), 4);
        c.bind(drive).db(0).bind(segment).dw((int) Workload.CODE >> 4);
        c.padTo(ORIGIN + SIZE - 2).dw(0xaa55);
    }
}
