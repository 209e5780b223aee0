package dev.ringmaster.vmx.operation;

import dev.ringmaster.cpu.bus.PhysicalMemory;
import dev.ringmaster.vmx.vmcs.Vmcs;

import java.util.LinkedHashMap;
import java.util.Map;

/**
 * The current-VMCS pointer, and every VMCS that is active on the processor. @sdm Vol. 3C, Virtual
 * Machine Control Structures: Overview
 */
final class VmcsPointer {
    /** The pointer's value while there is no current VMCS. */
    static final long NONE = -1;

    private final PhysicalMemory memory;
    private final Map<Long, VmcsRegion> active = new LinkedHashMap<>();
    private VmcsRegion current;

    VmcsPointer(PhysicalMemory memory) {
        this.memory = memory;
    }

    /** The current VMCS's region, or null. */
    VmcsRegion current() {
        return current;
    }

    /** The current VMCS, or null. */
    Vmcs vmcs() {
        return current == null ? null : current.vmcs();
    }

    long value() {
        return current == null ? NONE : current.pointer();
    }

    /** Makes the VMCS at {@code pointer} active and current. */
    void load(long pointer) {
        current = active.computeIfAbsent(pointer, p -> VmcsRegion.load(memory, p));
    }

    /** Makes the VMCS at {@code pointer} inactive, not current and clear. */
    void clear(long pointer) {
        VmcsRegion region = active.remove(pointer);
        if (region != null) {
            region.launched(false);
            region.store(memory);
        }
        VmcsRegion.storeLaunchState(memory, pointer, false);
        if (value() == pointer) {
            current = null;
        }
    }

    /** Writes every active VMCS to memory and forgets it. */
    void reset() {
        for (VmcsRegion region : active.values()) {
            region.store(memory);
        }
        active.clear();
        current = null;
    }
}
