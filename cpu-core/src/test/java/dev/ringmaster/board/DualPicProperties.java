package dev.ringmaster.board;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Set;

class DualPicProperties {
    private final DualPic pic = programmed(1);

    private static DualPic programmed(int icw4) {
        DualPic pic = new DualPic();
        for (int base : new int[] {0x20, 0xa0}) {
            pic.out(base, 1, 0x11);
            pic.out(base + 1, 1, base == 0x20 ? 0x20 : 0x28);
            pic.out(base + 1, 1, base == 0x20 ? 4 : 2);
            pic.out(base + 1, 1, icw4);
            pic.out(base + 1, 1, 0);
        }
        return pic;
    }

    /** Higher priority first: the slave's inputs stand at the place of the master's 2. */
    private static int rank(int irq) {
        return irq < 2 ? irq : irq >= 8 ? irq - 6 : irq + 7;
    }

    private static void end(DualPic pic, int vector) {
        if (vector >= 0x28) {
            pic.out(0xa0, 1, 0x20);
        }
        pic.out(0x20, 1, 0x20);
    }

    @Property(seed = "1")
    void requestsAreServedInOrderOfPriority(
            @ForAll @Size(min = 1, max = 8) Set<@IntRange(min = 0, max = 15) Integer> irqs) {
        DualPic chips = programmed(1);
        List<Integer> raised = new ArrayList<>(irqs);
        raised.remove(Integer.valueOf(2));
        raised.forEach(irq -> chips.input(irq).set(true));
        raised.sort(Comparator.comparing(DualPicProperties::rank));
        List<Integer> served = new ArrayList<>();
        while (chips.pending()) {
            int vector = chips.acknowledge();
            served.add(vector - 0x20);
            end(chips, vector);
        }
        assertEquals(raised, served);
    }

    @Property(seed = "1")
    void aServedRequestHoldsBackItselfAndWhatIsBelowItUntilItEnds(
            @ForAll @IntRange(min = 0, max = 15) int first,
            @ForAll @IntRange(min = 0, max = 15) int second) {
        if (first == 2 || second == 2 || first == second) {
            return;
        }
        DualPic chips = programmed(1);
        chips.input(first).set(true);
        int vector = chips.acknowledge();
        chips.input(second).set(true);
        boolean nests = rank(second) < rank(first) && !(first >= 8 && second >= 8);
        assertEquals(nests, chips.pending());
        end(chips, vector);
        assertTrue(chips.pending());
    }

    @Property(seed = "1")
    void automaticEndLeavesNothingInService(@ForAll @IntRange(min = 3, max = 15) int irq) {
        DualPic chips = programmed(3);
        chips.input(irq).set(true);
        assertEquals(0x20 + irq, chips.acknowledge());
        chips.out(0x20, 1, 0x0b);
        chips.out(0xa0, 1, 0x0b);
        assertEquals(0, chips.in(0x20, 1) | chips.in(0xa0, 1));
    }

    @Example
    void anEdgeIsServedOnceAndALevelAgainAndAgain() {
        pic.input(5).set(true);
        end(pic, pic.acknowledge());
        assertFalse(pic.pending());
        pic.out(0x4d0, 1, 0xff);
        assertEquals(0xf8, pic.in(0x4d0, 1));
        assertTrue(pic.pending());
        end(pic, pic.acknowledge());
        assertTrue(pic.pending());
        pic.input(5).set(false);
        assertFalse(pic.pending());
    }

    @Example
    void aMaskedRequestWaits() {
        pic.out(0x21, 1, 0x10);
        pic.input(4).set(true);
        assertFalse(pic.pending());
        assertEquals(0x10, pic.in(0x20, 1));
        pic.out(0x21, 1, 0);
        assertEquals(0x24, pic.acknowledge());
    }

    @Example
    void aRequestThatIsGoneWhenAcknowledgedIsTheSpuriousSeven() {
        assertEquals(0x27, pic.acknowledge());
        pic.out(0x20, 1, 0x0b);
        assertEquals(0, pic.in(0x20, 1));
    }

    @Example
    void specialMaskModeLetsLowerRequestsThrough() {
        pic.input(3).set(true);
        pic.acknowledge();
        pic.input(6).set(true);
        assertFalse(pic.pending());
        pic.out(0x21, 1, 1 << 3);
        pic.out(0x20, 1, 0x68);
        assertEquals(0x26, pic.acknowledge());
        pic.out(0x20, 1, 0x48);
        assertFalse(pic.pending());
    }

    @Example
    void rotationOnEndMakesTheServedRequestTheLowest() {
        pic.input(3).set(true);
        pic.acknowledge();
        pic.out(0x20, 1, 0xa0);
        pic.input(3).set(false);
        pic.input(3).set(true);
        pic.input(1).set(true);
        pic.input(4).set(true);
        assertEquals(0x24, pic.acknowledge());
    }

    @Example
    void theSpecificEndClearsItsOwnLevelOnly() {
        pic.input(6).set(true);
        pic.acknowledge();
        pic.input(1).set(true);
        pic.acknowledge();
        pic.out(0x20, 1, 0x66);
        pic.out(0x20, 1, 0x0b);
        assertEquals(1 << 1, pic.in(0x20, 1));
    }

    @Example
    void aPollTakesTheRequest() {
        pic.input(7).set(true);
        pic.out(0x20, 1, 0x0c);
        assertEquals(0x87, pic.in(0x20, 1));
        pic.out(0x20, 1, 0x0c);
        assertEquals(0, pic.in(0x20, 1));
    }

    @Example
    void specialFullyNestedModeLetsTheSlaveInterruptItself() {
        DualPic chips = programmed(1);
        chips.out(0x20, 1, 0x11);
        chips.out(0x21, 1, 0x20);
        chips.out(0x21, 1, 4);
        chips.out(0x21, 1, 0x11);
        chips.input(12).set(true);
        assertEquals(0x2c, chips.acknowledge());
        chips.input(8).set(true);
        assertEquals(0x28, chips.acknowledge());
    }

    @Example
    void theOutputFollowsTheRequests() {
        List<Boolean> levels = new ArrayList<>();
        pic.connect(levels::add);
        pic.input(0).set(true);
        pic.input(0).set(false);
        assertEquals(List.of(false, true, false), levels);
    }
}
