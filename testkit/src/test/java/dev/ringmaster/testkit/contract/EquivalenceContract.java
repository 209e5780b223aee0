package dev.ringmaster.testkit.contract;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ringmaster.cpu.arch.NotModelled;
import dev.ringmaster.hypervisor.Outcome;

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

    private End bare(Guest guest, long limit) {
        try {
            return new Bare(profile(), BOARD, guest).run(limit);
        } catch (NotModelled missing) {
            Assume.that(false);
            throw missing;
        }
    }
}
