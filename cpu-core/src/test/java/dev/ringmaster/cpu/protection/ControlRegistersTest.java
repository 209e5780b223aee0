package dev.ringmaster.cpu.protection;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.ringmaster.cpu.CpuProfile;
import dev.ringmaster.cpu.CpuProfiles;
import dev.ringmaster.cpu.arch.Cr0;
import dev.ringmaster.cpu.arch.Cr4;
import dev.ringmaster.cpu.arch.Efer;
import dev.ringmaster.cpu.arch.Fault;
import dev.ringmaster.cpu.arch.Msr;

import org.junit.jupiter.api.Test;

class ControlRegistersTest {
    private static boolean refused(Runnable write) {
        return catchThrowableOfType(Fault.class, write::run) != null;
    }

    @Test
    void pagingNeedsProtection() {
        Machine m = new Machine().realMode();
        assertThat(refused(() -> ControlRegisters.writeCr0(m.cpu, 0x80000010L))).isTrue();
        assertThat(refused(() -> ControlRegisters.writeCr0(m.cpu, 0x20000011L))).isTrue();
        assertThat(refused(() -> ControlRegisters.writeCr0(m.cpu, 0x1_00000011L))).isTrue();
        assertThat(m.s.cr0).isEqualTo(0x60000010);
    }

    @Test
    void longModeBeginsWithPagingAndNeedsPae() {
        Machine m = new Machine().protectedMode(0);
        m.cpu.msrs().write(Msr.EFER, Efer.LME.mask());
        long paging = Cr0.PG.set(m.s.cr0);
        assertThat(refused(() -> ControlRegisters.writeCr0(m.cpu, paging))).isTrue();
        ControlRegisters.writeCr4(m.cpu, Cr4.PAE.mask());
        ControlRegisters.writeCr0(m.cpu, paging);
        assertThat(m.s.longMode()).isTrue();
        assertThat(m.s.mode64()).isFalse();
        assertThat(refused(() -> m.cpu.msrs().write(Msr.EFER, 0))).isTrue();
        assertThat(refused(() -> ControlRegisters.writeCr4(m.cpu, 0))).isTrue();
        ControlRegisters.writeCr0(m.cpu, Cr0.PG.clear(paging));
        assertThat(m.s.longMode()).isFalse();
    }

    @Test
    void cr4TakesExactlyWhatTheProfileAdvertises() {
        for (CpuProfile profile : CpuProfiles.all()) {
            Machine m = new Machine(profile).longMode(0);
            long defined = ControlRegisters.definedCr4(m.cpu);
            for (int bit = 0; bit < 64; bit++) {
                long value = Cr4.PAE.mask() | 1L << bit;
                boolean expected = (defined >>> bit & 1) == 0 || (defined & Cr4.PAE.mask()) == 0;
                m.s.cr4 = Cr4.PAE.mask();
                assertThat(refused(() -> ControlRegisters.writeCr4(m.cpu, value)))
                        .as("%s bit %d", profile.name(), bit)
                        .isEqualTo(expected);
            }
        }
    }

    @Test
    void umipFollowsTheProcessorFamily() {
        assertThat(ControlRegisters.definedCr4(new Machine().cpu) & Cr4.UMIP.mask()).isNotZero();
        CpuProfile older = CpuProfiles.byName("intel-skylake").orElseThrow();
        assertThat(ControlRegisters.definedCr4(new Machine(older).cpu) & Cr4.UMIP.mask()).isZero();
    }

    @Test
    void umipHidesTheTablesFromOuterRings() {
        int[][] hidden = {
            {0x0f, 0x01, 0x05, 0, 0, 5, 0},
            {0x0f, 0x01, 0x0d, 0, 0, 5, 0},
            {0x0f, 0x00, 0xc0},
            {0x0f, 0x00, 0xc8},
            {0x0f, 0x01, 0xe0}
        };
        for (int[] code : hidden) {
            for (int ring = 0; ring < 4; ring++) {
                Machine m = new Machine().protectedMode(ring);
                assertThat(m.step(code).inHandler()).isEqualTo(-1);
                m = new Machine().protectedMode(ring);
                m.s.cr4 = Cr4.UMIP.mask();
                assertThat(m.step(code).inHandler()).isEqualTo(ring == 0 ? -1 : 13);
            }
        }
    }

    @Test
    void privilegedInstructionsFaultOutsideRing0() {
        int[][] privileged = {
            {0xf4},
            {0x0f, 0x08},
            {0x0f, 0x09},
            {0x0f, 0x06},
            {0x0f, 0x20, 0xc0},
            {0x0f, 0x22, 0xd0},
            {0x0f, 0x21, 0xc0},
            {0x0f, 0x23, 0xc0},
            {0x0f, 0x32},
            {0x0f, 0x30},
            {0x0f, 0x01, 0xf0},
            {0x0f, 0x00, 0xd0},
            {0x0f, 0x00, 0xd8},
            {0x0f, 0x01, 0x3d, 0, 0, 5, 0},
            {0x0f, 0x01, 0x15, 0, 0, 5, 0},
            {0x0f, 0x01, 0x1d, 0, 0, 5, 0}
        };
        for (int[] code : privileged) {
            for (int ring = 1; ring < 4; ring++) {
                Machine m = new Machine().protectedMode(ring);
                assertThat(m.step(code).inHandler()).isEqualTo(13);
            }
        }
    }

    @Test
    void lmswSetsPeButDoesNotClearIt() {
        Machine m = new Machine().realMode();
        m.s.gpr[0] = 1;
        m.step(0x0f, 0x01, 0xf0);
        assertThat(Cr0.PE.in(m.s.cr0)).isTrue();
        m.s.gpr[0] = 0;
        m.step(0x0f, 0x01, 0xf0);
        assertThat(Cr0.PE.in(m.s.cr0)).isTrue();
    }

    @Test
    void theMachineStatusCanBeReadEverywhere() {
        Machine m = new Machine().protectedMode(3).step(0x0f, 0x01, 0xe0);
        assertThat(m.s.gpr[0]).isEqualTo(m.s.cr0 & 0xffffffffL);
    }
}
