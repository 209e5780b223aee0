package dev.ringmaster.board;

/**
 * The PCI configuration address register at port 0xcf8, 4 bytes wide; no device answers behind it,
 * so the data ports 0xcfc to 0xcff read as all-ones. PCI Local Bus Specification, Configuration
 * Mechanism.
 */
final class PciConfig implements PortDevice {
    private static final int WRITABLE = 0x80ff_fffc;
    private int address;

    @Override
    public int width(int port) {
        return 4;
    }

    @Override
    public int in(int port, int size) {
        return size == 4 ? address : -1;
    }

    @Override
    public void out(int port, int size, int value) {
        if (size == 4) {
            address = value & WRITABLE;
        }
    }
}
