package dev.ringmaster.cpu.state;

/** GDTR or IDTR. */
public final class DescriptorTable {
    /** The linear address of the first entry. */
    public long base;

    /** The offset of the last valid byte, 0 to FFFFH. */
    public int limit;

    /** Takes over another register's contents. */
    public void set(DescriptorTable other) {
        base = other.base;
        limit = other.limit;
    }
}
