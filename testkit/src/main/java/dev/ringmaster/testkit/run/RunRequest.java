package dev.ringmaster.testkit.run;

import dev.ringmaster.board.BoardOptions;
import dev.ringmaster.cpu.CpuProfile;
import dev.ringmaster.guest.load.BootOptions;

import java.util.function.IntConsumer;

/**
 * One run.
 *
 * @param image the guest
 * @param method how
 * @param profile the processor: bare, the machine's; under a backend, the one that the guest is
 *     shown
 * @param board the guest's board
 * @param boot command line, RAM disk, load address
 * @param limit at most so many instructions
 * @param serial takes each byte of the guest's serial output
 */
public record RunRequest(
        Image image,
        Method method,
        CpuProfile profile,
        BoardOptions board,
        BootOptions boot,
        long limit,
        IntConsumer serial) {}
