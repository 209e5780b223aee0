package dev.ringmaster.cpu.protection;

import dev.ringmaster.cpu.Cpu;
import dev.ringmaster.cpu.CpuExtension;
import dev.ringmaster.cpu.Feature;
import dev.ringmaster.cpu.arch.Cr0;
import dev.ringmaster.cpu.arch.Cr4;
import dev.ringmaster.cpu.arch.Efer;
import dev.ringmaster.cpu.arch.Fault;
import dev.ringmaster.cpu.state.CpuState;
import dev.ringmaster.cpu.state.Segment;

/**
 * Which values the control registers take, and what follows from a change. The values are those
 * that the register will hold: what a guest sees of it has been resolved before.
 *
 * @sdm Vol. 3A, Control Registers
 * @sdm Vol. 2B, MOV—Move to/from Control Registers
 */
public final class ControlRegisters {
    private static final long CR0_DEFINED =
            Cr0.PE.mask()
                    | Cr0.MP.mask()
                    | Cr0.EM.mask()
                    | Cr0.TS.mask()
                    | Cr0.NE.mask()
                    | Cr0.WP.mask()
                    | Cr0.AM.mask()
                    | Cr0.NW.mask()
                    | Cr0.CD.mask()
                    | Cr0.PG.mask();
    private static final long CR0_TRANSLATION = Cr0.PE.mask() | Cr0.PG.mask() | Cr0.WP.mask();
    private static final long CR0_PDPTE = Cr0.PG.mask() | Cr0.CD.mask() | Cr0.NW.mask();
    private static final long CR4_PDPTE =
            Cr4.PSE.mask() | Cr4.PAE.mask() | Cr4.PGE.mask() | Cr4.SMEP.mask();
    private static final long CR4_TRANSLATION = CR4_PDPTE | Cr4.SMAP.mask() | Cr4.PCIDE.mask();
    private static final long NO_FLUSH = 1L << 63;
    private static final long PCID = 0xfff;

    private ControlRegisters() {}

    // --- CR0

    /**
     * Writes CR0.
     *
     * @throws Fault #GP(0) if the value is not allowed; nothing has changed then
     */
    public static void writeCr0(Cpu cpu, long value) {
        CpuState s = cpu.state;
        long old = s.cr0;
        long next = value & CR0_DEFINED | Cr0.ET.mask();
        if (value >>> 32 != 0 || !consistentCr0(next) || !allowedCr0(cpu, next)) {
            throw Fault.gp(0);
        }
        requirePagingChange(s, old, next);
        s.cr0 = next;
        if (pae(s) && ((old ^ next) & CR0_PDPTE) != 0 && !cpu.memory.loadPdptes(s.cr3)) {
            s.cr0 = old;
            throw Fault.gp(0);
        }
        s.efer = Efer.LMA.with(s.efer, Efer.LME.in(s.efer) && Cr0.PG.in(next));
        if (((old ^ next) & CR0_TRANSLATION) != 0) {
            cpu.memory.flush();
        }
        cpu.modeChanged();
    }

    private static boolean consistentCr0(long value) {
        boolean paging = !Cr0.PG.in(value) || Cr0.PE.in(value);
        return paging && (!Cr0.NW.in(value) || Cr0.CD.in(value));
    }

    private static boolean allowedCr0(Cpu cpu, long value) {
        for (CpuExtension extension : cpu.extensions()) {
            if (!extension.allowsCr0(value)) {
                return false;
            }
        }
        return true;
    }

    private static void requirePagingChange(CpuState s, long old, long next) {
        boolean on = Cr0.PG.in(next) && !Cr0.PG.in(old);
        boolean off = Cr0.PG.in(old) && !Cr0.PG.in(next);
        if (on && Efer.LME.in(s.efer)) {
            requireLongMode(s);
        }
        if (off && (s.mode64() || Cr4.PCIDE.in(s.cr4))) {
            throw Fault.gp(0);
        }
    }

    /**
     * @sdm Vol. 3A, Initializing IA-32e Mode
     */
    private static void requireLongMode(CpuState s) {
        boolean smallTask = !s.tr.unusable() && (s.tr.access & 0x1d) == Descriptor.TSS16;
        if (!Cr4.PAE.in(s.cr4) || s.segments[Segment.CS].longMode() || smallTask) {
            throw Fault.gp(0);
        }
    }

    /** PAE paging, also while IA-32e mode is about to be entered: then the PDPTEs are not used. */
    private static boolean pae(CpuState s) {
        return s.paging() && Cr4.PAE.in(s.cr4) && !Efer.LME.in(s.efer);
    }

    // --- CR3

    /** Writes CR3 and drops the translations. */
    public static void writeCr3(Cpu cpu, long value) {
        CpuState s = cpu.state;
        long next = Cr4.PCIDE.in(s.cr4) ? value & ~NO_FLUSH : value;
        long reserved = -1L << cpu.profile.physicalBits();
        if (s.longMode() && (next & reserved) != 0) {
            throw Fault.gp(0);
        }
        if (s.paePaging() && !cpu.memory.loadPdptes(next)) {
            throw Fault.gp(0);
        }
        s.cr3 = next;
        cpu.memory.flush();
    }

    // --- CR4

    /**
     * Writes CR4.
     *
     * @throws Fault #GP(0) if the value is not allowed; nothing has changed then
     */
    public static void writeCr4(Cpu cpu, long value) {
        CpuState s = cpu.state;
        long old = s.cr4;
        if ((value & ~definedCr4(cpu)) != 0 || !allowedCr4(cpu, value)) {
            throw Fault.gp(0);
        }
        boolean pcideOn = Cr4.PCIDE.in(value) && !Cr4.PCIDE.in(old);
        boolean paeOff = Cr4.PAE.in(old) && !Cr4.PAE.in(value);
        if (paeOff && s.longMode() || pcideOn && (!s.longMode() || (s.cr3 & PCID) != 0)) {
            throw Fault.gp(0);
        }
        s.cr4 = value;
        if (s.paePaging() && ((old ^ value) & CR4_PDPTE) != 0 && !cpu.memory.loadPdptes(s.cr3)) {
            s.cr4 = old;
            throw Fault.gp(0);
        }
        if (((old ^ value) & CR4_TRANSLATION) != 0) {
            cpu.memory.flush();
        }
        cpu.modeChanged();
    }

    private static boolean allowedCr4(Cpu cpu, long value) {
        for (CpuExtension extension : cpu.extensions()) {
            if (!extension.allowsCr4(value)) {
                return false;
            }
        }
        return true;
    }

    /** The bits of CR4 that are not reserved on this processor. */
    public static long definedCr4(Cpu cpu) {
        long defined = Cr4.PCE.mask();
        defined |= bits(cpu, Feature.VME, Cr4.VME) | bits(cpu, Feature.VME, Cr4.PVI);
        defined |= bits(cpu, Feature.TSC, Cr4.TSD) | bits(cpu, Feature.DE, Cr4.DE);
        defined |= bits(cpu, Feature.PSE, Cr4.PSE) | bits(cpu, Feature.PAE, Cr4.PAE);
        defined |= bits(cpu, Feature.MCE, Cr4.MCE) | bits(cpu, Feature.PGE, Cr4.PGE);
        defined |= bits(cpu, Feature.FXSR, Cr4.OSFXSR) | bits(cpu, Feature.SSE, Cr4.OSXMMEXCPT);
        defined |= bits(cpu, Feature.UMIP, Cr4.UMIP) | bits(cpu, Feature.FSGSBASE, Cr4.FSGSBASE);
        defined |= bits(cpu, Feature.PCID, Cr4.PCIDE) | bits(cpu, Feature.XSAVE, Cr4.OSXSAVE);
        defined |= bits(cpu, Feature.SMEP, Cr4.SMEP) | bits(cpu, Feature.SMAP, Cr4.SMAP);
        for (CpuExtension extension : cpu.extensions()) {
            defined |= extension.cr4();
        }
        return defined;
    }

    private static long bits(Cpu cpu, Feature feature, Cr4 bit) {
        return cpu.profile.has(feature) ? bit.mask() : 0;
    }
}
