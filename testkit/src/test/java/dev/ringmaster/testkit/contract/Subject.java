package dev.ringmaster.testkit.contract;

import dev.ringmaster.board.BoardOptions;
import dev.ringmaster.cpu.CpuProfile;
import dev.ringmaster.hypervisor.Backend;
import dev.ringmaster.hypervisor.Hypervisor;
import dev.ringmaster.hypervisor.Policy;

/** Who the laws are about. */
interface Subject {
    /** The board of the small guests. */
    BoardOptions BOARD = BoardOptions.minimal(GuestCode.MEMORY);

    /** The backend. */
    Backend backend();

    /** The processor of the host, which guests are shown too. */
    default CpuProfile profile() {
        return backend().defaultProfile();
    }

    /** A host with room for a few small guests. */
    default Hypervisor hypervisor() {
        return Hypervisor.boot(backend(), profile(), 16 << 20);
    }

    /** The guest in a machine of its own. */
    default Virtual virtual(Guest guest) {
        return virtual(guest, BOARD, Policy.TRANSPARENT);
    }

    /** The guest in a machine of its own. */
    default Virtual virtual(Guest guest, BoardOptions board, Policy policy) {
        return new Virtual(hypervisor(), board, guest, policy);
    }
}
