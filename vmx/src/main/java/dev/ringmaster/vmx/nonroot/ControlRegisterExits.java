package dev.ringmaster.vmx.nonroot;

import dev.ringmaster.cpu.arch.Cr0;
import dev.ringmaster.vmx.exit.ExitReason;
import dev.ringmaster.vmx.exit.ExitRecorder;
import dev.ringmaster.vmx.vmcs.PrimaryControl;

/**
 * The exits of accesses to CR0, CR3, CR4 and CR8. @sdm Vol. 3C, Exit Qualification for
 * Control-Register Accesses
 */
final class ControlRegisterExits {
    private static final long MOV_FROM = 1 << 4;
    private static final long CLTS = 2 << 4;
    private static final long LMSW = 3 << 4;
    private static final long LMSW_MEMORY = 1 << 6;
    private static final int GPR = 8;
    private static final int SOURCE = 16;

    /** The bits of CR0 that LMSW writes, but for PE. */
    private static final long MP_EM_TS = 0xe;

    private final Controls controls;
    private final ExitRecorder recorder;

    ControlRegisterExits(Controls controls, ExitRecorder recorder) {
        this.controls = controls;
        this.recorder = recorder;
    }

    void read(int cr, int gpr) {
        boolean exits =
                cr == 3 && controls.has(PrimaryControl.CR3_STORE_EXITING)
                        || cr == 8 && controls.has(PrimaryControl.CR8_STORE_EXITING);
        if (exits) {
            exit(cr | MOV_FROM | (long) gpr << GPR);
        }
    }

    void write(int cr, long value, int gpr) {
        boolean exits =
                switch (cr) {
                    case 0 -> ((value ^ controls.cr0Shadow) & controls.cr0Mask) != 0;
                    case 3 ->
                            controls.has(PrimaryControl.CR3_LOAD_EXITING)
                                    && !controls.isCr3Target(value);
                    case 4 -> ((value ^ controls.cr4Shadow) & controls.cr4Mask) != 0;
                    case 8 -> controls.has(PrimaryControl.CR8_LOAD_EXITING);
                    default -> false;
                };
        if (exits) {
            exit(cr | (long) gpr << GPR);
        }
    }

    void clts() {
        if (Cr0.TS.in(controls.cr0Mask & controls.cr0Shadow)) {
            exit(CLTS);
        }
    }

    /** LMSW cannot clear PE, so only setting it counts. */
    void lmsw(int source, boolean memory, long linear) {
        long setsPe = source & ~controls.cr0Shadow & Cr0.PE.mask();
        long changes = (source ^ controls.cr0Shadow) & MP_EM_TS | setsPe;
        if ((changes & controls.cr0Mask) != 0) {
            long qualification = LMSW | (source & 0xffffL) << SOURCE;
            throw recorder.instructionAt(
                    ExitReason.CONTROL_REGISTER_ACCESS,
                    memory ? qualification | LMSW_MEMORY : qualification,
                    0,
                    memory ? linear : 0);
        }
    }

    private void exit(long qualification) {
        throw recorder.instruction(ExitReason.CONTROL_REGISTER_ACCESS, qualification);
    }
}
