package dev.ringmaster.board;

/**
 * Under which names messages reach a local APIC: its ID, and its logical ID in the flat or the
 * cluster model, or in x2APIC mode derived from the ID.
 *
 * @sdm Vol. 3A, Determining IPI Destination
 */
final class ApicAddress {
    private static final int BROADCAST = 0xff;
    private static final int X2APIC_BROADCAST = -1;

    private final int initialId;
    private final ApicBase base;
    private int xapicId;
    private int logicalDestination;
    private int destinationFormat;

    ApicAddress(int initialId, ApicBase base) {
        this.initialId = initialId;
        this.base = base;
    }

    /** After power-up. */
    void reset() {
        xapicId = initialId;
        initialize();
    }

    /** After INIT, which keeps the ID. */
    void initialize() {
        logicalDestination = 0;
        destinationFormat = -1;
    }

    /** The ID register. */
    int id() {
        return base.x2apic() ? initialId : xapicId << 24;
    }

    void setId(int register) {
        xapicId = register >>> 24;
    }

    /** The logical destination register. */
    int logicalDestination() {
        return base.x2apic() ? initialId >> 4 << 16 | 1 << (initialId & 0xf) : logicalDestination;
    }

    void setLogicalDestination(int register) {
        logicalDestination = register & 0xff00_0000;
    }

    int destinationFormat() {
        return destinationFormat;
    }

    void setDestinationFormat(int register) {
        destinationFormat = register | 0x0fff_ffff;
    }

    boolean matches(int destination, boolean logical) {
        if (base.x2apic()) {
            return destination == X2APIC_BROADCAST
                    || (logical ? inX2apicCluster(destination) : destination == initialId);
        }
        return destination == BROADCAST
                || (logical ? inGroup(destination) : destination == xapicId);
    }

    private boolean inX2apicCluster(int destination) {
        int own = logicalDestination();
        return destination >>> 16 == own >>> 16 && (destination & own & 0xffff) != 0;
    }

    private boolean inGroup(int destination) {
        int own = logicalDestination >>> 24;
        boolean flat = destinationFormat >>> 28 == 0xf;
        int members = destination & own & (flat ? 0xff : 0xf);
        return members != 0 && (flat || destination >> 4 == own >> 4);
    }
}
