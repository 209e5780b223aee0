package dev.ringmaster.guest.kernel;

import static dev.ringmaster.cpu.isa.Operand.address;
import static dev.ringmaster.cpu.isa.Operand.far;
import static dev.ringmaster.cpu.isa.Operand.mem;
import static dev.ringmaster.cpu.isa.Reg.AX;
import static dev.ringmaster.cpu.isa.Reg.CR0;
import static dev.ringmaster.cpu.isa.Reg.CR3;
import static dev.ringmaster.cpu.isa.Reg.CR4;
import static dev.ringmaster.cpu.isa.Reg.DS;
import static dev.ringmaster.cpu.isa.Reg.EAX;
import static dev.ringmaster.cpu.isa.Reg.EBP;
import static dev.ringmaster.cpu.isa.Reg.ECX;
import static dev.ringmaster.cpu.isa.Reg.EDX;
import static dev.ringmaster.cpu.isa.Reg.ES;
import static dev.ringmaster.cpu.isa.Reg.ESP;
import static dev.ringmaster.cpu.isa.Reg.FS;
import static dev.ringmaster.cpu.isa.Reg.GS;
import static dev.ringmaster.cpu.isa.Reg.SS;

import dev.ringmaster.cpu.arch.Cr0;
import dev.ringmaster.cpu.arch.Cr4;
import dev.ringmaster.cpu.arch.Efer;
import dev.ringmaster.cpu.isa.Code;
import dev.ringmaster.cpu.isa.Reg;

/** From the boot loader's 32-bit mode without paging to the kernel's own mode and tables. */
final class Boot {
    private static final int MULTIBOOT_HEADER = 0x1badb002;
    private static final long MULTIBOOT_LOADED = 0x2badb002L;
    private static final int EFER = 0xc0000080;
    private static final int STAR = 0xc0000081;
    private static final int LSTAR = 0xc0000082;
    private static final int FMASK = 0xc0000084;
    private static final int KERNEL_GS_BASE = 0xc0000102;

    /** TF, IF and DF: a system call starts without them. */
    private static final int CLEARED_BY_SYSCALL = 0x700;

    private final KernelCode k;
    private final Code c;

    Boot(KernelCode k) {
        this.k = k;
        this.c = k.c;
    }

    /** What makes the file a multiboot 1 image; wants nothing special. */
    void header() {
        c.dd(MULTIBOOT_HEADER).dd(0).dd(-MULTIBOOT_HEADER);
    }

    /** The entry point. */
    void start() {
        k.bind("start").cli().cld().mov(ESP, Layout.STACKS + Layout.PAGE).mov(EBP, EAX);
        new Paging(k).writeTables();
        c.lgdt(mem(k.at("gdt pointer")));
        startPaging();
        c.jmp(far(Selectors.KERNEL_CODE, k.at("own mode")).size(4));
        if (k.is64()) {
            c.bits64();
        }
        k.bind("own mode");
        loadRegisters();
        c.cmp(EBP, MULTIBOOT_LOADED).jne(k.failed("not started by a multiboot loader"));
        if (k.is64()) {
            enableSystemCalls();
        }
    }

    /**
     * PAE paging; where EFER.LME is set, the same step enters long mode. CR0.WP makes read-only
     * pages read-only for ring 0 too.
     *
     * @sdm Vol. 3A, Initializing IA-32e Mode
     */
    private void startPaging() {
        control(CR4, Cr4.PAE.mask());
        c.mov(EAX, k.pick(Layout.POINTERS, Layout.PML4)).mov(CR3, EAX);
        if (k.is64()) {
            extendedFeature(Efer.LME.mask() | Efer.SCE.mask());
            CpuFeature.NX.ifThere(
                    c,
                    () -> {
                        extendedFeature(Efer.NXE.mask());
                        new Paging(k).forbidExecution();
                    });
        }
        control(CR0, Cr0.PG.mask() | Cr0.WP.mask());
    }

    private void extendedFeature(long bits) {
        c.mov(ECX, EFER).rdmsr().or(EAX, bits).wrmsr();
    }

    private void control(Reg register, long bits) {
        c.mov(EAX, register).or(EAX, bits).mov(register, EAX);
    }

    private void loadRegisters() {
        c.mov(AX, Selectors.KERNEL_DATA);
        c.mov(DS, AX).mov(ES, AX).mov(SS, AX).mov(FS, AX).mov(GS, AX);
        c.mov(k.sp, Layout.STACKS + Layout.PAGE);
        c.lidt(mem(k.at("idt pointer")));
        c.mov(AX, Selectors.TSS).ltr(AX);
    }

    /** SYSCALL's entry, selectors and flags, and the GS base that SWAPGS brings. */
    private void enableSystemCalls() {
        c.mov(ECX, STAR).xor(EAX, EAX).mov(EDX, Selectors.STAR).wrmsr();
        c.xor(EDX, EDX);
        c.mov(ECX, LSTAR).mov(EAX, address(k.at("syscall entry"))).wrmsr();
        c.mov(ECX, FMASK).mov(EAX, CLEARED_BY_SYSCALL).wrmsr();
        c.mov(ECX, KERNEL_GS_BASE).mov(EAX, address(k.at("per processor"))).wrmsr();
    }
}
