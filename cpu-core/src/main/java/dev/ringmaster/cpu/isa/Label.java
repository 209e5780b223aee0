package dev.ringmaster.cpu.isa;

/**
 * A place in a program of {@link Code}: the target of a branch as an operand by itself, an address
 * as {@link Operand#address(Label)} or {@link Operand#mem(Label)}.
 */
public final class Label implements Operand {
    private final String name;

    Label(String name) {
        this.name = name;
    }

    /** The name, for error messages and symbol tables. */
    public String name() {
        return name;
    }

    @Override
    public String toString() {
        return name;
    }
}
