package dev.ringmaster.testkit.sensitive;

import dev.ringmaster.cpu.Cpu;

import java.util.function.Consumer;

/**
 * One thing that a guest must not notice or control. To vary it is to give the monitor's own
 * register another value that means the same to the guest.
 *
 * @param name the manuals' name
 * @param vary changes it in a start state
 */
record Dimension(String name, Consumer<Cpu> vary) {}
