package dev.ringmaster.svm.vmcb;

/** Single VMCB fields in memory. Sets of them move faster with {@link VmcbFields}. */
public final class VmcbMemory {
    private VmcbMemory() {}

    /**
     * The value of one field of the VMCB at {@code page}, zero-extended.
     *
     * @param page the host-physical address of the VMCB, 4-KByte aligned
     */
    public static long read(HostMemory memory, long page, VmcbField field) {
        long word = memory.read(page + (field.offset() & ~7), 8);
        return word >>> 8 * (field.offset() & 7) & field.mask();
    }

    /**
     * Writes one field of the VMCB at {@code page}; no byte beside it changes.
     *
     * @param page the host-physical address of the VMCB, 4-KByte aligned
     */
    public static void write(HostMemory memory, long page, VmcbField field, long value) {
        long address = page + field.offset();
        int left = field.size();
        long rest = value;
        while (left > 0) {
            int bytes = widest(address, left);
            memory.write(address, bytes, bytes == 8 ? rest : rest & (1L << 8 * bytes) - 1);
            address += bytes;
            left -= bytes;
            rest = bytes == 8 ? 0 : rest >>> 8 * bytes;
        }
    }

    /** The whole VMCB at {@code page}. */
    public static Vmcb load(HostMemory memory, long page) {
        Vmcb vmcb = new Vmcb();
        VmcbFields.ALL.load(memory, page, vmcb);
        return vmcb;
    }

    private static int widest(long address, int left) {
        int aligned = (int) Math.min(8, Long.lowestOneBit(address | 8));
        return Math.min(aligned, Integer.highestOneBit(left));
    }
}
