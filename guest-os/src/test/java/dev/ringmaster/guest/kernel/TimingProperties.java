package dev.ringmaster.guest.kernel;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ringmaster.cpu.CpuProfiles;
import dev.ringmaster.cpu.engine.BlockEngine;
import dev.ringmaster.cpu.engine.RunEnd;
import dev.ringmaster.guest.load.UnusableImage;

import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;

import java.util.List;
import java.util.Map;

/**
 * Under a hypervisor the timer ticks at other instructions; nothing that can be compared may tell.
 */
class TimingProperties {
    private static final List<String> OF_TIME = List.of("time", "retired");

    @Provide
    Arbitrary<BuiltInGuest> guests() {
        return Arbitraries.of(BuiltInGuests.all());
    }

    @Property(seed = "1", tries = 12)
    void textAndEndStateDoNotDependOnWhenTheTimerTicks(
            @ForAll("guests") BuiltInGuest guest,
            @ForAll @Size(7) List<@IntRange(max = 400_000) Integer> delays,
            @ForAll @IntRange(min = 500, max = 50_000) int slice)
            throws UnusableImage {
        BareMachine steady = machine(guest);
        steady.run(Long.MAX_VALUE);
        BareMachine delayed = machine(guest);
        for (int n = 0; delayed.run(slice) == RunEnd.LIMIT; n++) {
            delayed.machine.board().clock().advance(delays.get(n % delays.size()));
        }
        assertThat(delayed.text()).isEqualTo(steady.text()).isEqualTo(guest.expectedText());
        assertThat(endState(delayed)).isEqualTo(endState(steady));
        assertThat(delayed.memory()).isEqualTo(steady.memory());
    }

    private static BareMachine machine(BuiltInGuest guest) throws UnusableImage {
        return new BareMachine(guest, CpuProfiles.all().get(0), BlockEngine::new);
    }

    private static Map<String, Object> endState(BareMachine bare) {
        Map<String, Object> state = bare.snapshot();
        state.keySet().removeAll(OF_TIME);
        return state;
    }
}
