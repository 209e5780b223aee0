package dev.ringmaster.cpu;

/** The four registers that CPUID returns, as bits. */
public record CpuidResult(int eax, int ebx, int ecx, int edx) {
    /** What a leaf that does not exist returns. */
    public static final CpuidResult ZERO = new CpuidResult(0, 0, 0, 0);

    public CpuidResult withEax(int value) {
        return new CpuidResult(value, ebx, ecx, edx);
    }

    public CpuidResult withEbx(int value) {
        return new CpuidResult(eax, value, ecx, edx);
    }

    public CpuidResult withEcx(int value) {
        return new CpuidResult(eax, ebx, value, edx);
    }

    public CpuidResult withEdx(int value) {
        return new CpuidResult(eax, ebx, ecx, value);
    }
}
