package dev.ringmaster.hypervisor;

import dev.ringmaster.board.BoardOptions;
import dev.ringmaster.cpu.CpuProfile;

import java.util.function.IntConsumer;

/**
 * What a virtual machine is made of.
 *
 * @param profile the processor that the guest is shown
 * @param board its board
 * @param serial takes each byte that leaves its serial port
 */
public record VmOptions(CpuProfile profile, BoardOptions board, IntConsumer serial) {}
