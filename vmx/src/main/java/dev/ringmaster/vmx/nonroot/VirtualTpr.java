package dev.ringmaster.vmx.nonroot;

import dev.ringmaster.cpu.bus.PhysicalMemory;

/** The task priority in the virtual-APIC page. @sdm Vol. 3C, Virtualizing CR8-Based TPR Accesses */
final class VirtualTpr {
    private static final int VTPR = 0x80;

    private final PhysicalMemory memory;
    private final Controls controls;

    VirtualTpr(PhysicalMemory memory, Controls controls) {
        this.memory = memory;
        this.controls = controls;
    }

    /** Bits 7:4, which CR8 shows. */
    int priorityClass() {
        return (int) memory.read(controls.virtualApic + VTPR, 1) >> 4;
    }

    /** Writes bits 7:4; the rest of the register becomes 0. */
    void setPriorityClass(int value) {
        memory.write(controls.virtualApic + VTPR, 4, (long) value << 4);
    }

    /** Whether an exit is due. @sdm Vol. 3C, TPR Virtualization */
    boolean belowThreshold() {
        return priorityClass() < controls.tprThreshold;
    }
}
