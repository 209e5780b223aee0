package dev.ringmaster.cpu;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ringmaster.board.MemoryBus;
import dev.ringmaster.cpu.arch.Fault;
import dev.ringmaster.cpu.arch.Msr;
import dev.ringmaster.cpu.arch.NotModelled;
import dev.ringmaster.cpu.bus.InterruptController;
import dev.ringmaster.cpu.bus.PortSpace;
import dev.ringmaster.cpu.bus.VirtualClock;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CpuProfilesTest {
    private static final InterruptController SILENT =
            new InterruptController() {
                @Override
                public boolean pending() {
                    return false;
                }

                @Override
                public int acknowledge() {
                    throw new AssertionError("nothing waits");
                }

                @Override
                public int taskPriorityClass() {
                    return 0;
                }

                @Override
                public void setTaskPriorityClass(int priorityClass) {}
            };
    private static final PortSpace NO_PORTS =
            new PortSpace() {
                @Override
                public int in(int port, int size) {
                    return -1;
                }

                @Override
                public void out(int port, int size, int value) {}
            };

    private static Cpu cpu(CpuProfile profile) {
        return new Cpu(profile, new MemoryBus(1 << 16), NO_PORTS, SILENT, new VirtualClock());
    }

    @Test
    void everyProfileIsFoundByItsName() {
        for (CpuProfile profile : CpuProfiles.all()) {
            assertThat(CpuProfiles.byName(profile.name())).contains(profile);
        }
        assertThat(CpuProfiles.byName("z80")).isEmpty();
    }

    @Test
    void leaf0NamesTheVendor() {
        CpuidResult r = cpu(CpuProfiles.byName("amd-zen2").orElseThrow()).cpuid(0, 0);
        assertThat(r.ebx()).isEqualTo(0x68747541);
        assertThat(r.edx()).isEqualTo(0x69746e65);
        assertThat(r.ecx()).isEqualTo(0x444d4163);
    }

    @Test
    void virtualizationShowsOnlyWithItsExtension() {
        for (CpuProfile profile : CpuProfiles.all()) {
            assertThat(Feature.VMX.in(cpu(profile).cpuid(1, 0))).isFalse();
            assertThat(Feature.SVM.in(cpu(profile).cpuid(0x80000001, 0))).isFalse();
        }
    }

    @Test
    void theTimeStampCounterRunsAtOneGigahertz() {
        CpuidResult r = cpu(CpuProfiles.byName("intel-skylake").orElseThrow()).cpuid(0x15, 0);
        assertThat((long) r.ecx() * r.ebx() / r.eax()).isEqualTo(VirtualClock.FREQUENCY);
    }

    @Test
    void whatIsNotAdvertisedHasNoRegister() {
        for (CpuProfile profile : CpuProfiles.all()) {
            Cpu cpu = cpu(profile);
            assertThat(cpu.msrs().exists(0xc0000082)).isEqualTo(profile.has(Feature.LM));
            assertThat(cpu.msrs().exists(0x10)).isEqualTo(profile.has(Feature.TSC));
            assertThat(cpu.msrs().exists(0x174)).isEqualTo(profile.has(Feature.SEP));
            assertThat(cpu.msrs().exists(0xfe)).isEqualTo(profile.has(Feature.MTRR));
        }
    }

    @Test
    void intelAnswersTheHighestLeafBeyondItAndAmdZeros() {
        Cpu intel = cpu(CpuProfiles.byName("intel-skylake").orElseThrow());
        assertThat(intel.cpuid(0x1000, 0)).isEqualTo(intel.cpuid(0x16, 0));
        Cpu amd = cpu(CpuProfiles.byName("amd-zen2").orElseThrow());
        assertThat(amd.cpuid(0x1000, 0)).isEqualTo(CpuidResult.ZERO);
    }

    @Test
    void miscEnableHidesNxAndLimitsCpuid() {
        Cpu cpu = cpu(CpuProfiles.byName("intel-skylake").orElseThrow());
        long before = cpu.msrs().read(0x1a0);
        assertThat(Feature.NX.in(cpu.cpuid(0x80000001, 0))).isTrue();
        cpu.msrs().write(0x1a0, before | 1L << 34 | 1L << 22);
        assertThat(Feature.NX.in(cpu.cpuid(0x80000001, 0))).isFalse();
        assertThat(cpu.cpuid(0, 0).eax()).isEqualTo(2);
        assertThatThrownBy(() -> cpu.msrs().write(0xc0000080, 1 << 11)).isInstanceOf(Fault.class);
        cpu.msrs().write(0x1a0, before);
        cpu.msrs().write(0xc0000080, 1 << 11);
        assertThatThrownBy(() -> cpu.msrs().write(0x1a0, before ^ 1L << 11))
                .isInstanceOf(Fault.class);
    }

    /** Whoever asks for records of branches and reads them is told that there are none. */
    @ParameterizedTest
    @CsvSource({
        "amd-zen3, 1db",
        "amd-zen3, 1de",
        "intel-pentium3, 1dc",
        "intel-skylake, 1c9",
        "intel-skylake, 680",
        "intel-skylake, 6df",
        "intel-icelake, 1dd"
    })
    void lastBranchRecordsAreNotModelled(String profile, String index) {
        Msrs msrs = cpu(CpuProfiles.byName(profile).orElseThrow()).msrs();
        int record = Integer.parseInt(index, 16);
        msrs.write(Msr.DEBUGCTL, 2);
        assertThat(msrs.read(record)).isZero();
        msrs.write(record, 0);
        msrs.write(Msr.DEBUGCTL, 1);
        msrs.write(Msr.DEBUGCTL, 0);
        assertThatThrownBy(() -> msrs.read(record))
                .isInstanceOf(NotModelled.class)
                .hasMessageContaining("last branch records");
    }
}
