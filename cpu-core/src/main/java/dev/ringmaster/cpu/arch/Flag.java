package dev.ringmaster.cpu.arch;

/**
 * One named bit of a register. The register itself stays a {@code long}; the name serves code,
 * rules and traces.
 */
public interface Flag {

    /** The number of the bit, 0 to 63. */
    int bit();

    /** The name that the manuals give the bit. */
    String name();

    /** The value in which this bit alone is 1. */
    default long mask() {
        return 1L << bit();
    }

    /** Whether the bit is 1 in {@code register}. */
    default boolean in(long register) {
        return (register >>> bit() & 1) != 0;
    }

    /** The register with this bit 1. */
    default long set(long register) {
        return register | mask();
    }

    /** The register with this bit 0. */
    default long clear(long register) {
        return register & ~mask();
    }

    /** The register with this bit as {@code on} says. */
    default long with(long register, boolean on) {
        return on ? set(register) : clear(register);
    }
}
