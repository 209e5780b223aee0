package dev.ringmaster.svm.operation;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ringmaster.cpu.isa.Code;
import dev.ringmaster.cpu.state.CpuState;
import dev.ringmaster.svm.exit.ExitCode;
import dev.ringmaster.svm.vmcb.Intercept;
import dev.ringmaster.svm.vmcb.Vmcb;
import dev.ringmaster.svm.vmcb.VmcbField;
import dev.ringmaster.svm.vmcb.VmcbMemory;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.Size;

import java.util.List;

/** Laws of the world switch. */
class WorldSwitchProperties {
    private static final List<VmcbField> FREE =
            List.of(
                    VmcbField.RAX,
                    VmcbField.RSP,
                    VmcbField.CR2,
                    VmcbField.ES_SELECTOR,
                    VmcbField.DS_SELECTOR,
                    VmcbField.DS_LIMIT,
                    VmcbField.GDTR_SELECTOR,
                    VmcbField.IDTR_ATTRIB);

    /** Bits of RFLAGS that can be 1 in a guest that is not in virtual-8086 mode. */
    private static final long FLAGS = 0x3d7ed5;

    private final Bench bench = new Bench();

    @Property(seed = "1", tries = 200)
    void aGuestThatLeavesBeforeItsFirstInstructionIsSavedAsItWas(
            @ForAll @Size(8) List<Long> values, @ForAll long flags, @ForAll int base) {
        for (int i = 0; i < FREE.size(); i++) {
            bench.set(FREE.get(i), values.get(i) & FREE.get(i).mask());
        }
        bench.set(VmcbField.RFLAGS, flags & FLAGS | 2);
        bench.set(VmcbField.DS_BASE, base).set(VmcbField.IDTR_LIMIT, base & 0xffffL);
        bench.set(VmcbField.TSC_OFFSET, flags).intercept(Intercept.NMI);
        bench.cpu.raiseNmi();
        Vmcb before = VmcbMemory.load(bench.svm.memory(), Bench.VMCB);

        assertThat(bench.run()).isEqualTo(ExitCode.VMEXIT_NMI);

        Vmcb after = VmcbMemory.load(bench.svm.memory(), Bench.VMCB);
        before.set(VmcbField.EXITCODE, ExitCode.VMEXIT_NMI.code());
        assertThat(after).isEqualTo(before);
    }

    @Property(seed = "1", tries = 200)
    void theGeneralRegistersButRaxAndRspPassBothWays(@ForAll @Size(16) List<Long> values) {
        CpuState s = bench.cpu.state;
        bench.guest(Code::hlt).intercept(Intercept.HLT).set(VmcbField.RIP, Bench.GUEST_CODE);
        for (int n = 0; n < 16; n++) {
            s.gpr[n] = values.get(n);
        }

        bench.run();

        for (int n = 0; n < 16; n++) {
            assertThat(s.gpr[n]).isEqualTo(values.get(n));
        }
    }
}
