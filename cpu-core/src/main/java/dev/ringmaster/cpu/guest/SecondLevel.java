package dev.ringmaster.cpu.guest;

import dev.ringmaster.cpu.arch.Access;

/**
 * Translates guest-physical to host-physical addresses. EPT and NPT implement it; without a guest,
 * and in a guest without nested paging, {@link #NONE} leaves addresses as they are.
 */
public interface SecondLevel {
    /** Result bit: reads are allowed. */
    int READ = 1;

    /** Result bit: writes are allowed and need no more bookkeeping. */
    int WRITE = 2;

    /** Result bit: supervisor fetches are allowed. */
    int EXECUTE = 4;

    /**
     * Result bit: user fetches are allowed (differs from {@link #EXECUTE} only with mode-based
     * execute control).
     */
    int EXECUTE_USER = 8;

    /** No second level. */
    SecondLevel NONE =
            (guestPhysical, access, linear, stage, user) ->
                    guestPhysical & ~0xfffL | READ | WRITE | EXECUTE | EXECUTE_USER;

    /** Where in a translation the guest-physical address was met. */
    enum Stage {
        /** A guest paging-structure entry. */
        TABLE,
        /** The final address of an access. */
        FINAL,
        /** An access that has no linear address (PDPTE loads). */
        NO_LINEAR
    }

    /**
     * Translates one address.
     *
     * @param guestPhysical the address
     * @param access what is wanted; forbidden access records an exit and throws {@link GuestExit}
     * @param linear the guest-linear address that is being translated; meaningless for {@link
     *     Stage#NO_LINEAR}
     * @param stage where it was met
     * @param user whether the access counts as user-mode
     * @return the host-physical address of the 4-KByte page, or'ed with the result bits that hold
     *     for the whole page
     */
    long translate(long guestPhysical, Access access, long linear, Stage stage, boolean user);
}
