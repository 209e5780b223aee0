package dev.ringmaster.testkit.sensitive;

import dev.ringmaster.cpu.Cpu;
import dev.ringmaster.cpu.Feature;
import dev.ringmaster.cpu.arch.Cr0;
import dev.ringmaster.cpu.arch.Cr4;
import dev.ringmaster.cpu.arch.Efer;
import dev.ringmaster.cpu.arch.Flag;
import dev.ringmaster.cpu.arch.Rflags;
import dev.ringmaster.cpu.protection.ControlRegisters;
import dev.ringmaster.cpu.state.CpuState;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/** The dimensions, apart from the ring: a table. */
final class Dimensions {
    private static final Cr0[] CR0 = {Cr0.MP, Cr0.EM, Cr0.TS, Cr0.NE, Cr0.WP, Cr0.AM, Cr0.CD};
    private static final Cr4[] CR4 = {
        Cr4.TSD, Cr4.DE, Cr4.MCE, Cr4.PGE, Cr4.PCE, Cr4.UMIP, Cr4.OSXSAVE, Cr4.FSGSBASE, Cr4.OSFXSR
    };

    private Dimensions() {}

    /** What can be varied on this processor, in a fixed order. */
    static List<Dimension> of(Cpu cpu) {
        List<Dimension> all = new ArrayList<>();
        tables(all);
        flags(all);
        controls(all, ControlRegisters.definedCr4(cpu));
        modelSpecific(all, cpu);
        return List.copyOf(all);
    }

    private static void add(List<Dimension> all, String name, Consumer<CpuState> vary) {
        all.add(new Dimension(name, cpu -> vary.accept(cpu.state)));
    }

    private static void tables(List<Dimension> all) {
        add(all, "GDTR base", s -> s.gdtr.base = Layout.GDT_TWIN);
        add(all, "GDTR limit", s -> s.gdtr.limit = Layout.GDT_LIMIT + 0x10);
        add(all, "IDTR base", s -> s.idtr.base = Layout.IDT_TWIN);
        add(all, "IDTR limit", s -> s.idtr.limit |= 0x7);
        add(all, "LDTR selector", s -> s.ldtr.selector = Layout.LDT_SELECTOR_TWIN);
        add(all, "TR selector", s -> s.tr.selector = Layout.TSS_SELECTOR_TWIN);
        add(all, "I/O permission bitmap", s -> s.tr.base = Layout.TSS_OPEN);
        add(all, "CR3", s -> s.cr3 = Layout.TABLES_TWIN);
    }

    private static void flags(List<Dimension> all) {
        add(all, "IOPL", s -> s.flags.setSystem(s.flags.system() ^ Rflags.IOPL));
        add(all, "IF", s -> s.flags.setSystem(s.flags.system() ^ Rflags.IF.mask()));
        add(all, "VIF", s -> s.flags.setSystem(s.flags.system() ^ Rflags.VIF.mask()));
    }

    private static void controls(List<Dimension> all, long definedCr4) {
        for (Cr0 bit : CR0) {
            add(all, "CR0." + bit.name(), s -> s.cr0 = toggled(s.cr0, bit));
        }
        for (Cr4 bit : CR4) {
            if (bit.in(definedCr4)) {
                add(all, "CR4." + bit.name(), s -> s.cr4 = toggled(s.cr4, bit));
            }
        }
        add(all, "CR2", s -> s.cr2 = 0x1000);
        all.add(new Dimension("CR8", cpu -> cpu.interrupts.setTaskPriorityClass(5)));
        add(all, "DR0", s -> s.dr[0] = 0x1000);
        add(all, "DR6", s -> s.dr[6] ^= 1);
        add(all, "DR7.GD", s -> s.dr[7] ^= 1 << 13);
    }

    private static long toggled(long register, Flag bit) {
        return register ^ bit.mask();
    }

    private static void modelSpecific(List<Dimension> all, Cpu cpu) {
        if (cpu.profile.has(Feature.SYSCALL)) {
            add(all, "EFER.SCE", s -> s.efer = toggled(s.efer, Efer.SCE));
            add(all, "IA32_STAR", s -> s.star += 1L << 35);
            add(all, "IA32_LSTAR", s -> s.lstar += 0x10);
        }
        if (cpu.profile.has(Feature.NX)) {
            add(all, "EFER.NXE", s -> s.efer = toggled(s.efer, Efer.NXE));
        }
        if (cpu.profile.has(Feature.XSAVE)) {
            add(all, "XCR0", s -> s.xcr0 ^= 2);
        }
        add(all, "IA32_SYSENTER_EIP", s -> s.sysenterEip += 0x10);
        add(all, "IA32_TSC_AUX", s -> s.tscAux = 7);
        add(all, "IA32_KERNEL_GS_BASE", s -> s.kernelGsBase = 0x1000);
        add(all, "IA32_PAT", s -> s.pat ^= 0x0700);
        all.add(new Dimension("time-stamp counter", c -> c.setTsc(c.tsc() + 0x100000)));
    }
}
