package dev.ringmaster.testkit.contract;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ringmaster.board.BoardOptions;
import dev.ringmaster.cpu.arch.NotModelled;
import dev.ringmaster.cpu.isa.Code;
import dev.ringmaster.cpu.isa.Reg;
import dev.ringmaster.hypervisor.Outcome;
import dev.ringmaster.hypervisor.Policy;

import net.jqwik.api.Assume;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.ShrinkingMode;
import net.jqwik.api.constraints.IntRange;

/** A guest cannot see whether it owns the machine. */
interface EquivalenceContract extends Subject {

    @Property(seed = "1", tries = 60, shrinking = ShrinkingMode.OFF)
    default void aGuestEndsAsItWouldOnTheMachine(
            @ForAll GuestCode mode,
            @ForAll long seed,
            @ForAll @IntRange(min = 1, max = 6000) int n) {
        Guest guest = RandomGuest.of(mode, seed);
        End bare = bare(guest, n);
        assertThat(virtual(guest).run(n)).isEqualTo(bare);
    }

    @Property(seed = "1", tries = 15, shrinking = ShrinkingMode.OFF)
    default void aRunThatIsCutIntoSlicesEndsTheSame(
            @ForAll GuestCode mode,
            @ForAll long seed,
            @ForAll @IntRange(min = 1, max = 300) int slice) {
        Guest guest = RandomGuest.of(mode, seed);
        End whole = bare(guest, 3000);
        Virtual virtual = virtual(guest);
        End end = virtual.run(slice);
        while (end.outcome() == Outcome.LIMIT && end.instructions() < 3000) {
            end = virtual.run(Math.min(slice, 3000 - end.instructions()));
        }
        assertThat(end).isEqualTo(whole);
    }

    @Property(seed = "1", tries = 6)
    default void aSingleStepEndsAHalt(@ForAll GuestCode mode) {
        Guest guest = Guest.of(mode, code -> stepping(code).popf().hlt());
        End bare = bare(guest, 100);
        assertThat(bare.registers().get("debug")).contains("ffff4ff0");
        assertThat(virtual(guest).run(100)).isEqualTo(bare);
    }

    /** The UART asks for an interrupt in the instruction after which the guest single-steps. */
    @Property(seed = "1", tries = 6)
    default void aSingleStepComesBeforeAnInterrupt(@ForAll GuestCode mode) {
        Guest guest =
                Guest.of(
                        mode,
                        code -> {
                            interruptController(code);
                            stepping(code).mov(Reg.DX, 0x3f9).mov(Reg.AL, 2);
                            code.popf().out(Reg.DX, Reg.AL).nop();
                        });
        BoardOptions board = BoardOptions.full(GuestCode.MEMORY * 4);
        End bare = new Bare(profile(), board, guest).run(100);
        assertThat(bare.registers().get("debug")).contains("ffff4ff0");
        assertThat(virtual(guest, board, Policy.TRANSPARENT).run(100)).isEqualTo(bare);
    }

    /** The 8259 with its vectors from 20H on, open for the UART alone. */
    private static void interruptController(Code code) {
        int[][] words = {{0x20, 0x11}, {0x21, 0x20}, {0x21, 4}, {0x21, 1}, {0x21, 0xef}};
        for (int[] word : words) {
            code.mov(Reg.AL, word[1]).out(word[0], Reg.AL);
        }
        code.mov(Reg.DX, 0x3fc).mov(Reg.AL, 8).out(Reg.DX, Reg.AL);
    }

    /** Flags are on the stack, to be popped; their low word has TF and IF. */
    private static Code stepping(Code code) {
        return code.mov(Reg.CX, 0x302).pushf().pop(Reg.AX).push(Reg.CX);
    }

    private End bare(Guest guest, long limit) {
        try {
            return new Bare(profile(), BOARD, guest).run(limit);
        } catch (NotModelled missing) {
            Assume.that(false);
            throw missing;
        }
    }
}
