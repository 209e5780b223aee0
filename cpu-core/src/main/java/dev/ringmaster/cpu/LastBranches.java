package dev.ringmaster.cpu;

import dev.ringmaster.cpu.arch.Fault;
import dev.ringmaster.cpu.arch.Msr;
import dev.ringmaster.cpu.arch.NotModelled;
import dev.ringmaster.cpu.state.CpuState;

/**
 * IA32_DEBUGCTL, and the records of branches for which its bit LBR asks. Nothing is recorded: the
 * records read 0, as after reset, until somebody asks for them, and then they are not modelled.
 *
 * @sdm Vol. 3B, Last Branch, Interrupt, and Exception Recording
 * @apm Vol. 2, Control-Transfer Recording MSRs
 */
final class LastBranches implements MsrHandler {
    private static final int LBR = 1;
    private static final int BTF = 2;

    private static final int LAST_BRANCH = 0x1db;
    private static final int LAST_INTERRUPT = 0x1dd;
    private static final int STACK_SELECT = 0x1c8;
    private static final int STACK_TOP = 0x1c9;
    private static final int STACK_FROM = 0x680;
    private static final int STACK_TO = 0x6c0;
    private static final int DEPTH = 32;

    private final CpuState state;
    private boolean asked;

    private LastBranches(CpuState state) {
        this.state = state;
    }

    static void register(Cpu cpu) {
        LastBranches records = new LastBranches(cpu.state);
        Msrs msrs = cpu.msrs();
        msrs.register(Msr.DEBUGCTL, () -> cpu.state.debugCtl, records::control);
        if (cpu.profile.vendor() == Vendor.INTEL && cpu.profile.has(Feature.LM)) {
            msrs.registerRange(STACK_SELECT, STACK_TOP, records);
            msrs.registerRange(LAST_INTERRUPT, LAST_INTERRUPT + 1, records);
            msrs.registerRange(STACK_FROM, STACK_FROM + DEPTH - 1, records);
            msrs.registerRange(STACK_TO, STACK_TO + DEPTH - 1, records);
        } else {
            msrs.registerRange(LAST_BRANCH, LAST_INTERRUPT + 1, records);
        }
    }

    private void control(long value) {
        if ((value & ~(LBR | BTF)) != 0) {
            throw Fault.gp(0);
        }
        state.debugCtl = value;
        asked |= (value & LBR) != 0;
    }

    @Override
    public long read(int index) {
        if (asked || (state.debugCtl & LBR) != 0) {
            throw missing();
        }
        return 0;
    }

    @Override
    public void write(int index, long value) {
        if (value != 0) {
            throw missing();
        }
    }

    private static NotModelled missing() {
        return new NotModelled(
                "last branch records", "Last Branch, Interrupt, and Exception Recording");
    }
}
