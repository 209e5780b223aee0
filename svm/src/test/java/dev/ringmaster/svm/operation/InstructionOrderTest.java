package dev.ringmaster.svm.operation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ringmaster.cpu.arch.Cr0;
import dev.ringmaster.cpu.arch.Efer;
import dev.ringmaster.cpu.arch.Fault;
import dev.ringmaster.cpu.arch.Msr;
import dev.ringmaster.cpu.arch.Vector;

import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;

import java.util.List;

/** The checks of the instructions of SVM, in their order. */
class InstructionOrderTest {
    private static final long UNALIGNED = 0x10008;

    private final Bench bench = new Bench();
    private final Svm svm = bench.svm;

    @Test
    void withoutSvmeEveryInstructionIsUndefinedEvenInRing3() {
        bench.cpu.state.efer = Efer.SVME.clear(bench.cpu.state.efer);
        bench.cpu.state.cpl = 3;

        all(UNALIGNED).forEach(call -> raises(call, Vector.UD));
    }

    @Test
    void inRealModeEveryInstructionIsUndefined() {
        bench.cpu.state.cr0 = Cr0.ET.mask();

        all(UNALIGNED).forEach(call -> raises(call, Vector.UD));
    }

    @Test
    void theRingIsCheckedBeforeTheAddress() {
        bench.cpu.state.cpl = 3;

        all(Bench.VMCB).forEach(call -> raises(call, Vector.GP));
    }

    @Test
    void anAddressThatIsNoPageIsRefused() {
        for (long address : new long[] {UNALIGNED, 1L << 48}) {
            raises(() -> svm.vmrun(address), Vector.GP);
            raises(() -> svm.vmload(address), Vector.GP);
            raises(() -> svm.vmsave(address), Vector.GP);
        }
        assertThat(svm.gif()).isTrue();
    }

    @Test
    void vmmcallOutsideOfAGuestIsUndefined() {
        raises(svm::vmmcall, Vector.UD);
    }

    @Test
    void stgiAndClgiMoveTheGlobalInterruptFlag() {
        svm.clgi();
        assertThat(svm.interruptsEnabled()).isFalse();
        svm.stgi();
        assertThat(svm.interruptsEnabled()).isTrue();
    }

    @Test
    void svmeCannotBeSetWhileVmCrDisablesIt() {
        bench.cpu.state.efer = Efer.SVME.clear(bench.cpu.state.efer);
        bench.cpu.msrs().write(Msr.VM_CR, 0x10);

        raises(
                () -> bench.cpu.msrs().write(Msr.EFER, Efer.SVME.set(bench.cpu.state.efer)),
                Vector.GP);
    }

    @Test
    void vmCrCannotDisableWhatIsInUse() {
        raises(() -> bench.cpu.msrs().write(Msr.VM_CR, 0x10), Vector.GP);
        raises(() -> bench.cpu.msrs().write(Msr.VM_CR, 0x20), Vector.GP);
    }

    @Test
    void aLockedVmCrOpensWithItsKeyAlone() {
        bench.cpu.msrs().write(SvmMsrs.SVM_KEY, 77);
        bench.cpu.msrs().write(Msr.VM_CR, 8);
        bench.cpu.msrs().write(Msr.VM_CR, 0);
        assertThat(bench.cpu.msrs().read(Msr.VM_CR)).isEqualTo(8);

        bench.cpu.msrs().write(SvmMsrs.SVM_KEY, 76);
        assertThat(bench.cpu.msrs().read(Msr.VM_CR)).isEqualTo(8);
        bench.cpu.msrs().write(SvmMsrs.SVM_KEY, 77);
        assertThat(bench.cpu.msrs().read(Msr.VM_CR)).isZero();
    }

    @Test
    void theHostSaveAreaIsAPageOfPhysicalMemory() {
        raises(() -> bench.cpu.msrs().write(Msr.VM_HSAVE_PA, 0x11008), Vector.GP);
        raises(() -> bench.cpu.msrs().write(Msr.VM_HSAVE_PA, 1L << 48), Vector.GP);
        assertThat(bench.cpu.msrs().read(Msr.VM_HSAVE_PA)).isEqualTo(Bench.HOST_SAVE);
    }

    @Test
    void cpuidShowsWhatIsModelled() {
        assertThat(bench.cpu.cpuid(0x80000001, 0).ecx() & 4).isEqualTo(4);
        assertThat(bench.cpu.cpuid(0x8000000a, 0).edx()).isEqualTo(0x14ed);
        assertThat(bench.cpu.cpuid(0x8000000a, 0).ebx()).isEqualTo(0x8000);
    }

    private List<ThrowingCallable> all(long address) {
        return List.of(
                () -> svm.vmrun(address),
                () -> svm.vmload(address),
                () -> svm.vmsave(address),
                svm::stgi,
                svm::clgi,
                () -> svm.invlpga(0, 1));
    }

    private static void raises(ThrowingCallable call, Vector vector) {
        assertThatThrownBy(call)
                .isInstanceOfSatisfying(
                        Fault.class, fault -> assertThat(fault.vector()).isEqualTo(vector));
    }
}
