package dev.ringmaster.testkit.arbitrary;

import dev.ringmaster.cpu.rule.StateField;

import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BooleanSupplier;

/**
 * A change of one field that may or may not be made: it is left out where it would spoil what a
 * case is meant to show.
 *
 * @param seed what the kind makes a value of
 */
record Draft(StateField field, Kind kind, long seed) {

    /** What values are tried. */
    enum Kind {
        /** One bit the other way round. */
        FLIP {
            @Override
            long value(long before, long seed, int width) {
                return before ^ 1L << (seed & 63) % width;
            }
        },
        /** A small number. */
        SMALL {
            @Override
            long value(long before, long seed, int width) {
                return seed & 0xff;
            }
        },
        /** The address of a 4-KByte page within 32 bits. */
        PAGE {
            @Override
            long value(long before, long seed, int width) {
                return seed & 0xfffff000L;
            }
        },
        /** A canonical linear address of 48 bits. */
        CANONICAL {
            @Override
            long value(long before, long seed, int width) {
                return seed << 16 >> 16;
            }
        },
        /** Anything. */
        ANY {
            @Override
            long value(long before, long seed, int width) {
                return seed;
            }
        };

        abstract long value(long before, long seed, int width);
    }

    /** What drafts are applied to. */
    interface Target {
        /** The value of a field. */
        long get(StateField field);

        /** Changes a field. */
        void set(StateField field, long value);
    }

    /** Drafts for some of the fields, none at the least. */
    static Arbitrary<List<Draft>> lists(StateField[] fields) {
        return Combinators.combine(
                        Arbitraries.of(Arrays.asList(fields)),
                        Arbitraries.of(Kind.class),
                        Arbitraries.longs())
                .as(Draft::new)
                .list()
                .ofMaxSize(24);
    }

    /**
     * Makes the changes after each of which {@code fine} is still true.
     *
     * @return the fields that differ afterwards, in the order of the drafts
     */
    static Map<StateField, Long> apply(List<Draft> drafts, Target target, BooleanSupplier fine) {
        Map<StateField, Long> originals = new LinkedHashMap<>();
        for (Draft draft : drafts) {
            long before = target.get(draft.field);
            long value = draft.kind.value(before, draft.seed, draft.field.width());
            long kept = value & -1L >>> (64 - draft.field.width());
            target.set(draft.field, kept);
            if (!fine.getAsBoolean()) {
                target.set(draft.field, before);
            } else {
                originals.putIfAbsent(draft.field, before);
            }
        }
        Map<StateField, Long> changed = new LinkedHashMap<>();
        originals.forEach(
                (field, original) -> {
                    if (target.get(field) != original) {
                        changed.put(field, target.get(field));
                    }
                });
        return changed;
    }

    /** The fields as people read them: {@code GUEST_RIP=0x1000, GUEST_CR3=0x2000}. */
    static String words(Object start, Map<StateField, Long> fields) {
        StringBuilder text = new StringBuilder().append(start);
        String separator = " with ";
        for (Map.Entry<StateField, Long> each : fields.entrySet()) {
            text.append(separator).append(each.getKey().name());
            text.append("=0x").append(Long.toHexString(each.getValue()));
            separator = ", ";
        }
        return text.toString();
    }
}
