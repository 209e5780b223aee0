package dev.ringmaster.guest.kernel;

import static dev.ringmaster.cpu.isa.Reg.EAX;
import static dev.ringmaster.cpu.isa.Reg.EDX;

import dev.ringmaster.cpu.isa.Code;
import dev.ringmaster.cpu.isa.Label;

/** What a processor may lack; bits of EDX. @sdm Vol. 2A, CPUID */
enum CpuFeature {
    PSE(1, 3),
    TSC(1, 4),
    NX(0x80000001, 20);

    private final int leaf;
    private final int bit;

    CpuFeature(int leaf, int bit) {
        this.leaf = leaf;
        this.bit = bit;
    }

    /** Executes {@code body} if CPUID shows the feature. Changes AX, BX, CX and DX. */
    void ifThere(Code c, Runnable body) {
        Label absent = c.label("no " + this);
        c.mov(EAX, leaf).cpuid().bt(EDX, bit).jnc(absent);
        body.run();
        c.bind(absent);
    }
}
