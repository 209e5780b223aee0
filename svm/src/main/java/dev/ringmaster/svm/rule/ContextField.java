package dev.ringmaster.svm.rule;

import dev.ringmaster.cpu.rule.StateField;

/**
 * What rules of VMRUN read beside the VMCB: the processor that executes VMRUN, and memory that the
 * guest's state refers to.
 */
public enum ContextField implements StateField {
    /** EFER of the host. */
    HOST_EFER(64),
    /** CR0 of the host. */
    HOST_CR0(64),
    /** CR3 of the host. */
    HOST_CR3(64),
    /** CR4 of the host. */
    HOST_CR4(64),
    /** DR7 of the host. */
    HOST_DR7(64),
    /** RFLAGS of the host. */
    HOST_RFLAGS(64),
    /** RIP of the host: the instruction after VMRUN. */
    HOST_RIP(64),
    /** CPL of the host. */
    HOST_CPL(2),
    /** Attributes of the host's CS, packed as in a VMCB. */
    HOST_CS_ATTRIB(12),
    /** Limit of the host's CS in bytes. */
    HOST_CS_LIMIT(32),
    /** rAX of VMRUN: the host-physical address of the VMCB, already cut to the address size. */
    VMCB_PA(64),
    /** 1 if VMRUN is executed in a guest whose own VMCB intercepts it. */
    VMRUN_INTERCEPTED(1),
    /** The U_CET MSR, which VMRUN leaves alone. */
    U_CET(64),
    /** The width of physical addresses, from the capabilities. */
    MAXPHYADDR(6),
    /** The width of linear addresses, from the capabilities. */
    LINEAR_ADDRESS_BITS(6),
    /** Page-directory-pointer entry 0 of the guest, in memory at CR3. */
    GUEST_PDPE0(64),
    /** Page-directory-pointer entry 1 of the guest. */
    GUEST_PDPE1(64),
    /** Page-directory-pointer entry 2 of the guest. */
    GUEST_PDPE2(64),
    /** Page-directory-pointer entry 3 of the guest. */
    GUEST_PDPE3(64),
    /** Page-directory-pointer entry 0 of the host, in memory at its CR3. */
    HOST_PDPE0(64),
    /** Page-directory-pointer entry 1 of the host. */
    HOST_PDPE1(64),
    /** Page-directory-pointer entry 2 of the host. */
    HOST_PDPE2(64),
    /** Page-directory-pointer entry 3 of the host. */
    HOST_PDPE3(64);

    private static final ContextField[] ALL = values();

    private final int width;

    ContextField(int width) {
        this.width = width;
    }

    @Override
    public int width() {
        return width;
    }

    static int count() {
        return ALL.length;
    }

    static ContextField guestPdpe(int index) {
        return ALL[GUEST_PDPE0.ordinal() + index];
    }

    static ContextField hostPdpe(int index) {
        return ALL[HOST_PDPE0.ordinal() + index];
    }
}
