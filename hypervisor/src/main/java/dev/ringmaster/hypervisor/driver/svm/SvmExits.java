package dev.ringmaster.hypervisor.driver.svm;

import dev.ringmaster.cpu.arch.Access;
import dev.ringmaster.cpu.arch.Event;
import dev.ringmaster.cpu.arch.Vector;
import dev.ringmaster.cpu.guest.PortAccess;
import dev.ringmaster.hypervisor.Exit;
import dev.ringmaster.hypervisor.RawExit;
import dev.ringmaster.svm.capability.SvmCapabilities;
import dev.ringmaster.svm.exit.ExitCode;
import dev.ringmaster.svm.rule.VmrunChecker;
import dev.ringmaster.svm.vmcb.VmcbField;

import java.util.stream.Collectors;

/** Translates #VMEXITs into neutral exits. @apm Vol. 2, SVM Intercept Exit Codes */
final class SvmExits {
    private static final int RAX = 0;
    private static final int RCX = 1;
    private static final int RDX = 2;
    private static final int EXCEPTIONS = 32;

    private final MappedVmcb vmcb;
    private final long[] gpr;
    private final SvmCapabilities capabilities;

    SvmExits(MappedVmcb vmcb, long[] gpr, SvmCapabilities capabilities) {
        this.vmcb = vmcb;
        this.gpr = gpr;
        this.capabilities = capabilities;
    }

    /** The exit that the VMCB reports. */
    Exit translate() {
        long code = vmcb.read(VmcbField.EXITCODE);
        ExitCode known =
                ExitCode.of(code).orElseThrow(() -> new AssertionError("exit code " + code));
        long info1 = vmcb.read(VmcbField.EXITINFO1);
        long info2 = vmcb.read(VmcbField.EXITINFO2);
        return translate(known, new RawExit("svm", code, known.name(), info1, info2));
    }

    private Exit translate(ExitCode code, RawExit raw) {
        long info1 = raw.information1();
        return switch (code) {
            case VMEXIT_CPUID -> new Exit.Cpuid((int) gpr[RAX], (int) gpr[RCX], raw);
            case VMEXIT_IOIO -> new Exit.PortIo(port(info1), raw);
            case VMEXIT_MSR -> msr(info1, raw);
            case VMEXIT_HLT -> new Exit.Halt(raw);
            case VMEXIT_NPF -> new Exit.MemoryAccess(raw.information2(), access(info1), raw);
            case VMEXIT_INTR -> new Exit.ExternalInterrupt(raw);
            case VMEXIT_VINTR -> new Exit.InterruptWindow(raw);
            case VMEXIT_SHUTDOWN -> new Exit.TripleFault(raw);
            case VMEXIT_VMMCALL -> new Exit.Hypercall(raw);
            case VMEXIT_INVALID -> new Exit.EntryFailed(why(), raw);
            default -> exceptionOrInstruction(raw);
        };
    }

    private static Exit exceptionOrInstruction(RawExit raw) {
        long vector = raw.code() - ExitCode.VMEXIT_EXCP0.code();
        if (vector < 0 || vector >= EXCEPTIONS) {
            return new Exit.Instruction(raw);
        }
        return new Exit.Exception(exception((int) vector, raw), raw);
    }

    private static Event exception(int vector, RawExit raw) {
        boolean hasCode = false;
        for (Vector v : Vector.values()) {
            hasCode |= v.number() == vector && v.pushesErrorCode();
        }
        return new Event(
                Event.Type.HARDWARE_EXCEPTION,
                vector,
                hasCode,
                hasCode ? (int) raw.information1() : 0,
                0,
                vector == Vector.PF.number() ? raw.information2() : 0,
                0);
    }

    private Exit msr(long info1, RawExit raw) {
        int index = (int) gpr[RCX];
        return info1 == 0
                ? new Exit.ReadMsr(index, raw)
                : new Exit.WriteMsr(index, gpr[RDX] << 32 | gpr[RAX] & 0xffffffffL, raw);
    }

    /**
     * @apm Vol. 2, IOIO Intercept Information
     */
    private static PortAccess port(long info) {
        return new PortAccess(
                (int) (info >>> 16) & 0xffff,
                (int) (info >>> 4) & 7,
                (info & 1) != 0,
                (info & 4) != 0,
                (info & 8) != 0,
                false,
                0,
                0,
                0);
    }

    /**
     * @apm Vol. 2, Nested versus Guest Page Faults
     */
    private static Access access(long info) {
        if ((info & 0x10) != 0) {
            return Access.EXECUTE;
        }
        return (info & 2) != 0 ? Access.WRITE : Access.READ;
    }

    /** The rules that the VMCB violates. */
    private String why() {
        return VmrunChecker.explain(vmcb.decoded(), capabilities).violations().stream()
                .map(f -> f.rule().id() + " " + f.rule().says())
                .collect(Collectors.joining("; "));
    }
}
