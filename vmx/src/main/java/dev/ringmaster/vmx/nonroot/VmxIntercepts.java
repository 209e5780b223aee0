package dev.ringmaster.vmx.nonroot;

import dev.ringmaster.cpu.Cpu;
import dev.ringmaster.cpu.arch.Event;
import dev.ringmaster.cpu.arch.Vector;
import dev.ringmaster.cpu.guest.Intercepts;
import dev.ringmaster.cpu.guest.PortAccess;
import dev.ringmaster.cpu.guest.TableInstruction;
import dev.ringmaster.cpu.guest.TaskSwitchSource;
import dev.ringmaster.cpu.instruction.Instruction;
import dev.ringmaster.cpu.instruction.Mnemonic;
import dev.ringmaster.vmx.exit.ExitReason;
import dev.ringmaster.vmx.exit.ExitRecorder;
import dev.ringmaster.vmx.exit.InstructionInformation;
import dev.ringmaster.vmx.vmcs.ExitControl;
import dev.ringmaster.vmx.vmcs.PinControl;
import dev.ringmaster.vmx.vmcs.PrimaryControl;
import dev.ringmaster.vmx.vmcs.SecondaryControl;

/**
 * Where a guest exits: one method for each cause, each asking its control.
 *
 * @sdm Vol. 3C, Instructions That Cause VM Exits
 * @sdm Vol. 3C, Other Causes of VM Exits
 */
final class VmxIntercepts implements Intercepts {
    private static final long DEBUG_READ = 1 << 4;
    private static final int GPR = 8;

    private final Cpu cpu;
    private final Controls controls;
    private final ExitRecorder recorder;
    private final ControlRegisterExits controlRegisters;
    private final Bitmaps bitmaps;
    private final BoundaryEvents events;
    private Event injected;

    VmxIntercepts(Cpu cpu, Controls controls, ExitRecorder recorder, BoundaryEvents events) {
        this.cpu = cpu;
        this.controls = controls;
        this.recorder = recorder;
        this.events = events;
        this.controlRegisters = new ControlRegisterExits(controls, recorder);
        this.bitmaps = new Bitmaps(cpu.physical, controls);
    }

    /** The event that VM entry delivers: the exception bitmap does not apply to it. */
    void injecting(Event event) {
        injected = event;
    }

    private void when(PrimaryControl control, ExitReason reason) {
        if (controls.has(control)) {
            throw recorder.instruction(reason, 0);
        }
    }

    // --- instructions that always exit

    @Override
    public void cpuid() {
        throw recorder.instruction(ExitReason.CPUID, 0);
    }

    @Override
    public void invd() {
        throw recorder.instruction(ExitReason.INVD, 0);
    }

    @Override
    public void xsetbv() {
        throw recorder.instruction(ExitReason.XSETBV, 0);
    }

    // --- instructions that a control makes exit

    @Override
    public void hlt() {
        when(PrimaryControl.HLT_EXITING, ExitReason.HLT);
    }

    @Override
    public void wbinvd() {
        if (controls.has(SecondaryControl.WBINVD_EXITING)) {
            boolean without = cpu.state.instruction.mnemonic() == Mnemonic.WBNOINVD;
            throw recorder.instruction(ExitReason.WBINVD_OR_WBNOINVD, without ? 1 : 0);
        }
    }

    @Override
    public void invlpg(long linear) {
        if (controls.has(PrimaryControl.INVLPG_EXITING)) {
            throw recorder.instruction(ExitReason.INVLPG, linear);
        }
    }

    @Override
    public void invpcid(long type) {
        if (controls.has(PrimaryControl.INVLPG_EXITING)) {
            Instruction i = cpu.state.instruction;
            throw recorder.instruction(
                    ExitReason.INVPCID,
                    InstructionInformation.displacement(cpu, i),
                    InstructionInformation.memoryAndRegister(i, i.register(0)));
        }
    }

    @Override
    public void rdtsc() {
        when(PrimaryControl.RDTSC_EXITING, ExitReason.RDTSC);
    }

    @Override
    public void rdtscp() {
        when(PrimaryControl.RDTSC_EXITING, ExitReason.RDTSCP);
    }

    @Override
    public void rdpmc() {
        when(PrimaryControl.RDPMC_EXITING, ExitReason.RDPMC);
    }

    @Override
    public void rdrand() {
        random(SecondaryControl.RDRAND_EXITING, ExitReason.RDRAND);
    }

    @Override
    public void rdseed() {
        random(SecondaryControl.RDSEED_EXITING, ExitReason.RDSEED);
    }

    private void random(SecondaryControl control, ExitReason reason) {
        if (controls.has(control)) {
            long info = InstructionInformation.destination(cpu.state.instruction);
            throw recorder.instruction(reason, 0, info);
        }
    }

    @Override
    public void pause() {
        when(PrimaryControl.PAUSE_EXITING, ExitReason.PAUSE);
    }

    @Override
    public void monitor() {
        when(PrimaryControl.MONITOR_EXITING, ExitReason.MONITOR);
    }

    @Override
    public void mwait(boolean armed) {
        if (controls.has(PrimaryControl.MWAIT_EXITING)) {
            throw recorder.instruction(ExitReason.MWAIT, armed ? 1 : 0);
        }
    }

    @Override
    public void readControl(int cr, int gpr) {
        controlRegisters.read(cr, gpr);
    }

    @Override
    public void writeControl(int cr, long value, int gpr) {
        controlRegisters.write(cr, value, gpr);
    }

    @Override
    public void clts() {
        controlRegisters.clts();
    }

    @Override
    public void lmsw(int source, boolean memory, long linear) {
        controlRegisters.lmsw(source, memory, linear);
    }

    /**
     * @sdm Vol. 3C, Exit Qualification for MOV DR
     */
    @Override
    public void readDebug(int dr, int gpr) {
        debug(dr | DEBUG_READ | (long) gpr << GPR);
    }

    @Override
    public void writeDebug(int dr, int gpr) {
        debug(dr | (long) gpr << GPR);
    }

    private void debug(long qualification) {
        if (controls.has(PrimaryControl.MOV_DR_EXITING)) {
            throw recorder.instruction(ExitReason.MOV_DR, qualification);
        }
    }

    /**
     * @sdm Vol. 3C, Exit Qualification for I/O Instructions
     */
    @Override
    public void port(PortAccess access) {
        boolean exits =
                controls.has(PrimaryControl.USE_IO_BITMAPS)
                        ? bitmaps.selectsPort(access.port(), access.size())
                        : controls.has(PrimaryControl.UNCONDITIONAL_IO_EXITING);
        if (exits) {
            long info = access.string() ? InstructionInformation.string(access) : 0;
            throw recorder.instructionAt(
                    ExitReason.IO_INSTRUCTION, qualification(access), info, access.linear());
        }
    }

    private static long qualification(PortAccess access) {
        long bits = access.size() - 1L;
        bits |= access.in() ? 1 << 3 : 0;
        bits |= access.string() ? 1 << 4 : 0;
        bits |= access.repeated() ? 1 << 5 : 0;
        bits |= access.immediate() ? 1 << 6 : 0;
        return bits | (long) access.port() << 16;
    }

    @Override
    public void readMsr(int index) {
        msr(ExitReason.RDMSR, index, false);
    }

    @Override
    public void writeMsr(int index, long value) {
        msr(ExitReason.WRMSR, index, true);
    }

    private void msr(ExitReason reason, int index, boolean write) {
        boolean unselected =
                controls.has(PrimaryControl.USE_MSR_BITMAPS) && !bitmaps.selectsMsr(index, write);
        if (!unselected) {
            throw recorder.instruction(reason, 0);
        }
    }

    @Override
    public void table(TableInstruction instruction) {
        if (!controls.has(SecondaryControl.DESCRIPTOR_TABLE_EXITING)) {
            return;
        }
        Instruction i = cpu.state.instruction;
        boolean system = instruction.compareTo(TableInstruction.SLDT) >= 0;
        long info =
                system
                        ? InstructionInformation.system(i, instruction)
                        : InstructionInformation.descriptorTable(i, instruction);
        throw recorder.instruction(
                system ? ExitReason.LDTR_TR_ACCESS : ExitReason.GDTR_IDTR_ACCESS,
                InstructionInformation.displacement(cpu, i),
                info);
    }

    // --- events

    /**
     * @sdm Vol. 3C, Exceptions: the exception bitmap, and for page faults mask and match.
     */
    @Override
    @SuppressWarnings("ReferenceEquality") // this very event is injected, not one like it
    public void exception(Event event) {
        if (event == injected || event.type() == Event.Type.NMI) {
            return;
        }
        boolean selected = (controls.exceptionBitmap >>> event.vector() & 1) != 0;
        if (event.vector() == Vector.PF.number()) {
            boolean match = (event.errorCode() & controls.pageFaultMask) == controls.pageFaultMatch;
            selected = selected == match;
        }
        if (selected) {
            throw recorder.exception(event);
        }
    }

    @Override
    public void externalInterrupt() {
        if (controls.has(PinControl.EXTERNAL_INTERRUPT_EXITING)) {
            boolean acknowledges = controls.has(ExitControl.ACKNOWLEDGE_INTERRUPT_ON_EXIT);
            throw recorder.externalInterrupt(acknowledges ? cpu.interrupts.acknowledge() : -1);
        }
    }

    @Override
    public void nmi() {
        if (controls.has(PinControl.NMI_EXITING)) {
            cpu.state.nmiPending = false;
            throw recorder.nmi();
        }
    }

    /**
     * @sdm Vol. 3C, Exit Qualification for Task Switches
     */
    @Override
    public void taskSwitch(int selector, TaskSwitchSource source, Event cause) {
        long qualification = selector | (long) source.ordinal() << 30;
        int length = cpu.state.instruction == null ? 0 : cpu.state.instruction.length();
        if (cause != null) {
            length = cause.instructionLength();
        }
        throw recorder.taskSwitch(qualification, length);
    }

    @Override
    public void tripleFault() {
        throw recorder.tripleFault();
    }

    @Override
    public void boundary() {
        events.poll();
    }

    @Override
    public boolean interruptsOpen(boolean open) {
        return open || controls.has(PinControl.EXTERNAL_INTERRUPT_EXITING);
    }

    @Override
    public boolean nmisOpen(boolean open) {
        return open || controls.has(PinControl.VIRTUAL_NMIS);
    }
}
