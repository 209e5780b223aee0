package dev.ringmaster.hypervisor;

/**
 * An exit as the processor reported it, never hidden behind the neutral one.
 *
 * @param method {@code vmx} or {@code svm}
 * @param code the basic exit reason, or EXITCODE
 * @param name the manual's name of that code
 * @param information1 the exit qualification, or EXITINFO1
 * @param information2 the guest-physical address, or EXITINFO2
 */
public record RawExit(
        String method, long code, String name, long information1, long information2) {}
