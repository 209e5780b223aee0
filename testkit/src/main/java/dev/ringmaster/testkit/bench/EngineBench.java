package dev.ringmaster.testkit.bench;

import dev.ringmaster.cpu.CpuProfile;
import dev.ringmaster.cpu.CpuProfiles;
import dev.ringmaster.cpu.engine.BlockEngine;
import dev.ringmaster.cpu.engine.Interpreter;

import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.function.Consumer;

/**
 * How many guest instructions a second each engine executes, and Bochs where it is installed: the
 * same machine code everywhere, in turns.
 */
public final class EngineBench {
    private final Effort effort;
    private Optional<Bochs> bochs;
    private final Consumer<String> progress;
    private final CpuTime time = new CpuTime();
    private final CpuProfile profile = CpuProfiles.byName("intel-icelake").orElseThrow();
    private final FlatMachine plain = new FlatMachine(profile, Interpreter::new);
    private final FlatMachine fast = new FlatMachine(profile, BlockEngine::new);

    private EngineBench(Effort effort, Optional<Bochs> bochs, Consumer<String> progress) {
        this.effort = effort;
        this.bochs = bochs;
        this.progress = progress;
    }

    /**
     * The medians of one workload, in million instructions a second.
     *
     * @param workload its name
     * @param interpreter of the reference engine
     * @param blocks of the default engine
     * @param bochs of Bochs, if it was measured
     */
    public record Row(String workload, double interpreter, double blocks, OptionalDouble bochs) {
        /** How many times as fast as Bochs the default engine is. */
        public OptionalDouble ratio() {
            return bochs.isPresent()
                    ? OptionalDouble.of(blocks / bochs.getAsDouble())
                    : OptionalDouble.empty();
        }
    }

    /**
     * All workloads.
     *
     * @param clock what Bochs was timed by; empty if it was not measured
     */
    public record Result(List<Row> rows, Optional<String> clock) {
        /** The geometric mean of {@link Row#ratio}. */
        public OptionalDouble meanRatio() {
            if (clock.isEmpty()) {
                return OptionalDouble.empty();
            }
            double logarithms =
                    rows.stream().mapToDouble(r -> Math.log(r.ratio().orElseThrow())).sum();
            return OptionalDouble.of(Math.exp(logarithms / rows.size()));
        }
    }

    /**
     * Measures on the calling thread.
     *
     * @param withBochs whether to run Bochs too, if it is installed
     * @param progress is told what begins
     */
    public static Result measure(Effort effort, boolean withBochs, Consumer<String> progress) {
        Optional<Bochs> bochs = withBochs ? Bochs.installed() : Optional.empty();
        return new EngineBench(effort, bochs, progress).result();
    }

    /** The figures of one workload as they come in. */
    private final class Series {
        private final Workload workload;
        private final double[] interpreter = new double[effort.rounds];
        private final double[] blocks = new double[effort.rounds];
        private final double[] other = new double[effort.rounds];
        private final long each;

        Series(Workload workload) {
            this.workload = workload;
            this.each = agreedInstructions(workload);
        }

        void measure(int round) {
            interpreter[round] = mips(plain, workload, repetitions(effort.interpreted));
            blocks[round] = mips(fast, workload, repetitions(effort.instructions));
            bochs.ifPresent(b -> measureOther(b, round));
        }

        /** A Bochs that does not work is left out from now on. */
        private void measureOther(Bochs b, int round) {
            try {
                other[round] = measured(b);
            } catch (IllegalStateException | UncheckedIOException e) {
                bochs = Optional.empty();
                progress.accept("going on without Bochs: " + e.getMessage());
            }
        }

        private double measured(Bochs b) {
            long few = repetitions(effort.interpreted);
            long many = few + repetitions(effort.instructions);
            Bochs.Run shorter = b.run(workload, few);
            Bochs.Run longer = b.run(workload, many);
            long counted = longer.instructions() - shorter.instructions();
            if (counted != (many - few) * each) {
                throw new IllegalStateException(
                        String.format(
                                "Bochs executed %d instructions of %s, not %d",
                                counted, workload.title(), (many - few) * each));
            }
            return shorter.mipsUpTo(longer);
        }

        private long repetitions(long instructions) {
            return Math.max(1, instructions / each);
        }

        Row row() {
            return new Row(
                    workload.title(),
                    CpuTime.median(interpreter),
                    CpuTime.median(blocks),
                    bochs.isPresent()
                            ? OptionalDouble.of(CpuTime.median(other))
                            : OptionalDouble.empty());
        }
    }

    private Result result() {
        List<Series> all = new ArrayList<>();
        for (Workload workload : Workload.values()) {
            all.add(new Series(workload));
        }
        all.forEach(this::warmUp);
        for (int round = 0; round < effort.rounds; round++) {
            for (Series series : all) {
                progress.accept(
                        series.workload.title() + ", round " + (round + 1) + "/" + effort.rounds);
                series.measure(round);
            }
        }
        return new Result(all.stream().map(Series::row).toList(), bochs.map(Bochs::clock));
    }

    private void warmUp(Series series) {
        progress.accept("warm-up: " + series.workload.title());
        plain.run(series.workload, series.repetitions(effort.interpreted / 2));
        fast.run(series.workload, series.repetitions(effort.instructions / 4));
    }

    /** The instructions of one repetition, after both engines have agreed on it and on the end. */
    private long agreedInstructions(Workload workload) {
        long once = plain.run(workload, 1);
        long twice = plain.run(workload, 2);
        long blocksTwice = fast.run(workload, 2);
        if (twice != blocksTwice || plain.digest() != fast.digest()) {
            throw new AssertionError("the engines disagree on " + workload.title());
        }
        return twice - once;
    }

    private double mips(FlatMachine machine, Workload workload, long repetitions) {
        long[] executed = new long[1];
        double seconds = time.seconds(() -> executed[0] = machine.run(workload, repetitions));
        return executed[0] / seconds / 1e6;
    }
}
