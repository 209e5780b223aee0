package dev.ringmaster.board;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.ringmaster.cpu.arch.Fault;
import dev.ringmaster.cpu.arch.Msr;
import dev.ringmaster.cpu.arch.NotModelled;
import dev.ringmaster.cpu.bus.VirtualClock;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import java.util.ArrayList;
import java.util.List;

class LocalApicTest {
    private static final long PAGE = 0xfee0_0000L;
    private static final int EOI = 0xb0;
    private static final int SVR = 0xf0;
    private static final int ESR = 0x280;
    private static final int ICR = 0x300;
    private static final int LVT_TIMER = 0x320;
    private static final int LINT0 = 0x350;
    private static final int LVT_ERROR = 0x370;
    private static final int INITIAL = 0x380;
    private static final int CURRENT = 0x390;
    private static final int DIVIDE = 0x3e0;

    private final VirtualClock clock = new VirtualClock();
    private final MemoryBus memory = new MemoryBus(0x10000);
    private final DualPic pic = new DualPic();
    private final LocalApic apic = new LocalApic(0, memory, clock, pic);
    private final List<Long> fired = new ArrayList<>();
    private int nmis;

    @BeforeEach
    void enable() {
        pic.connect(apic::lint0);
        apic.onNmi(() -> nmis++);
        write(SVR, 0x1ff);
        write(DIVIDE, 0xb);
    }

    private void write(int offset, long value) {
        memory.write(PAGE + offset, 4, value);
    }

    private long read(int offset) {
        return memory.read(PAGE + offset, 4);
    }

    /** Serves each timer interrupt at once and notes its time. */
    private void noteTimer() {
        apic.onAttention(
                () -> {
                    fired.add(clock.now());
                    assertEquals(0x40, apic.acknowledge());
                    write(EOI, 0);
                });
    }

    private void enterX2apic() {
        apic.writeMsr(Msr.APIC_BASE, apic.readMsr(Msr.APIC_BASE) | 0x400);
    }

    private void refuses(int msr, long value) {
        assertThrows(Fault.class, () -> apic.writeMsr(msr, value));
    }

    @Test
    void aOneShotTimerFiresOnceAtItsTime() {
        noteTimer();
        write(LVT_TIMER, 0x40);
        write(INITIAL, 1000);
        clock.advance(999);
        assertEquals(List.of(), fired);
        assertEquals(1, read(CURRENT));
        clock.advance(1);
        clock.advance(5000);
        assertEquals(List.of(1000L), fired);
        assertEquals(0, read(CURRENT));
    }

    @Test
    void aPeriodicTimerFiresEachPeriodAndKeepsStep() {
        noteTimer();
        write(LVT_TIMER, 0x2_0040);
        write(INITIAL, 100);
        for (int i = 0; i < 350; i++) {
            clock.advance(1);
        }
        assertEquals(List.of(100L, 200L, 300L), fired);
        assertEquals(50, read(CURRENT));
    }

    @Test
    void theDivisorStretchesTheTimer() {
        noteTimer();
        write(DIVIDE, 0x3);
        write(LVT_TIMER, 0x40);
        write(INITIAL, 10);
        clock.advance(80);
        assertEquals(5, read(CURRENT));
        clock.advance(80);
        assertEquals(1, fired.size());
    }

    @Test
    void eachDivideConfigurationHasItsDivisor() {
        int[] codes = {0xb, 0, 1, 2, 3, 8, 9, 0xa};
        for (int i = 0; i < codes.length; i++) {
            write(DIVIDE, codes[i]);
            write(INITIAL, 1000);
            clock.advance(128);
            assertEquals(1000 - (128 >> i), read(CURRENT));
        }
    }

    @Test
    void theDeadlineTimerFiresWhenTheCounterReachesItAndIsThenZero() {
        noteTimer();
        apic.connectTsc(() -> 10_000);
        write(LVT_TIMER, 0x4_0040);
        apic.writeMsr(LocalApic.TSC_DEADLINE, 10_500);
        assertEquals(10_500, apic.readMsr(LocalApic.TSC_DEADLINE));
        clock.advance(499);
        assertEquals(List.of(), fired);
        clock.advance(1);
        assertEquals(List.of(500L), fired);
        assertEquals(0, apic.readMsr(LocalApic.TSC_DEADLINE));
    }

    @Test
    void aDeadlineInThePastFiresAtOnceAndZeroDisarms() {
        noteTimer();
        clock.advance(100);
        write(LVT_TIMER, 0x4_0040);
        apic.writeMsr(LocalApic.TSC_DEADLINE, 50);
        clock.advance(1);
        assertEquals(1, fired.size());
        apic.writeMsr(LocalApic.TSC_DEADLINE, 500);
        apic.writeMsr(LocalApic.TSC_DEADLINE, 0);
        clock.advance(1000);
        assertEquals(1, fired.size());
    }

    @Test
    void outsideDeadlineModeTheDeadlineIsNotKept() {
        apic.writeMsr(LocalApic.TSC_DEADLINE, 500);
        assertEquals(0, apic.readMsr(LocalApic.TSC_DEADLINE));
    }

    @Test
    void aMaskedTimerRunsInSilence() {
        write(LVT_TIMER, 0x1_0040);
        write(INITIAL, 10);
        clock.advance(20);
        assertFalse(apic.pending());
        assertEquals(0, read(CURRENT));
    }

    @Test
    void theHighestVectorIsServedFirstAndHoldsBackItsClassUntilItEnds() {
        apic.accept(0x41, false);
        apic.accept(0x52, false);
        apic.accept(0x51, false);
        assertEquals(0x52, apic.acknowledge());
        assertEquals(0x50, read(0xa0));
        assertFalse(apic.pending());
        write(EOI, 0);
        assertEquals(0x51, apic.acknowledge());
        write(EOI, 0);
        assertEquals(0x41, apic.acknowledge());
    }

    @Test
    void theTaskPriorityHoldsBackItsClassAndIsCr8() {
        apic.setTaskPriorityClass(5);
        assertEquals(0x50, read(0x80));
        apic.accept(0x5f, false);
        assertFalse(apic.pending());
        write(0x80, 0x4f);
        assertEquals(4, apic.taskPriorityClass());
        assertTrue(apic.pending());
    }

    @Test
    void loweringThePriorityCallsForAttention() {
        apic.setTaskPriorityClass(15);
        int[] calls = new int[1];
        apic.onAttention(() -> calls[0]++);
        apic.accept(0x80, false);
        assertEquals(0, calls[0]);
        apic.setTaskPriorityClass(0);
        assertEquals(1, calls[0]);
    }

    @Test
    void messagesReachOneselfByShorthandPhysicalLogicalAndBroadcastDestination() {
        write(0xd0, 0x0200_0000);
        long[][] messages = {
            {0, 0x4_0040}, {0, 0x8_0040}, {0, 0x40}, {0xff00_0000L, 0x40}, {0x0300_0000, 0x840}
        };
        for (long[] message : messages) {
            write(ICR + 0x10, message[0]);
            write(ICR, message[1]);
            assertEquals(0x40, apic.acknowledge());
            write(EOI, 0);
        }
    }

    @Test
    void messagesToAbsentProcessorsVanish() {
        long[][] messages = {
            {0x0100_0000, 0x40}, {0, 0xc_0040}, {0, 0xc_4500}, {0, 0xc_4608}, {0x0100_0000, 0x840}
        };
        for (long[] message : messages) {
            write(ICR + 0x10, message[0]);
            write(ICR, message[1]);
            assertFalse(apic.pending());
        }
        assertEquals(0, nmis);
    }

    @Test
    void inTheClusterModelBothClusterAndMemberMustMatch() {
        write(0xe0, 0);
        write(0xd0, 0x2400_0000);
        assertFalse(apic.matches(0x34, true));
        assertFalse(apic.matches(0x23, true));
        assertTrue(apic.matches(0x2c, true));
    }

    @Test
    void initKeepsTheIdAndPowerUpDoesNot() {
        write(0x20, 0x0500_0000);
        apic.initialize();
        assertEquals(0x0500_0000, read(0x20));
        assertEquals(0xff, read(SVR));
        apic.reset();
        assertEquals(0, read(0x20));
    }

    @Test
    void aNonMaskableMessageToOneselfArrives() {
        write(ICR + 0x10, 0);
        write(ICR, 0x4400);
        assertEquals(1, nmis);
    }

    @Test
    void initToOneselfIsToldOrNotModelled() {
        assertThrows(NotModelled.class, () -> write(ICR, 0x4500));
        int[] calls = new int[1];
        apic.onInit(() -> calls[0]++);
        write(ICR, 0x4500);
        write(ICR, 0x8500);
        assertEquals(1, calls[0]);
    }

    @Test
    void anIllegalVectorIsAnErrorThatShowsAfterTheNextWriteOfEsr() {
        write(LVT_ERROR, 0xf0);
        write(ICR, 0x4_0005);
        assertEquals(0xf0, apic.acknowledge());
        assertEquals(0, read(ESR));
        write(ESR, 0);
        assertEquals(0x20, read(ESR));
        write(ESR, 0);
        assertEquals(0, read(ESR));
    }

    @Test
    void anAbsentRegisterIsAnError() {
        read(0x40);
        write(ESR, 0);
        assertEquals(0x80, read(ESR));
    }

    @Test
    void softwareDisableMasksTheLocalVectorTableAndKeepsWhatWaits() {
        apic.accept(0x60, false);
        write(LVT_TIMER, 0x40);
        write(SVR, 0xff);
        assertEquals(0x1_0040, read(LVT_TIMER));
        write(LVT_TIMER, 0x41);
        assertEquals(0x1_0041, read(LVT_TIMER));
        apic.accept(0x70, false);
        assertEquals(0x60, apic.acknowledge());
    }

    @Test
    void theOldControllersInterruptPassesOnlyThroughAnUnmaskedExternalEntry() {
        pic.out(0x21, 1, 0);
        pic.input(0).set(true);
        assertFalse(apic.pending());
        write(LINT0, 0x700);
        assertTrue(apic.pending());
        assertEquals(8, apic.acknowledge());
        assertFalse(apic.pending());
    }

    @Test
    void whileGloballyDisabledTheOldControllerReachesTheProcessor() {
        apic.writeMsr(Msr.APIC_BASE, PAGE | 0x100);
        assertFalse(apic.enabled());
        assertEquals(0xffff_ffffL, read(0x30));
        pic.out(0x21, 1, 0);
        pic.input(0).set(true);
        assertEquals(8, apic.acknowledge());
    }

    @Test
    void reenablingStartsFromTheStateAfterPowerUp() {
        write(0x80, 0x50);
        apic.writeMsr(Msr.APIC_BASE, PAGE | 0x100);
        apic.writeMsr(Msr.APIC_BASE, PAGE | 0x900);
        assertEquals(0xff, read(SVR));
        assertEquals(0, read(0x80));
        assertEquals(0x1_0000, read(LINT0));
    }

    @Test
    void lint0AsNonMaskableInterruptFiresOnRisingEdges() {
        pic.out(0x21, 1, 0);
        write(LINT0, 0x400);
        pic.input(0).set(true);
        assertEquals(1, nmis);
        assertFalse(apic.pending());
    }

    @Test
    void aLevelAtLint0ComesAgainAfterItsEndWhileItStaysHigh() {
        write(LINT0, 0x8030);
        apic.lint0(true);
        assertEquals(0x30, apic.acknowledge());
        assertEquals(0xc030, read(LINT0));
        write(EOI, 0);
        assertTrue(apic.pending());
        apic.lint0(false);
        apic.acknowledge();
        write(EOI, 0);
        assertFalse(apic.pending());
        assertEquals(0x8030, read(LINT0));
    }

    @Test
    void thePageMovesWithItsBase() {
        apic.writeMsr(Msr.APIC_BASE, 0x4200_0900L);
        assertEquals(0xffff_ffffL, read(0x30));
        assertEquals(0x5_0014, memory.read(0x4200_0030L, 4));
        assertThrows(NotModelled.class, () -> apic.writeMsr(Msr.APIC_BASE, 0x2900));
    }

    @Test
    void theStatesOfTheBaseRegisterFollowTheTransitionDiagram() {
        refuses(Msr.APIC_BASE, PAGE | 0x500);
        refuses(Msr.APIC_BASE, PAGE | 0x900 | 1L << 40);
        refuses(Msr.APIC_BASE, PAGE | 0x901);
        enterX2apic();
        assertTrue(apic.x2apic());
        refuses(Msr.APIC_BASE, PAGE | 0x900);
        apic.writeMsr(Msr.APIC_BASE, PAGE | 0x100);
        refuses(Msr.APIC_BASE, PAGE | 0xd00);
        apic.writeMsr(Msr.APIC_BASE, PAGE | 0x900);
    }

    @Test
    void withoutX2apicItsModeBitIsReserved() {
        apic.profile(false, 36);
        refuses(Msr.APIC_BASE, PAGE | 0xd00);
        refuses(Msr.APIC_BASE, PAGE | 0x900 | 1L << 36);
    }

    @Test
    void x2apicRegistersAreMsrsAndThePageIsAbsent() {
        assertThrows(Fault.class, () -> apic.readMsr(0x802));
        enterX2apic();
        assertEquals(0xffff_ffffL, read(0x30));
        assertEquals(0x5_0014, apic.readMsr(0x803));
        assertEquals(1, apic.readMsr(0x80d));
        apic.writeMsr(0x83f, 0x61);
        assertEquals(1L << 1, apic.readMsr(0x823));
        assertEquals(0x61, apic.acknowledge());
        apic.writeMsr(0x80b, 0);
        apic.writeMsr(0x830, 0x4_0062);
        assertEquals(0x62, apic.acknowledge());
    }

    @Test
    void x2apicRefusesAbsentReadOnlyAndReserved() {
        enterX2apic();
        for (int absent : new int[] {0x800, 0x809, 0x80e, 0x82f, 0x831, 0x83a, 0x840, 0x8ff}) {
            assertThrows(Fault.class, () -> apic.readMsr(absent), Integer.toHexString(absent));
            refuses(absent, 0);
        }
        for (int readOnly : new int[] {0x802, 0x803, 0x80a, 0x80d, 0x810, 0x81f, 0x827, 0x839}) {
            refuses(readOnly, 0);
        }
        assertThrows(Fault.class, () -> apic.readMsr(0x80b));
        assertThrows(Fault.class, () -> apic.readMsr(0x83f));
        refuses(0x80b, 1);
        refuses(0x828, 1);
        refuses(0x808, 0x100);
        refuses(0x808, 1L << 32);
        refuses(0x830, 1 << 20);
        refuses(0x832, 1 << 19);
    }

    @Test
    void theIoApicDeliversEdgesOnceAndLevelsUntilTheyEnd() {
        IoApic io = new IoApic(apic);
        memory.map(IoApic.BASE, 0x1000, io);
        redirect(3, 0x33);
        redirect(10, 0x803a);
        io.input(3).set(true);
        assertEquals(0x33, apic.acknowledge());
        write(EOI, 0);
        assertFalse(apic.pending());
        io.input(10).set(true);
        assertEquals(0x3a, apic.acknowledge());
        assertFalse(apic.pending());
        write(EOI, 0);
        assertEquals(0x3a, apic.acknowledge());
        io.input(10).set(false);
        write(EOI, 0);
        assertFalse(apic.pending());
    }

    @Test
    void theIoApicLosesMaskedEdgesAndKeepsMaskedLevels() {
        IoApic io = new IoApic(apic);
        memory.map(IoApic.BASE, 0x1000, io);
        redirect(3, 0x1_0033);
        redirect(10, 0x1_803a);
        io.input(3).set(true);
        io.input(10).set(true);
        redirect(3, 0x33);
        assertFalse(apic.pending());
        redirect(10, 0x803a);
        assertEquals(0x3a, apic.acknowledge());
    }

    private void redirect(int input, int low) {
        memory.write(IoApic.BASE, 4, 0x10 + 2 * input);
        memory.write(IoApic.BASE + 0x10, 4, low);
    }
}
