package dev.ringmaster.testkit.contract;

import dev.ringmaster.board.MemoryBus;
import dev.ringmaster.cpu.isa.Code;
import dev.ringmaster.cpu.isa.Label;
import dev.ringmaster.cpu.state.CpuState;

import java.util.function.Consumer;

/**
 * A small guest.
 *
 * @param mode the mode that it starts in
 * @param program its bytes
 * @param handler the offset of what handles every exception and interrupt
 */
record Guest(GuestCode mode, byte[] program, int handler) {

    /**
     * A guest whose exceptions and interrupts all go to {@code handler}, written behind {@code
     * body}.
     */
    static Guest of(GuestCode mode, Consumer<Code> body, Consumer<Code> handler) {
        Code code = mode.code();
        body.accept(code);
        Label entry = code.here("handler");
        handler.accept(code);
        return new Guest(mode, code.bytes(), (int) code.addressOf(entry));
    }

    /** A guest that halts for ever at the first exception or interrupt. */
    static Guest of(GuestCode mode, Consumer<Code> body) {
        return of(mode, body, code -> code.cli().hlt());
    }

    /** Puts it into memory; returns the registers to start with. */
    CpuState load(MemoryBus memory) {
        mode.load(program, handler, memory);
        return mode.start();
    }
}
