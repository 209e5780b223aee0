package dev.ringmaster.testkit.contract;

import dev.ringmaster.board.Board;
import dev.ringmaster.board.BoardOptions;
import dev.ringmaster.board.Machine;
import dev.ringmaster.cpu.CpuProfile;
import dev.ringmaster.cpu.engine.BlockEngine;
import dev.ringmaster.cpu.engine.RunEnd;
import dev.ringmaster.hypervisor.Outcome;

import java.util.List;

/** A small guest that owns a machine, the measure of every backend. */
final class Bare {
    private final Machine machine;
    private final StringBuilder text = new StringBuilder();

    Bare(CpuProfile profile, BoardOptions board, Guest guest) {
        machine =
                Machine.build(
                        profile, board, b -> text.append((char) b), List.of(), BlockEngine::new);
        machine.cpu().state.set(guest.load(machine.board().memory()));
        machine.cpu().memory.flush();
        machine.cpu().modeChanged();
    }

    End run(long limit) {
        Outcome outcome = outcome(machine.engine().run(limit));
        return End.of(
                outcome,
                machine.board(),
                text.toString(),
                machine.engine().retired(),
                machine.cpu().state);
    }

    private Outcome outcome(RunEnd end) {
        return switch (end) {
            case LIMIT -> Outcome.LIMIT;
            case HALTED -> Outcome.HALTED;
            case SHUTDOWN -> Outcome.TRIPLE_FAULT;
            case LEFT_GUEST -> throw new AssertionError("no guest to leave");
            case STOPPED -> stopped(machine.board());
        };
    }

    private static Outcome stopped(Board board) {
        if (board.exitCode().isPresent()) {
            return Outcome.EXIT_PORT;
        }
        return board.shutdownRequested() ? Outcome.POWER_OFF : Outcome.RESET;
    }
}
