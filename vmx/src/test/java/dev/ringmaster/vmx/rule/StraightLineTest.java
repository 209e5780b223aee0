package dev.ringmaster.vmx.rule;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.ringmaster.cpu.rule.Missing;
import dev.ringmaster.cpu.rule.StateField;
import dev.ringmaster.vmx.rule.StraightLineProperties.Flip;
import dev.ringmaster.vmx.vmcs.VmcsField;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import java.lang.reflect.Method;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** What the straight-line form covers, and what it leaves to the rows. */
class StraightLineTest {
    private static final List<Class<?>> FORM =
            List.of(
                    FastExecution.class,
                    FastEntry.class,
                    FastHost.class,
                    FastRegisters.class,
                    FastSegments.class,
                    FastGuest.class,
                    FastMemory.class);

    @Test
    void everyModelledRuleIsCoveredExactlyOnce() {
        List<String> modelled =
                EntryRules.all().stream().filter(EntryRule::modelled).map(EntryRule::id).toList();
        assertThat(covered()).containsExactlyInAnyOrderElementsOf(modelled);
    }

    private static List<String> covered() {
        return FORM.stream()
                .flatMap(type -> Arrays.stream(type.getDeclaredMethods()))
                .filter(method -> method.isAnnotationPresent(Covers.class))
                .flatMap(StraightLineTest::idsOf)
                .toList();
    }

    private static Stream<String> idsOf(Method method) {
        return Arrays.stream(method.getAnnotation(Covers.class).value())
                .flatMap(StraightLineTest::expand);
    }

    /** {@code CTL-006..011} is six identifiers. */
    private static Stream<String> expand(String range) {
        int dots = range.indexOf("..");
        if (dots < 0) {
            return Stream.of(range);
        }
        String prefix = range.substring(0, dots - 3);
        int first = Integer.parseInt(range.substring(dots - 3, dots));
        int last = Integer.parseInt(range.substring(dots + 2));
        return IntStream.rangeClosed(first, last)
                .mapToObj(number -> prefix + "%03d".formatted(number));
    }

    @Test
    void ofValidGuestsAllRulesHold() {
        assertThat(Scenarios.valid()).allMatch(StraightLine::allHold);
    }

    @ParameterizedTest
    @EnumSource
    void everySingleBitOfWhatAGroupReadsCountsAlike(RuleGroup group) {
        List<EntryState> states = Scenarios.nearby();
        List<Flip> flips = bitsReadBy(group, states);
        for (EntryState state : states) {
            for (Flip flip : flips) {
                flip.apply(state);
                StraightLineProperties.bothFormsAgree(group, state);
                flip.apply(state);
            }
        }
    }

    private static List<Flip> bitsReadBy(RuleGroup group, List<EntryState> states) {
        Set<StateField> read = new LinkedHashSet<>();
        for (EntryState state : states) {
            Map<StateField, Long> record = state.startRecording();
            VmEntryChecker.checkRows(group, state);
            state.stopRecording();
            read.addAll(record.keySet());
        }
        List<Flip> flips = new ArrayList<>();
        for (StateField field : read) {
            IntStream.range(0, field.width()).forEach(bit -> flips.add(new Flip(field, bit)));
        }
        return flips;
    }

    @Test
    void whatIsNotGivenIsLeftToTheRows() {
        EntryState state = Scenarios.valid().get(0);
        state.vmcs().forget(VmcsField.GUEST_DR7);
        assertThat(StraightLine.allHold(RuleGroup.GUEST_TABLES, state)).isFalse();
        assertThat(VmEntryChecker.check(RuleGroup.GUEST_TABLES, state)).isEmpty();
        state.vmcs().set(VmcsField.GUEST_DR7, 0);
        assertThat(StraightLine.allHold(state)).isTrue();
        state.context().forget(EntryFact.CPL);
        assertThat(StraightLine.allHold(state)).isFalse();
        state.context().forget(EntryFact.CPL).set(EntryFact.CPL, 0).set(EntryFact.CPL, 0);
        assertThat(StraightLine.allHold(state)).isTrue();
    }

    @Test
    void memoryThatIsNotGivenIsLeftToTheRows() {
        EntryState known = Scenarios.valid().get(0);
        known.vmcs().set(VmcsField.VMCS_LINK_POINTER, 0x3000);
        EntryState blind =
                new EntryState(
                        known.vmcs(),
                        known.caps(),
                        known.context(),
                        EntryMemory.UNKNOWN,
                        MsrLoads.UNKNOWN);
        assertThat(StraightLine.allHold(RuleGroup.GUEST_NON_REGISTER, blind)).isFalse();
        assertThatExceptionOfType(Missing.class)
                .isThrownBy(() -> VmEntryChecker.check(RuleGroup.GUEST_NON_REGISTER, blind));
    }
}
