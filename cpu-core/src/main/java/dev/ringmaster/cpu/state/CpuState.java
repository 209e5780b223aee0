package dev.ringmaster.cpu.state;

import dev.ringmaster.cpu.arch.Cr0;
import dev.ringmaster.cpu.arch.Cr4;
import dev.ringmaster.cpu.arch.Efer;
import dev.ringmaster.cpu.arch.Event;
import dev.ringmaster.cpu.arch.Rflags;
import dev.ringmaster.cpu.instruction.Instruction;

/**
 * The registers of one logical processor. Fields are public because engines and semantics read them
 * in every instruction; whoever changes what the mode depends on (CR0, CR4, EFER, CS, SS, CPL) does
 * it through {@code Cpu}, which tells those who cached it.
 *
 * <p>While an instruction executes, {@link #rip} is the address of the <em>next</em> instruction;
 * the engine restores it to the start of the faulting one.
 */
public final class CpuState {
    /**
     * The index in {@link #gpr} of an element that is always 0, for addresses without base or
     * index.
     */
    public static final int ZERO = 16;

    /** General registers in the order of their encoding, and behind them one that is always 0. */
    public final long[] gpr = new long[17];

    public long rip;
    public final Flags flags = new Flags();

    /** ES, CS, SS, DS, FS, GS; see {@link Segment} for the indices. */
    public final Segment[] segments = {
        new Segment(), new Segment(), new Segment(), new Segment(), new Segment(), new Segment()
    };

    public final Segment ldtr = new Segment();
    public final Segment tr = new Segment();
    public final DescriptorTable gdtr = new DescriptorTable();
    public final DescriptorTable idtr = new DescriptorTable();

    public long cr0;
    public long cr2;
    public long cr3;
    public long cr4;
    public long efer;
    public long xcr0 = 1;

    /** The four page-directory-pointer entries that PAE paging loads with CR3. */
    public final long[] pdptr = new long[4];

    /** DR0 to DR7; 4 and 5 are unused. */
    public final long[] dr = new long[8];

    /** The current privilege level: 0 in real mode, 3 in virtual-8086 mode. */
    public int cpl;

    public Activity activity = Activity.ACTIVE;

    /** The last instruction was STI that set IF: one instruction without maskable interrupts. */
    public boolean blockedBySti;

    /**
     * The last instruction was MOV SS or POP SS: one instruction without interrupts and debug
     * traps.
     */
    public boolean blockedByMovSs;

    /** An NMI is being handled: until IRET. */
    public boolean blockedByNmi;

    /** An NMI waits to be delivered. */
    public boolean nmiPending;

    /**
     * Debug exceptions that wait for the end of the instruction, as DR6 shows them (BS is bit 14).
     */
    public long pendingDebug;

    /** The next instruction started inside a shadow, which therefore ends with it. */
    public boolean shadowExpires;

    /** RFLAGS.TF was 1 when the next instruction started: a single-step trap follows it. */
    public boolean stepArmed;

    /** RFLAGS.RF was 1 when the next instruction started: it becomes 0 with its end. */
    public boolean resumeExpires;

    /** MONITOR has armed an address range that no MWAIT has used yet. */
    public boolean monitorArmed;

    /**
     * The event whose delivery is under way, or null: an exit or a second fault during it needs to
     * know.
     */
    public Event delivering;

    /** SSE registers: two halves each, low first. */
    public final long[] xmm = new long[32];

    /** MMX registers, which are the x87 significands. */
    public final long[] mmx = new long[8];

    /** Sign and exponent of the x87 registers. */
    public final int[] x87Exponent = new int[8];

    public int mxcsr = 0x1f80;
    public int x87Control = 0x37f;
    public int x87Status;

    /** One bit a register: 1 means not empty, as FXSAVE abridges the tag word. */
    public int x87Tag;

    /** Offset and selector of the last x87 instruction, and the 11 bits of its opcode. */
    public long x87InstructionOffset;

    public int x87InstructionSelector;
    public int x87Opcode;

    /** Offset and selector of its memory operand. */
    public long x87DataOffset;

    public int x87DataSelector;

    public long sysenterCs;
    public long sysenterEsp;
    public long sysenterEip;
    public long star;
    public long lstar;
    public long cstar;
    public long sfmask;
    public long kernelGsBase;
    public long pat = 0x0007040600070406L;
    public long tscAux;
    public long debugCtl;

    /** IA32_MISC_ENABLE; only Intel's processors have it. */
    public long miscEnable;

    /** The instruction that is being executed, where its form matters (exits describe it). */
    public Instruction instruction;

    /**
     * General register {@code n} of {@code size} bytes, zero-extended; 16 to 19 are AH, CH, DH, BH
     * with size 1.
     */
    public long reg(int n, int size) {
        return switch (size) {
            case 1 -> (n < 16 ? gpr[n] : gpr[n - 16] >>> 8) & 0xff;
            case 2 -> gpr[n] & 0xffff;
            case 4 -> gpr[n] & 0xffffffffL;
            default -> gpr[n];
        };
    }

    /**
     * Writes general register {@code n}: 4 bytes zero the upper half, 1 and 2 bytes leave the rest
     * alone.
     */
    public void reg(int n, int size, long value) {
        switch (size) {
            case 1 -> {
                if (n < 16) {
                    gpr[n] = gpr[n] & ~0xffL | value & 0xff;
                } else {
                    gpr[n - 16] = gpr[n - 16] & ~0xff00L | (value & 0xff) << 8;
                }
            }
            case 2 -> gpr[n] = gpr[n] & ~0xffffL | value & 0xffff;
            case 4 -> gpr[n] = value & 0xffffffffL;
            default -> gpr[n] = value;
        }
    }

    public boolean protectedMode() {
        return Cr0.PE.in(cr0);
    }

    public boolean paging() {
        return Cr0.PG.in(cr0);
    }

    /** EFER.LMA: IA-32e mode, 64-bit or compatibility. */
    public boolean longMode() {
        return Efer.LMA.in(efer);
    }

    public boolean virtual8086() {
        return flags.is(Rflags.VM);
    }

    /** Real-address mode or virtual-8086 mode: segments are selector * 16. */
    public boolean realOrVirtual8086() {
        return !protectedMode() || virtual8086();
    }

    /** 64-bit mode: IA-32e mode with CS.L. */
    public boolean mode64() {
        return longMode() && segments[Segment.CS].longMode();
    }

    /** PAE paging in the narrow sense: three levels with PDPTE registers. */
    public boolean paePaging() {
        return paging() && Cr4.PAE.in(cr4) && !longMode();
    }

    /** The default size of code: 2, 4 or 8. */
    public int codeSize() {
        Segment cs = segments[Segment.CS];
        if (longMode() && cs.longMode()) {
            return 8;
        }
        return cs.big() ? 4 : 2;
    }

    /** The size of the stack pointer: 2, 4 or 8. */
    public int stackSize() {
        if (mode64()) {
            return 8;
        }
        return segments[Segment.SS].big() ? 4 : 2;
    }

    /** Takes over everything that another processor holds. */
    public void set(CpuState o) {
        System.arraycopy(o.gpr, 0, gpr, 0, gpr.length);
        rip = o.rip;
        flags.set(o.flags.get());
        for (int i = 0; i < segments.length; i++) {
            segments[i].set(o.segments[i]);
        }
        ldtr.set(o.ldtr);
        tr.set(o.tr);
        gdtr.set(o.gdtr);
        idtr.set(o.idtr);
        cr0 = o.cr0;
        cr2 = o.cr2;
        cr3 = o.cr3;
        cr4 = o.cr4;
        efer = o.efer;
        xcr0 = o.xcr0;
        System.arraycopy(o.pdptr, 0, pdptr, 0, pdptr.length);
        System.arraycopy(o.dr, 0, dr, 0, dr.length);
        cpl = o.cpl;
        activity = o.activity;
        blockedBySti = o.blockedBySti;
        blockedByMovSs = o.blockedByMovSs;
        blockedByNmi = o.blockedByNmi;
        nmiPending = o.nmiPending;
        pendingDebug = o.pendingDebug;
        delivering = o.delivering;
        shadowExpires = o.shadowExpires;
        resumeExpires = o.resumeExpires;
        stepArmed = o.stepArmed;
        instruction = o.instruction;
        setExtended(o);
        setModelSpecific(o);
    }

    /** Takes over the x87, MMX and SSE registers. */
    public void setExtended(CpuState o) {
        System.arraycopy(o.xmm, 0, xmm, 0, xmm.length);
        System.arraycopy(o.mmx, 0, mmx, 0, mmx.length);
        System.arraycopy(o.x87Exponent, 0, x87Exponent, 0, x87Exponent.length);
        mxcsr = o.mxcsr;
        x87Control = o.x87Control;
        x87Status = o.x87Status;
        x87Tag = o.x87Tag;
        x87InstructionOffset = o.x87InstructionOffset;
        x87InstructionSelector = o.x87InstructionSelector;
        x87Opcode = o.x87Opcode;
        x87DataOffset = o.x87DataOffset;
        x87DataSelector = o.x87DataSelector;
    }

    private void setModelSpecific(CpuState o) {
        sysenterCs = o.sysenterCs;
        sysenterEsp = o.sysenterEsp;
        sysenterEip = o.sysenterEip;
        star = o.star;
        lstar = o.lstar;
        cstar = o.cstar;
        sfmask = o.sfmask;
        kernelGsBase = o.kernelGsBase;
        pat = o.pat;
        tscAux = o.tscAux;
        debugCtl = o.debugCtl;
    }
}
