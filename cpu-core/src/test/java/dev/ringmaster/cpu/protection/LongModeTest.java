package dev.ringmaster.cpu.protection;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ringmaster.cpu.CpuProfiles;
import dev.ringmaster.cpu.arch.Cr4;
import dev.ringmaster.cpu.arch.Rflags;
import dev.ringmaster.cpu.state.Segment;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LongModeTest {
    private static final int PF = 14;
    private static final int IST3 = 0x38000;

    @Test
    void anInterruptFromRing3PushesFiveQuadwordsOnAnAlignedStack() {
        Machine m = new Machine().longMode(3);
        m.interrupt(0x30, 0xee);
        m.bus.write(Machine.TSS + 4, 8, Machine.INNER_STACK + 9);
        m.step(0xcd, 0x30);
        assertThat(m.inHandler()).isEqualTo(0x30);
        assertThat(m.s.gpr[4]).isEqualTo(Machine.INNER_STACK - 40);
        assertThat(m.s.segments[Segment.SS].selector).isZero();
        assertThat(m.s.segments[Segment.SS].unusable()).isTrue();
        assertThat(m.slot(0, 8)).isEqualTo(Machine.CODE + 2);
        assertThat(m.slot(1, 8)).isEqualTo(Machine.CODE64_USER | 3);
        assertThat(m.slot(3, 8)).isEqualTo(Machine.STACK);
        assertThat(m.slot(4, 8)).isEqualTo(Machine.dataSelector(3));
        m.step(0x48, 0xcf);
        assertThat(m.s.cpl).isEqualTo(3);
        assertThat(m.s.gpr[4]).isEqualTo(Machine.STACK);
        assertThat(m.s.rip).isEqualTo(Machine.CODE + 2);
    }

    @Test
    void anInterruptStackIsUsedEvenInTheSameRing() {
        Machine m = new Machine().longMode(0);
        m.gate(Machine.IDT + 0x30 * 16L, Machine.CODE64, Machine.handler(0x30), 0x8e, 3);
        m.bus.write(Machine.TSS + 0x24 + 16, 8, IST3);
        m.step(0xcd, 0x30);
        assertThat(m.s.gpr[4]).isEqualTo(IST3 - 40);
        assertThat(m.slot(3, 8)).isEqualTo(Machine.STACK);
    }

    @Test
    void aHandlerThatIsNot64BitIsForbidden() {
        Machine m = new Machine().longMode(0);
        m.gate(Machine.IDT + 0x30 * 16L, Machine.codeSelector(0), 0x9300, 0x8e, 0);
        m.step(0xcd, 0x30);
        assertThat(m.inHandler()).isEqualTo(13);
        assertThat(m.slot(0, 8)).isEqualTo(Machine.codeSelector(0));
    }

    @Test
    void syscallAndSysretExchangeRings() {
        Machine m = new Machine().longMode(3);
        m.s.star = (long) Machine.CODE64 << 32 | (long) (Machine.CODE64_USER - 16) << 48;
        m.s.lstar = 0x9700;
        m.s.sfmask = Rflags.IF.mask();
        m.s.flags.set(0x202);
        m.step(0x0f, 0x05);
        assertThat(m.s.cpl).isZero();
        assertThat(m.s.rip).isEqualTo(0x9700);
        assertThat(m.s.gpr[1]).isEqualTo(Machine.CODE + 2);
        assertThat(m.s.gpr[11]).isEqualTo(0x202);
        assertThat(m.s.flags.is(Rflags.IF)).isFalse();
        assertThat(m.s.segments[Segment.SS].selector).isEqualTo(Machine.CODE64 + 8);
        m.step(0x48, 0x0f, 0x07);
        assertThat(m.s.cpl).isEqualTo(3);
        assertThat(m.s.rip).isEqualTo(Machine.CODE + 2);
        assertThat(m.s.flags.is(Rflags.IF)).isTrue();
        assertThat(m.s.segments[Segment.CS].selector).isEqualTo(Machine.CODE64_USER | 3);
        assertThat(m.s.mode64()).isTrue();
    }

    @Test
    void sysretToANoncanonicalAddressFaultsInRing0OnIntelOnly() {
        Machine m = new Machine().longMode(0);
        m.s.gpr[1] = 1L << 47;
        assertThat(m.step(0x48, 0x0f, 0x07).inHandler()).isEqualTo(13);
        assertThat(m.s.cpl).isZero();
        m = new Machine(CpuProfiles.byName("amd-zen2").orElseThrow()).longMode(0);
        m.s.star = (long) (Machine.CODE64_USER - 16) << 48;
        m.s.gpr[1] = 1L << 47;
        m.code(0x48, 0x0f, 0x07);
        m.run(1);
        assertThat(m.s.cpl).isEqualTo(3);
    }

    @Test
    void syscallIsInvalidWithoutSce() {
        Machine m = new Machine().longMode(3);
        m.s.efer &= ~1L;
        assertThat(m.step(0x0f, 0x05).inHandler()).isEqualTo(6);
    }

    private static long pageFault(Machine m, int... code) {
        m.step(code);
        assertThat(m.inHandler()).isEqualTo(PF);
        return m.slot(0, 8);
    }

    private static Machine withPage(int ring, long bits, long cr4) {
        Machine m = new Machine().longMode(ring);
        m.s.cr4 |= cr4;
        m.page(0x50000, bits);
        m.s.gpr[3] = 0x50000;
        m.cpu.modeChanged();
        return m;
    }

    private static final int[] LOAD = {0x8a, 0x03};
    private static final int[] STORE = {0x88, 0x03};
    private static final int[] JUMP = {0xff, 0xe3};

    @Test
    void theErrorCodeTellsWhoWantedWhat() {
        assertThat(pageFault(withPage(0, 0, 0), LOAD)).isEqualTo(0);
        assertThat(pageFault(withPage(0, 0, 0), STORE)).isEqualTo(2);
        assertThat(pageFault(withPage(3, 0, 0), LOAD)).isEqualTo(4);
        assertThat(pageFault(withPage(3, 3, 0), LOAD)).isEqualTo(5);
        assertThat(pageFault(withPage(3, 5, 0), STORE)).isEqualTo(7);
        assertThat(pageFault(withPage(0, 5, 0), STORE)).isEqualTo(3);
    }

    @Test
    void withoutWpASupervisorWritesToReadOnlyPages() {
        Machine m = withPage(0, 1, 0);
        m.s.cr0 &= ~0x10000L;
        m.cpu.memory.flush();
        assertThat(m.step(STORE).inHandler()).isEqualTo(-1);
    }

    @Test
    void fetchesAreForbiddenByNxAndSmep() {
        Machine m = withPage(0, 7 | 1L << 63, 0);
        m.step(JUMP);
        assertThat(pageFault(m)).isEqualTo(0x11);
        m = withPage(0, 7, Cr4.SMEP.mask());
        m.bus.write(Machine.TABLES + 0x3000 + 8 * 8, 8, 0x8000 | 3);
        m.bus.write(Machine.TABLES + 0x3000 + 8 * 9, 8, 0x9000 | 3);
        m.step(JUMP);
        assertThat(pageFault(m)).isEqualTo(0x11);
        assertThat(m.s.cr2).isEqualTo(0x50000);
    }

    @Test
    void smapForbidsUserDataUnlessAcIsSet() {
        Machine m = withPage(0, 7, Cr4.SMAP.mask());
        for (int page : new int[] {1, 2, 8, 9, 0x1f, 0x20}) {
            m.bus.write(Machine.TABLES + 0x3000 + 8L * page, 8, (long) page << 12 | 3);
        }
        m.s.flags.put(Rflags.AC, true);
        m.cpu.modeChanged();
        assertThat(m.step(LOAD).inHandler()).isEqualTo(-1);
        m.step(0x0f, 0x01, 0xca);
        assertThat(pageFault(m, LOAD)).isEqualTo(1);
    }

    /** LLDT AX and LTR AX, of descriptors that lie there and of such that lie nowhere. */
    @ParameterizedTest
    @CsvSource({"d0, 82", "d8, 89"})
    void systemSegmentsLieAtCanonicalAddresses(String form, String access) {
        for (long upper : new long[] {0xffff8000L, 0x7fff, 0x8000, 0xff7fffffL}) {
            Machine m = new Machine().longMode(0);
            m.descriptor(0xe0, 0x12345678, 0x67, Integer.parseInt(access, 16));
            m.bus.write(Machine.GDT + 0xe8, 8, upper);
            m.s.gpr[0] = 0xe0;
            m.step(0x0f, 0x00, Integer.parseInt(form, 16));
            if (upper == 0xffff8000L || upper == 0x7fff) {
                assertThat(m.inHandler()).isEqualTo(-1);
            } else {
                assertThat(m.inHandler()).isEqualTo(13);
                assertThat(m.slot(0, 8)).isEqualTo(0xe0);
            }
        }
    }
}
