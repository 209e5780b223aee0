package dev.ringmaster.svm.guestmode;

import dev.ringmaster.cpu.Cpu;
import dev.ringmaster.cpu.arch.Cr0;
import dev.ringmaster.cpu.arch.Event;
import dev.ringmaster.cpu.guest.GuestExit;
import dev.ringmaster.cpu.guest.Intercepts;
import dev.ringmaster.cpu.guest.PortAccess;
import dev.ringmaster.cpu.guest.TableInstruction;
import dev.ringmaster.cpu.guest.TaskSwitchSource;
import dev.ringmaster.svm.exit.ExitCode;
import dev.ringmaster.svm.guestmode.ExitRecord.Kind;
import dev.ringmaster.svm.vmcb.Intercept;

import java.util.function.BooleanSupplier;

/**
 * Answers the processor's questions by the intercept vectors and permission maps of the VMCB. The
 * order of intercept and fault is decided by where the questions are asked.
 *
 * @apm Vol. 2, Instruction Intercepts; Exception Intercepts; Interrupt Intercepts
 */
public final class SvmIntercepts implements Intercepts {
    private static final ExitCode[] CODES = ExitCode.values();

    /**
     * EXITINFO1 of an intercepted MOV from or to a control register, beside the register's number.
     */
    private static final long MOV_CR = 1L << 63;

    private static final long CR0_UNSELECTED = Cr0.TS.mask() | Cr0.MP.mask();

    private final Cpu cpu;
    private final Controls controls;
    private final ExitRecord exit;
    private final PermissionMaps maps;
    private final GuestEvents events;
    private final boolean assists;
    private final PauseFilter pauses = new PauseFilter();

    SvmIntercepts(
            Cpu cpu,
            Controls controls,
            ExitRecord exit,
            PermissionMaps maps,
            Assists given,
            BooleanSupplier globalInterruptFlag) {
        this.cpu = cpu;
        this.controls = controls;
        this.exit = exit;
        this.maps = maps;
        this.assists = given.decode();
        this.events = new GuestEvents(cpu, controls, exit, globalInterruptFlag);
    }

    /** At VMRUN: the filter starts, and there may be an event to inject. */
    void start(long injection, long nextRip) {
        pauses.start(controls, cpu.clock.now());
        events.start(injection, nextRip);
    }

    void loadPdptesFirst() {
        events.loadPdptesFirst();
    }

    /** Stops the guest at an instruction of SVM if the VMCB asks for it. */
    public void svmInstruction(Intercept intercept) {
        instruction(intercept);
    }

    // --- instructions that are intercepted by one bit

    @Override
    public void cpuid() {
        instruction(Intercept.CPUID);
    }

    @Override
    public void hlt() {
        instruction(Intercept.HLT);
    }

    @Override
    public void invd() {
        instruction(Intercept.INVD);
    }

    @Override
    public void wbinvd() {
        instruction(Intercept.WBINVD);
    }

    @Override
    public void invlpg(long linear) {
        instruction(Intercept.INVLPG, assist(linear));
    }

    @Override
    public void invpcid(long type) {
        instruction(Intercept.INVPCID);
    }

    @Override
    public void rdtsc() {
        instruction(Intercept.RDTSC);
    }

    @Override
    public void rdtscp() {
        instruction(Intercept.RDTSCP);
    }

    @Override
    public void rdpmc() {
        instruction(Intercept.RDPMC);
    }

    @Override
    public void monitor() {
        instruction(Intercept.MONITOR);
    }

    @Override
    public void mwait(boolean armed) {
        if (armed) {
            instruction(Intercept.MWAIT_CONDITIONAL);
        }
        instruction(Intercept.MWAIT);
    }

    @Override
    public void rsm() {
        instruction(Intercept.RSM);
    }

    @Override
    public void xsetbv() {
        instruction(Intercept.XSETBV);
    }

    @Override
    public void softwareInterrupt(int vector) {
        instruction(Intercept.INTN, assist(vector));
    }

    @Override
    public void iret() {
        instruction(Intercept.IRET);
    }

    @Override
    public void pushf() {
        instruction(Intercept.PUSHF);
    }

    @Override
    public void popf() {
        instruction(Intercept.POPF);
    }

    /**
     * @apm Vol. 2, Pause Intercept Filtering
     */
    @Override
    public void pause() {
        if (controls.asks(Intercept.PAUSE) && pauses.expires(controls, cpu.clock.now())) {
            instruction(Intercept.PAUSE);
        }
    }

    @Override
    public void table(TableInstruction instruction) {
        instruction(
                switch (instruction) {
                    case SGDT -> Intercept.GDTR_READ;
                    case SIDT -> Intercept.IDTR_READ;
                    case LGDT -> Intercept.GDTR_WRITE;
                    case LIDT -> Intercept.IDTR_WRITE;
                    case SLDT -> Intercept.LDTR_READ;
                    case STR -> Intercept.TR_READ;
                    case LLDT -> Intercept.LDTR_WRITE;
                    case LTR -> Intercept.TR_WRITE;
                });
    }

    // --- control and debug registers

    @Override
    public void readControl(int cr, int gpr) {
        register(0, cr, movCr(gpr));
    }

    /** The general intercept wins over the selective one. @apm Vol. 2, Instruction Intercepts */
    @Override
    public void writeControl(int cr, long value, int gpr) {
        NewControlValue.check(cpu, cr, value);
        register(0, 16 + cr, movCr(gpr));
        if (cr == 0 && ((value ^ cpu.state.cr0) & ~CR0_UNSELECTED) != 0) {
            instruction(Intercept.CR0_SEL_WRITE, movCr(gpr));
        }
    }

    @Override
    public void clts() {
        instruction(Intercept.CR0_WRITE);
    }

    @Override
    public void lmsw(int source, boolean memory, long linear) {
        instruction(Intercept.CR0_WRITE);
        instruction(Intercept.CR0_SEL_WRITE);
    }

    @Override
    public void smsw() {
        instruction(Intercept.CR0_READ);
    }

    @Override
    public void readDebug(int dr, int gpr) {
        register(1, dr, assist(gpr));
    }

    @Override
    public void writeDebug(int dr, int gpr) {
        register(1, 16 + dr, assist(gpr));
    }

    // --- ports and model-specific registers

    @Override
    public void port(PortAccess access) {
        if (controls.asks(Intercept.IOIO_PROT)
                && maps.port(controls.ioMap(), access.port(), access.size())) {
            throw exit.leave(
                    ExitCode.VMEXIT_IOIO, Kind.PORT, PortInfo.of(access, cpu.state.codeSize()), 0);
        }
    }

    @Override
    public void readMsr(int index) {
        msr(index, false);
    }

    @Override
    public void writeMsr(int index, long value) {
        msr(index, true);
    }

    private void msr(int index, boolean write) {
        if (controls.asks(Intercept.MSR_PROT) && maps.msr(controls.msrMap(), index, write)) {
            throw exit.leave(ExitCode.VMEXIT_MSR, Kind.INSTRUCTION, write ? 1 : 0, 0);
        }
    }

    // --- events

    @Override
    public void exception(Event event) {
        events.exception(event);
    }

    @Override
    public void externalInterrupt() {
        event(Intercept.INTR);
    }

    @Override
    public void nmi() {
        event(Intercept.NMI);
    }

    @Override
    public void tripleFault() {
        event(Intercept.SHUTDOWN);
    }

    @Override
    public void taskSwitch(int selector, TaskSwitchSource source, Event cause) {
        events.taskSwitch(selector, source, cause);
    }

    @Override
    public void boundary() {
        events.boundary();
    }

    /**
     * With V_INTR_MASKING the interrupt flag of the host decides. @apm Vol. 2, Virtualizing
     * RFLAGS.IF
     */
    @Override
    public boolean interruptsOpen(boolean open) {
        return events.interruptsOpen(open);
    }

    private void event(Intercept intercept) {
        if (controls.asks(intercept)) {
            throw exit.leave(ExitCode.of(intercept), Kind.EVENT, 0, 0);
        }
    }

    private void instruction(Intercept intercept) {
        instruction(intercept, 0);
    }

    private void instruction(Intercept intercept, long info1) {
        if (controls.asks(intercept)) {
            throw exit.leave(ExitCode.of(intercept), Kind.INSTRUCTION, info1, 0);
        }
    }

    private void register(int vector, int bit, long info1) {
        if (controls.asks(vector, bit)) {
            throw leave(CODES[32 * vector + bit], info1);
        }
    }

    private GuestExit leave(ExitCode code, long info1) {
        return exit.leave(code, Kind.INSTRUCTION, info1, 0);
    }

    private long movCr(int gpr) {
        return assist(MOV_CR | gpr);
    }

    /** EXITINFO1 of a decode assist; 0 on a processor without them. @apm Vol. 2, Decode Assists */
    private long assist(long info1) {
        return assists ? info1 : 0;
    }
}
