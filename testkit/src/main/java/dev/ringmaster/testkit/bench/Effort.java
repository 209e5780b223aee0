package dev.ringmaster.testkit.bench;

/** How long a measurement takes, and so how far its figures can be relied on. */
public enum Effort {
    /** A few seconds; shows that everything runs. */
    QUICK(1, 200_000, 2_000_000, 2_000, 200),
    /** A minute or two; figures to report. */
    FULL(3, 10_000_000, 150_000_000, 200_000, 20_000);

    final int rounds;
    final long interpreted;
    final long instructions;
    final int roundTrips;
    final int evaluations;

    Effort(int rounds, long interpreted, long instructions, int roundTrips, int evaluations) {
        this.rounds = rounds;
        this.interpreted = interpreted;
        this.instructions = instructions;
        this.roundTrips = roundTrips;
        this.evaluations = evaluations;
    }
}
