package dev.ringmaster.cpu;

import dev.ringmaster.cpu.arch.Fault;

import java.util.HashMap;
import java.util.Map;
import java.util.function.LongConsumer;
import java.util.function.LongSupplier;

/**
 * The model-specific registers that this processor has. A register nobody registered does not
 * exist: both instructions raise #GP(0). Interception is not decided here. @sdm Vol. 2B, RDMSR
 */
public final class Msrs {
    private final Map<Integer, MsrHandler> handlers = new HashMap<>();

    /** Registers who answers for {@code index}; a later registration replaces an earlier one. */
    public void register(int index, MsrHandler handler) {
        handlers.put(index, handler);
    }

    /** Registers one handler for {@code first} to {@code last}. */
    public void registerRange(int first, int last, MsrHandler handler) {
        for (int index = first; index <= last; index++) {
            register(index, handler);
        }
    }

    /** Registers a register that holds what is written. */
    public void register(int index, LongSupplier read, LongConsumer write) {
        register(
                index,
                new MsrHandler() {
                    @Override
                    public long read(int unused) {
                        return read.getAsLong();
                    }

                    @Override
                    public void write(int unused, long value) {
                        write.accept(value);
                    }
                });
    }

    /** Registers a register with a fixed value, which refuses writes. */
    public void registerConstant(int index, long value) {
        register(
                index,
                () -> value,
                ignored -> {
                    throw Fault.gp(0);
                });
    }

    /** Whether the register exists. */
    public boolean exists(int index) {
        return handlers.containsKey(index);
    }

    /**
     * Reads a register.
     *
     * @throws Fault #GP(0) if it does not exist
     */
    public long read(int index) {
        return handler(index).read(index);
    }

    /**
     * Writes a register.
     *
     * @throws Fault #GP(0) if it does not exist or refuses the value
     */
    public void write(int index, long value) {
        handler(index).write(index, value);
    }

    private MsrHandler handler(int index) {
        MsrHandler handler = handlers.get(index);
        if (handler == null) {
            throw Fault.gp(0);
        }
        return handler;
    }
}
