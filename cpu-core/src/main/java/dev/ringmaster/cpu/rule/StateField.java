package dev.ringmaster.cpu.rule;

/**
 * A field of the state that a rule reads: a VMCS field, a VMCB field, or something beside them such
 * as MAXPHYADDR.
 */
public interface StateField {

    /**
     * The manual's name in upper case, as dumps, JSON and text show it, for example {@code
     * GUEST_CR0}.
     */
    String name();

    /** The width of the field in bits, 1 to 64. */
    int width();

    /** The position among the fields of the same kind, from 0 without gaps. */
    int ordinal();
}
