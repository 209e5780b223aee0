package dev.ringmaster.cpu.protection;

import dev.ringmaster.cpu.Cpu;
import dev.ringmaster.cpu.arch.Cr4;
import dev.ringmaster.cpu.arch.Fault;
import dev.ringmaster.cpu.arch.NotModelled;
import dev.ringmaster.cpu.arch.Rflags;
import dev.ringmaster.cpu.instruction.Instruction;
import dev.ringmaster.cpu.state.CpuState;
import dev.ringmaster.cpu.state.Segment;

/** IRET in every mode. @sdm Vol. 2A, IRET/IRETD/IRETQ */
final class InterruptReturn {
    private static final long ALWAYS =
            Rflags.STATUS | Rflags.TF.mask() | Rflags.DF.mask() | Rflags.NT.mask();
    private static final long WIDE = Rflags.RF.mask() | Rflags.AC.mask() | Rflags.ID.mask();
    private static final long RING_0_WIDE = Rflags.VIF.mask() | Rflags.VIP.mask();

    private InterruptReturn() {}

    static void iret(Cpu cpu, Instruction i) {
        CpuState s = cpu.state;
        cpu.intercepts().iret();
        if (cpu.view().iretUnblocksNmis()) {
            s.blockedByNmi = false;
        }
        if (!s.protectedMode()) {
            fromReal(cpu, i.operandSize());
        } else if (s.virtual8086()) {
            fromVirtual8086(cpu, i.operandSize());
        } else if (s.flags.is(Rflags.NT)) {
            fromTask(cpu);
        } else {
            fromProtected(cpu, i.operandSize());
        }
        s.resumeExpires = false;
        cpu.requestAttention();
    }

    private static void fromTask(Cpu cpu) {
        if (cpu.state.longMode()) {
            throw Fault.gp(0);
        }
        TaskSwitch.back(cpu);
    }

    private static void fromReal(Cpu cpu, int size) {
        long changed = ALWAYS | Rflags.IOPL | Rflags.IF.mask() | WIDE;
        realFrame(cpu, size, size == 2 ? changed & 0xffff : changed);
    }

    /** IOPL 3 lets it through. @sdm Vol. 3B, Sensitive Instructions */
    private static void fromVirtual8086(Cpu cpu, int size) {
        if (cpu.state.flags.iopl() < 3) {
            if (Cr4.VME.in(cpu.state.cr4)) {
                throw new NotModelled("IRET with CR4.VME", "Virtual-8086 Mode Extensions");
            }
            throw Fault.gp(0);
        }
        long changed = ALWAYS | Rflags.IF.mask() | WIDE;
        realFrame(cpu, size, size == 2 ? changed & 0xffff : changed);
    }

    private static void realFrame(Cpu cpu, int size, long changed) {
        long rip = Stack.peek(cpu, 0, size);
        int selector = (int) Stack.peek(cpu, size, size) & 0xffff;
        long flags = Stack.peek(cpu, 2L * size, size);
        CodeSegments.requireRealTarget(cpu, rip);
        Stack.drop(cpu, 3L * size);
        setFlags(cpu.state, flags, changed);
        CodeSegments.installReal(cpu, selector, rip);
    }

    private static void fromProtected(Cpu cpu, int size) {
        CpuState s = cpu.state;
        long rip = Stack.peek(cpu, 0, size);
        int selector = (int) Stack.peek(cpu, size, size) & 0xffff;
        long flags = Stack.peek(cpu, 2L * size, size);
        boolean toVirtual = size == 4 && Rflags.VM.in(flags) && s.cpl == 0 && !s.longMode();
        if (toVirtual) {
            toVirtual8086(cpu, rip, selector, flags);
            return;
        }
        long changed = changeable(s, size);
        Descriptor code = CodeSegments.forReturn(cpu, selector);
        if (s.mode64() || code.rpl() > s.cpl) {
            FarReturn.toOuter(cpu, code, rip, 3L * size, size, 0);
        } else {
            CodeSegments.requireTarget(cpu, code, rip);
            Descriptors.markAccessed(cpu, code);
            Stack.drop(cpu, 3L * size);
            CodeSegments.install(cpu, code, code.rpl(), rip);
        }
        setFlags(s, flags, changed);
        cpu.modeChanged();
    }

    /** Which flags the ring that executes IRET may change. */
    private static long changeable(CpuState s, int size) {
        long changed = ALWAYS;
        if (size != 2) {
            changed |= WIDE | (s.cpl == 0 ? RING_0_WIDE : 0);
        }
        if (s.cpl <= s.flags.iopl()) {
            changed |= Rflags.IF.mask();
        }
        return s.cpl == 0 ? changed | Rflags.IOPL : changed;
    }

    private static void setFlags(CpuState s, long flags, long changed) {
        s.flags.set(s.flags.get() & ~changed | flags & changed);
    }

    /**
     * @sdm Vol. 3B, Entering Virtual-8086 Mode
     */
    private static void toVirtual8086(Cpu cpu, long rip, int selector, long flags) {
        CpuState s = cpu.state;
        long top = Stack.peek(cpu, 12, 4);
        int[] order = {Segment.SS, Segment.ES, Segment.DS, Segment.FS, Segment.GS};
        int[] selectors = new int[order.length];
        for (int n = 0; n < order.length; n++) {
            selectors[n] = (int) Stack.peek(cpu, 16 + 4L * n, 4) & 0xffff;
        }
        if (rip > 0xffff) {
            throw Fault.gp(0);
        }
        s.flags.set(flags);
        s.cpl = 3;
        for (int n = 0; n < order.length; n++) {
            SegmentLoading.loadReal(s, order[n], selectors[n]);
        }
        s.reg(Stack.RSP, 4, top);
        CodeSegments.installReal(cpu, selector, rip);
    }
}
