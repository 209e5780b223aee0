/**
 * The processor: registers, memory, pins, model-specific registers, CPUID, the guest that runs and
 * the extensions that contribute to it, joined in {@link dev.ringmaster.cpu.Cpu}. It names no
 * vendor and no engine. Below it stand {@code arch}, {@code state}, {@code guest}, {@code bus},
 * {@code memory}, {@code instruction}; above it {@code protection}, {@code meaning}, {@code isa},
 * {@code engine}.
 */
package dev.ringmaster.cpu;
