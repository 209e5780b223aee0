package dev.ringmaster.cpu.arch;

/** The bits of CR4. @sdm Vol. 3A, Control Registers */
public enum Cr4 implements Flag {
    /** Virtual-8086 mode extensions. */
    VME(0),
    /** Protected-mode virtual interrupts. */
    PVI(1),
    /** Time stamp disable: RDTSC only in ring 0. */
    TSD(2),
    /** Debugging extensions. */
    DE(3),
    /** Page size extensions: 4-MByte pages in 32-bit paging. */
    PSE(4),
    /** Physical address extension. */
    PAE(5),
    /** Machine-check enable. */
    MCE(6),
    /** Page global enable. */
    PGE(7),
    /** RDPMC in every ring. */
    PCE(8),
    /** The system saves SSE state. */
    OSFXSR(9),
    /** The system handles SIMD exceptions. */
    OSXMMEXCPT(10),
    /** User-mode instruction prevention. */
    UMIP(11),
    /** 57-bit linear addresses. */
    LA57(12),
    /** VMX enable. */
    VMXE(13),
    /** SMX enable. */
    SMXE(14),
    /** RDFSBASE and its kin. */
    FSGSBASE(16),
    /** Process-context identifiers. */
    PCIDE(17),
    /** XSAVE enabled. */
    OSXSAVE(18),
    /** Key locker. */
    KL(19),
    /** Supervisor-mode execution prevention. */
    SMEP(20),
    /** Supervisor-mode access prevention. */
    SMAP(21),
    /** Protection keys for user pages. */
    PKE(22),
    /** Control-flow enforcement. */
    CET(23),
    /** Protection keys for supervisor pages. */
    PKS(24),
    /** User interrupts. */
    UINTR(25),
    /** Linear-address-space separation. */
    LASS(27),
    /** Linear-address masking for supervisor pointers. */
    LAM_SUP(28),
    /** Flexible return and event delivery. */
    FRED(32);

    private final int bit;

    Cr4(int bit) {
        this.bit = bit;
    }

    @Override
    public int bit() {
        return bit;
    }
}
