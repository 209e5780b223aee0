package dev.ringmaster.hypervisor.host;

import dev.ringmaster.cpu.state.CpuState;

/**
 * The registers of a guest that neither vendor's structure holds: the hypervisor itself must put
 * them into the processor before it enters the guest. General registers are copied at each entry
 * and exit; the rest (SSE, x87, debug addresses, CR2, XCR0) stays in the processor until another
 * guest wants it.
 */
public final class LiveRegisters {
    private static final int GENERAL = 16;

    private final Host host;
    private final CpuState parked = new CpuState();

    /** Of a guest on this host, all zero. */
    public LiveRegisters(Host host) {
        this.host = host;
    }

    /** The general registers while the guest does not run. */
    public long[] gpr() {
        return parked.gpr;
    }

    /** The guest's CR2. */
    public long cr2() {
        return host.occupant() == this ? host.cpu().state.cr2 : parked.cr2;
    }

    /** Puts the guest's registers into the processor. */
    public void enter() {
        LiveRegisters other = host.occupant();
        if (other != this) {
            if (other != null) {
                copyRest(host.cpu().state, other.parked);
            }
            copyRest(parked, host.cpu().state);
            host.occupy(this);
        }
        System.arraycopy(parked.gpr, 0, host.cpu().state.gpr, 0, GENERAL);
    }

    /** Takes the general registers back after an exit. */
    public void leave() {
        System.arraycopy(host.cpu().state.gpr, 0, parked.gpr, 0, GENERAL);
    }

    /** Copies the guest's registers into {@code state}. */
    public void save(CpuState state) {
        System.arraycopy(parked.gpr, 0, state.gpr, 0, GENERAL);
        copyRest(host.occupant() == this ? host.cpu().state : parked, state);
    }

    /** Replaces the guest's registers. */
    public void load(CpuState state) {
        System.arraycopy(state.gpr, 0, parked.gpr, 0, GENERAL);
        copyRest(state, host.occupant() == this ? host.cpu().state : parked);
    }

    private static void copyRest(CpuState from, CpuState to) {
        to.setExtended(from);
        to.xcr0 = from.xcr0;
        to.tscAux = from.tscAux;
        to.cr2 = from.cr2;
        System.arraycopy(from.dr, 0, to.dr, 0, 7);
    }
}
