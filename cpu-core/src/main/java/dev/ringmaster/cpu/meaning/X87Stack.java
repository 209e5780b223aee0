package dev.ringmaster.cpu.meaning;

import dev.ringmaster.cpu.state.CpuState;

import java.util.function.Supplier;

/** The register stack as arithmetic sees it. @sdm Vol. 1, x87 FPU Data Registers */
final class X87Stack {
    private final CpuState s;

    X87Stack(CpuState s) {
        this.s = s;
    }

    boolean isEmpty(int n) {
        return (s.x87Tag >> X87State.physical(s, n) & 1) == 0;
    }

    Extended get(int n) {
        int r = X87State.physical(s, n);
        return new Extended(s.x87Exponent[r], s.mmx[r]);
    }

    void set(int n, Extended value) {
        int r = X87State.physical(s, n);
        s.x87Exponent[r] = value.signExponent();
        s.mmx[r] = value.significand();
        s.x87Tag |= 1 << r;
    }

    void free(int n) {
        s.x87Tag &= ~(1 << X87State.physical(s, n));
    }

    void pop() {
        free(0);
        rotate(1);
    }

    void rotate(int by) {
        X87State.top(s, X87State.top(s) + by);
    }

    /** Pushes; onto a full stack the indefinite NaN, if that may be, whatever the value is. */
    void push(X87Unit unit, Supplier<Extended> source) {
        boolean full = !isEmpty(7);
        if (full) {
            unit.raise(X87Unit.INVALID | X87Unit.STACK);
            unit.c1(true);
        }
        Extended value = full ? Extended.INDEFINITE : source.get();
        if (!unit.refused()) {
            pushed(value);
        }
    }

    /** The push alone. */
    void pushed(Extended value) {
        rotate(-1);
        set(0, value);
    }

    /** Whether one of two registers is empty: that is a stack underflow. */
    boolean underflow(X87Unit unit, int a, int b) {
        if (!isEmpty(a) && !isEmpty(b)) {
            return false;
        }
        unit.raise(X87Unit.INVALID | X87Unit.STACK);
        unit.c1(false);
        return true;
    }
}
