package dev.ringmaster.vmx.operation;

import dev.ringmaster.cpu.bus.PhysicalMemory;
import dev.ringmaster.vmx.entry.VmEntry;
import dev.ringmaster.vmx.vmcs.Vmcs;
import dev.ringmaster.vmx.vmcs.VmcsField;

/**
 * A VMCS region and the active VMCS that the processor keeps of it. While it is active its data
 * live in {@link #vmcs()}; VMCLEAR writes them to memory, VMPTRLD reads them. The format there is
 * this model's own: launch state at byte 8, the fields from byte 16, 8 bytes each in the order of
 * their encodings.
 *
 * @sdm Vol. 3C, Format of the VMCS Region
 */
final class VmcsRegion {
    private static final VmcsField[] FIELDS = VmcsField.values();
    private static final int LAUNCH_STATE = 8;
    private static final int DATA = 16;

    private final long pointer;
    private final boolean shadow;
    private final Vmcs vmcs = Vmcs.zeroed();
    private boolean launched;
    private VmEntry entry;

    private VmcsRegion(long pointer, boolean shadow) {
        this.pointer = pointer;
        this.shadow = shadow;
    }

    /** Bits 30:0 of the first dword. */
    static int revision(PhysicalMemory memory, long pointer) {
        return (int) memory.read(pointer, 4) & 0x7fffffff;
    }

    /** Bit 31 of the first dword. */
    static boolean shadow(PhysicalMemory memory, long pointer) {
        return (memory.read(pointer, 4) >>> 31 & 1) != 0;
    }

    static VmcsRegion load(PhysicalMemory memory, long pointer) {
        VmcsRegion region = new VmcsRegion(pointer, shadow(memory, pointer));
        region.launched = (memory.read(pointer + LAUNCH_STATE, 4) & 1) != 0;
        for (VmcsField field : FIELDS) {
            region.vmcs.set(field, memory.read(address(pointer, field), 8));
        }
        return region;
    }

    void store(PhysicalMemory memory) {
        storeLaunchState(memory, pointer, launched);
        for (VmcsField field : FIELDS) {
            memory.write(address(pointer, field), 8, vmcs.get(field));
        }
    }

    static void storeLaunchState(PhysicalMemory memory, long pointer, boolean launched) {
        memory.write(pointer + LAUNCH_STATE, 4, launched ? 1 : 0);
    }

    private static long address(long pointer, VmcsField field) {
        return pointer + DATA + 8L * field.ordinal();
    }

    long pointer() {
        return pointer;
    }

    boolean shadow() {
        return shadow;
    }

    Vmcs vmcs() {
        return vmcs;
    }

    boolean launched() {
        return launched;
    }

    void launched(boolean value) {
        launched = value;
    }

    VmEntry entry() {
        return entry;
    }

    void entry(VmEntry value) {
        entry = value;
    }
}
