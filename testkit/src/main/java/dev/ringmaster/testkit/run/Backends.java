package dev.ringmaster.testkit.run;

import dev.ringmaster.cpu.Cpu;
import dev.ringmaster.cpu.CpuExtension;
import dev.ringmaster.cpu.CpuProfile;
import dev.ringmaster.hypervisor.Backend;

import java.util.List;
import java.util.function.Function;

/** From names to backends, and from a profile to the extensions that its processor has. */
final class Backends {
    private Backends() {}

    static Backend of(Method method) {
        throw new UsageError("backend " + method.label() + " is not there yet");
    }

    static List<Function<Cpu, CpuExtension>> extensions(CpuProfile profile) {
        return List.of();
    }
}
