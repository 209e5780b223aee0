package dev.ringmaster.guest.kernel;

import static dev.ringmaster.cpu.isa.Operand.address;
import static dev.ringmaster.cpu.isa.Operand.imm;
import static dev.ringmaster.cpu.isa.Operand.mem;
import static dev.ringmaster.cpu.isa.Operand.mem32;
import static dev.ringmaster.cpu.isa.Operand.mem8;
import static dev.ringmaster.cpu.isa.Reg.AL;
import static dev.ringmaster.cpu.isa.Reg.CS;
import static dev.ringmaster.cpu.isa.Reg.EAX;
import static dev.ringmaster.cpu.isa.Reg.EBX;
import static dev.ringmaster.cpu.isa.Reg.ECX;
import static dev.ringmaster.cpu.isa.Reg.EDI;
import static dev.ringmaster.cpu.isa.Reg.EDX;
import static dev.ringmaster.cpu.isa.Reg.ESI;

import dev.ringmaster.cpu.isa.Code;
import dev.ringmaster.cpu.isa.Imm;
import dev.ringmaster.cpu.isa.Label;

/** What the kernel tries in ring 0 before any task runs. */
final class KernelChecks {
    private static final long PATTERN = 0x600df00dL;

    private final KernelCode k;
    private final Code c;
    private final Probes probes;

    KernelChecks(KernelCode k) {
        this.k = k;
        this.c = k.c;
        this.probes = new Probes(k);
    }

    void all() {
        ring();
        cpuid();
        CpuFeature.TSC.ifThere(c, this::timeStamps);
        exceptions();
        largePage();
        if (!k.is64()) {
            CpuFeature.PSE.ifThere(c, new ShortPaging(k)::check);
        }
        readOnlyPage();
        missingPage();
        if (k.is64()) {
            CpuFeature.NX.ifThere(c, this::noExecute);
        }
        timer();
    }

    private void ring() {
        c.mov(EAX, CS).test(EAX, 3).jnz(k.failed("the kernel is not in ring 0"));
        k.say("ring 0: CS has RPL 0");
    }

    /** Says only what every processor says alike. */
    private void cpuid() {
        Label none = k.failed("CPUID knows no leaf 1");
        c.xor(EAX, EAX).cpuid().test(EAX, EAX).jz(none).or(EBX, ECX).or(EBX, EDX).jz(none);
        k.say("CPUID: a vendor, leaf 1 and beyond");
    }

    private void timeStamps() {
        c.rdtsc().mov(ESI, EAX).mov(EDI, EDX).rdtsc().sub(EAX, ESI).sbb(EDX, EDI);
        c.jb(k.failed("the time-stamp counter went back"));
        c.or(EAX, EDX).jz(k.failed("the time-stamp counter stands"));
        k.say("RDTSC: time goes on");
    }

    private void exceptions() {
        probe(Expected.fault(Vectors.INVALID_OPCODE, 0, "UD2: #UD"), c::ud2);
        c.xor(EAX, EAX).xor(EDX, EDX).xor(ECX, ECX);
        probe(Expected.fault(Vectors.DIVIDE_ERROR, 0, "division by 0: #DE"), () -> c.div(ECX));
        breakpoint();
    }

    /** INT3 is a trap: the handler finds the address behind it. */
    private void breakpoint() {
        Label behind = c.label("behind INT3");
        Label resume = c.label("after INT3");
        expect(
                Expected.fault(Vectors.BREAKPOINT, 0, "INT3: #BP, and rIP is behind it"),
                address(behind),
                resume);
        c.int3().bind(behind).jmp(k.at("no fault")).bind(resume);
    }

    /** What is written by one page is read by the other. */
    private void largePage() {
        Label failed = k.failed("the 2 MiB page shows other memory");
        c.mov(k.di, Layout.RESULTS).mov(mem32(k.di), PATTERN);
        c.mov(k.si, Layout.WINDOW + Layout.RESULTS).cmp(mem32(k.si), PATTERN).jne(failed);
        c.mov(mem32(k.si), 0).cmp(mem32(k.di), 0).jne(failed);
        k.say("a 2 MiB page and 4 KiB pages show the same memory");
    }

    private void readOnlyPage() {
        c.mov(k.di, Layout.READ_ONLY);
        probe(
                Expected.pageFault(
                        Paging.PRESENT | Paging.WRITABLE,
                        Layout.READ_ONLY,
                        "write to a read-only page with CR0.WP: #PF, error 3"),
                () -> c.mov(mem8(k.di), AL));
    }

    /** The handler maps the page and returns to the same instruction. */
    private void missingPage() {
        long linear = Layout.UNMAPPED_KERNEL + 0x123;
        Label again = c.label("touch");
        Expected expected =
                Expected.missingPage(
                        Paging.WRITABLE,
                        linear,
                        Layout.FRAME_FOR_KERNEL | Paging.PRESENT | Paging.WRITABLE,
                        "write to a missing page: #PF, error 2, CR2 right; mapped");
        expect(expected, address(again), again);
        c.mov(k.di, linear).bind(again).mov(mem8(k.di), 0x5a);
        c.mov(k.si, Layout.FRAME_FOR_KERNEL + 0x123).cmp(mem8(k.si), 0x5a);
        c.jne(k.failed("the write did not reach the page frame"));
        k.say("the write was done again and reached the page frame");
    }

    private void noExecute() {
        Label resume = c.label("after no-execute");
        expect(
                Expected.pageFault(
                        Paging.PRESENT | Paging.FETCH,
                        Layout.READ_ONLY,
                        "jump to a page with NX: #PF, error 0x11"),
                imm(Layout.READ_ONLY),
                resume);
        c.mov(k.ax, Layout.READ_ONLY).jmp(k.ax).bind(resume);
    }

    private void timer() {
        Timer timer = new Timer(k);
        timer.initializeControllers();
        timer.start();
        c.sti().hlt().cli().cmp(mem(k.at("ticks")).size(4), 0);
        c.je(k.failed("HLT ended without a tick"));
        k.say("a tick of the timer ended HLT");
    }

    /** Writes an instruction that must fault, and goes on behind it. */
    private void probe(Expected expected, Runnable instruction) {
        Label at = c.label("probe");
        Label resume = c.label("after the probe");
        expect(expected, address(at), resume);
        c.bind(at);
        instruction.run();
        c.jmp(k.at("no fault")).bind(resume);
    }

    private void expect(Expected expected, Imm at, Label resume) {
        Label probe = probes.declare(expected, Selectors.KERNEL_CODE, at, resume);
        c.push(k.bx).push(k.si).mov(k.bx, address(probe)).call(k.at("expect"));
        c.pop(k.si).pop(k.bx);
    }

    void routines() {
        k.bind("no fault").jmp(k.failed("an instruction that must fault did not"));
    }
}
