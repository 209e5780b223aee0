package dev.ringmaster.board;

import dev.ringmaster.cpu.bus.CodeMap;
import dev.ringmaster.cpu.bus.PhysicalMemory;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;

/**
 * RAM from host-physical address 0 on, devices in regions of whole pages above it. What is neither
 * reads as all-ones and ignores writes.
 */
public final class MemoryBus implements PhysicalMemory {
    /**
     * The most RAM in bytes: 2047 MiB, so that an offset fits an {@code int} and RAM ends below
     * every device.
     */
    public static final int MAX_RAM = 2047 << 20;

    private static final int PAGE = 0x1000;
    private static final VarHandle SHORT =
            MethodHandles.byteArrayViewVarHandle(short[].class, ByteOrder.LITTLE_ENDIAN);
    private static final VarHandle INT =
            MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.LITTLE_ENDIAN);
    private static final VarHandle LONG =
            MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);

    private record Region(long start, long size, MemoryDevice device) {
        boolean holds(long address) {
            return Long.compareUnsigned(address - start, size) < 0;
        }

        boolean overlaps(long otherStart, long otherSize) {
            return holds(otherStart) || Long.compareUnsigned(start - otherStart, otherSize) < 0;
        }
    }

    private final byte[] ram;
    private final int base;
    private final int size;
    private final CodeMap codeMap;
    private final List<Region> regions = new ArrayList<>();

    /**
     * A bus with {@code ramSize} bytes of RAM, all zero.
     *
     * @throws IllegalArgumentException if that is not a multiple of 4096 from 4096 to {@link
     *     #MAX_RAM}
     */
    public MemoryBus(int ramSize) {
        if (ramSize < PAGE || ramSize > MAX_RAM || ramSize % PAGE != 0) {
            throw new IllegalArgumentException(
                    "RAM of "
                            + ramSize
                            + " bytes: must be a multiple of 4096 from 4096 to "
                            + MAX_RAM);
        }
        ram = new byte[ramSize];
        base = 0;
        size = ramSize;
        codeMap = new CodeMap(ramSize);
    }

    /**
     * A bus whose RAM is a window on the RAM of {@code host}: what a hypervisor gives a guest. Its
     * address 0 is host-physical {@code start}.
     *
     * @throws IllegalArgumentException if the window is not made of whole pages or not all RAM of
     *     {@code host}
     */
    public MemoryBus(PhysicalMemory host, int start, int size) {
        if (size < PAGE || (start | size) % PAGE != 0 || start < 0) {
            throw new IllegalArgumentException(
                    place(start, size) + ": must be whole pages of 4096 bytes");
        }
        if (host.ramOffset(start) < 0
                || host.ramOffset((long) start + size - 1) != host.ramOffset(start) + size - 1) {
            throw new IllegalArgumentException(place(start, size) + ": must be RAM of the host");
        }
        ram = host.ram();
        base = host.ramOffset(start);
        this.size = size;
        codeMap = host.codeMap();
    }

    /**
     * Lets {@code device} answer {@code size} bytes from host-physical {@code start} on; both in
     * whole pages.
     *
     * @throws IllegalArgumentException if the region is not made of whole pages or overlaps RAM or
     *     another region
     */
    public void map(long start, long size, MemoryDevice device) {
        if (size <= 0 || (start | size) % PAGE != 0) {
            throw new IllegalArgumentException(
                    place(start, size) + ": must be whole pages of 4096 bytes");
        }
        if (ramOffset(start) >= 0 || regions.stream().anyMatch(r -> r.overlaps(start, size))) {
            throw new IllegalArgumentException(
                    place(start, size) + " is taken: must be free of RAM and devices");
        }
        regions.add(new Region(start, size, device));
    }

    /** Takes {@code device} off the bus; its addresses are absent again. */
    public void unmap(MemoryDevice device) {
        regions.removeIf(r -> r.device == device);
    }

    private static String place(long start, long size) {
        return "region of 0x" + Long.toHexString(size) + " bytes at 0x" + Long.toHexString(start);
    }

    @Override
    public byte[] ram() {
        return ram;
    }

    @Override
    public int ramOffset(long hostPhysical) {
        return Long.compareUnsigned(hostPhysical, size) < 0 ? base + (int) hostPhysical : -1;
    }

    @Override
    public CodeMap codeMap() {
        return codeMap;
    }

    @Override
    public long read(long hostPhysical, int size) {
        int offset = ramOffset(hostPhysical);
        return offset >= 0 ? readRam(offset, size) : readDevice(hostPhysical, size);
    }

    @Override
    public void write(long hostPhysical, int size, long value) {
        int offset = ramOffset(hostPhysical);
        if (offset >= 0) {
            codeMap.written(offset, size);
            writeRam(offset, size, value);
        } else {
            writeDevice(hostPhysical, size, value);
        }
    }

    /**
     * Copies {@code bytes} into RAM, as a loader does.
     *
     * @throws IllegalArgumentException if they do not fit RAM
     */
    public void load(long hostPhysical, byte[] bytes) {
        load(hostPhysical, bytes, 0, bytes.length);
    }

    /**
     * Copies {@code length} bytes of {@code bytes} from {@code from} on into RAM.
     *
     * @throws IllegalArgumentException if they do not fit RAM
     */
    public void load(long hostPhysical, byte[] bytes, int from, int length) {
        int offset = requireRam(hostPhysical, length);
        if (length > 0) {
            codeMap.written(offset, length);
            System.arraycopy(bytes, from, ram, offset, length);
        }
    }

    /**
     * Copies {@code length} bytes of RAM out.
     *
     * @throws IllegalArgumentException if the range is not all RAM
     */
    public byte[] copy(long hostPhysical, int length) {
        int offset = requireRam(hostPhysical, length);
        byte[] bytes = new byte[length];
        System.arraycopy(ram, offset, bytes, 0, length);
        return bytes;
    }

    /**
     * Sets {@code length} bytes of RAM to zero.
     *
     * @throws IllegalArgumentException if the range is not all RAM
     */
    public void clear(long hostPhysical, int length) {
        load(hostPhysical, new byte[length]);
    }

    private int requireRam(long hostPhysical, int length) {
        if (hostPhysical < 0 || length < 0 || hostPhysical > size - length) {
            throw new IllegalArgumentException(
                    place(hostPhysical, length)
                            + ": must lie in RAM, 0 to 0x"
                            + Integer.toHexString(size));
        }
        return base + (int) hostPhysical;
    }

    private long readRam(int offset, int size) {
        return switch (size) {
            case 1 -> ram[offset] & 0xffL;
            case 2 -> (short) SHORT.get(ram, offset) & 0xffffL;
            case 4 -> (int) INT.get(ram, offset) & 0xffff_ffffL;
            case 8 -> (long) LONG.get(ram, offset);
            default -> throw badSize(size);
        };
    }

    private void writeRam(int offset, int size, long value) {
        switch (size) {
            case 1 -> ram[offset] = (byte) value;
            case 2 -> SHORT.set(ram, offset, (short) value);
            case 4 -> INT.set(ram, offset, (int) value);
            case 8 -> LONG.set(ram, offset, value);
            default -> throw badSize(size);
        }
    }

    private long readDevice(long address, int size) {
        for (Region r : regions) {
            if (r.holds(address)) {
                return r.device.read((int) (address - r.start), size) & ones(size);
            }
        }
        return ones(size);
    }

    private void writeDevice(long address, int size, long value) {
        for (Region r : regions) {
            if (r.holds(address)) {
                r.device.write((int) (address - r.start), size, value & ones(size));
                return;
            }
        }
    }

    private static long ones(int size) {
        return -1L >>> 64 - 8 * size;
    }

    private static IllegalArgumentException badSize(int size) {
        return new IllegalArgumentException("access of " + size + " bytes: must be 1, 2, 4 or 8");
    }
}
