package dev.ringmaster.testkit.sensitive;

import dev.ringmaster.cpu.isa.Decoder;
import dev.ringmaster.cpu.isa.Disassembler;
import dev.ringmaster.testkit.sensitive.StatePair.Start;

import java.util.BitSet;
import java.util.HexFormat;
import java.util.List;

/**
 * Everything that is tried with one form under one palette: ring 0 against the outer rings, and the
 * outer ring against itself with each dimension varied.
 */
final class Experiment {
    private static final Start RING0 = new Start(0, null);
    private static final Start RING3 = new Start(3, null);
    private static final Start RING1 = new Start(1, null);

    private final Bench bench;
    private final Comparison comparison;
    private final List<Dimension> dimensions;
    private final Form form;
    private final Palette palette;
    private final Evidence evidence;
    private Observation inner;
    private BitSet noise = new BitSet();

    Experiment(
            Bench bench,
            Comparison comparison,
            List<Dimension> dimensions,
            Form form,
            Palette palette,
            Evidence evidence) {
        this.bench = bench;
        this.comparison = comparison;
        this.dimensions = dimensions;
        this.form = form;
        this.palette = palette;
        this.evidence = evidence;
    }

    /**
     * Makes the experiment.
     *
     * @throws dev.ringmaster.cpu.arch.NotModelled if the model lacks something
     */
    void make() {
        bench.load(form, palette);
        inner = bench.run(RING0);
        noise = comparison.noise(inner, bench.run(RING0));
        if (!inner.trapped()) {
            evidence.executes();
        }
        Observation outer = acrossRings(RING3);
        acrossRings(RING1);
        if (!outer.trapped()) {
            if (palette.plain()) {
                vary(RING3, outer);
            }
        } else if (!inner.trapped() && outer.refused()) {
            varyRefused();
        }
    }

    private Observation acrossRings(Start start) {
        StatePair pair = new StatePair(RING0, start);
        Observation outer = bench.run(start);
        if (outer.trapped()) {
            trapped(pair, outer);
            return outer;
        }
        evidence.executesOutside();
        if (comparison.controls(outer)) {
            evidence.unprivileged(() -> alone(start, outer));
        }
        if (!inner.missedMemory() && (inner.trapped() || comparison.differ(inner, outer, noise))) {
            evidence.unprivileged(() -> witness(pair, inner, outer));
        }
        return outer;
    }

    private void trapped(StatePair pair, Observation outer) {
        if (inner.trapped()) {
            evidence.trapped(() -> witness(pair, inner, outer));
        } else if (outer.refused()) {
            evidence.refused(() -> witness(pair, inner, outer));
        }
    }

    /** Ring 3 goes on: does it notice, or can it be made to trap? */
    private void vary(Start start, Observation base) {
        for (Dimension dimension : dimensions) {
            StatePair pair = new StatePair(start, new Start(start.ring(), dimension));
            Observation varied = bench.run(pair.right());
            if (varied.trapped()) {
                evidence.trapsWhen(dimension.name());
            } else if (comparison.differ(base, varied, noise)) {
                evidence.unprivileged(() -> witness(pair, base, varied));
            }
        }
    }

    /** Ring 3 refuses: can it be made to go on, and does ring 0 touch resources? */
    private void varyRefused() {
        if (comparison.controls(inner)) {
            evidence.sensitive(() -> alone(RING0, inner));
        }
        for (Dimension dimension : dimensions) {
            if (!bench.run(new Start(3, dimension)).trapped()) {
                evidence.executesWhen(dimension.name());
            }
            StatePair pair = new StatePair(RING0, new Start(0, dimension));
            Observation varied = bench.run(pair.right());
            if (!varied.trapped() && comparison.controls(varied)) {
                evidence.sensitive(() -> alone(pair.right(), varied));
            }
            if (!varied.trapped() && comparison.differ(inner, varied, noise)) {
                evidence.sensitive(() -> witness(pair, inner, varied));
            }
        }
    }

    private Witness witness(StatePair pair, Observation left, Observation right) {
        return new Witness(
                bench.mode().text(),
                pair.difference(),
                palette.name(),
                HexFormat.ofDelimiter(" ").formatHex(palette.bytes(form)),
                text(),
                pair.left().toString(),
                comparison.outcome(left, right),
                pair.right().toString(),
                comparison.outcome(right, left));
    }

    private Witness alone(Start start, Observation o) {
        return new Witness(
                bench.mode().text(),
                "",
                palette.name(),
                HexFormat.ofDelimiter(" ").formatHex(palette.bytes(form)),
                text(),
                start.toString(),
                comparison.control(o),
                "",
                "");
    }

    private String text() {
        int codeSize = form.instruction().codeSize();
        return Disassembler.text(Decoder.decode(palette.bytes(form), codeSize));
    }
}
