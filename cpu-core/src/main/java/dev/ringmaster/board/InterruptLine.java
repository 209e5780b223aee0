package dev.ringmaster.board;

/** A wire with a level. Setting the level that it already has changes nothing. */
@FunctionalInterface
public interface InterruptLine {
    /** A wire that leads nowhere. */
    InterruptLine UNCONNECTED = high -> {};

    /** Drives the wire high or low. */
    void set(boolean high);
}
