package dev.ringmaster.guest.kernel;

/**
 * What the small kernels print, wherever they run, on a processor with a time-stamp counter, pages
 * of 4 MiB and no-execute pages. What a processor lacks has no line.
 */
final class ExpectedText {
    private static final String FIRST =
            """
            ring 0: CS has RPL 0
            CPUID: a vendor, leaf 1 and beyond
            RDTSC: time goes on
            UD2: #UD
            division by 0: #DE
            INT3: #BP, and rIP is behind it
            a 2 MiB page and 4 KiB pages show the same memory
            """;
    private static final String SHORT_PAGING =
            """
            32-bit paging: a 4 MiB page is read and written, accessed and dirty
            """;
    private static final String PAGE_FAULTS =
            """
            write to a read-only page with CR0.WP: #PF, error 3
            write to a missing page: #PF, error 2, CR2 right; mapped
            the write was done again and reached the page frame
            """;
    private static final String NO_EXECUTE =
            """
            jump to a page with NX: #PF, error 0x11
            """;
    private static final String TASK_A_STARTS =
            """
            a tick of the timer ended HLT
            ring 3: CS has RPL 3
            CLI in ring 3: #GP(0)
            HLT in ring 3: #GP(0)
            a ring 0 segment into DS in ring 3: #GP(0x10)
            INT 0x20 through a ring 0 gate in ring 3: #GP(0x102)
            IN from port 0x3fd in ring 3: allowed by the permission bitmap
            OUT to port 0x3f8 in ring 3: #GP(0) by the permission bitmap
            read of the kernel's memory in ring 3: #PF, error 5
            write to the task's own text: #PF, error 7
            write to a missing page in ring 3: #PF, error 6, CR2 right; mapped
            """;
    private static final String NO_EXECUTE_IN_RING_3 =
            """
            jump to the task's own data: #PF, error 0x15
            """;
    private static final String ROUNDS =
            """
            task A: block 1 written
            task B: block 1 copied by REP MOVS, and equal
            task A: block 2 written
            task B: block 2 copied by REP MOVS, and equal
            task A: block 3 written
            task B: block 3 copied by REP MOVS, and equal
            both tasks have ended
            digest of the results: 7e1b55e1
            all is well
            """;

    static final String KERNEL32 =
            "kernel32: 32-bit mode, PAE paging\n"
                    + FIRST
                    + SHORT_PAGING
                    + PAGE_FAULTS
                    + TASK_A_STARTS
                    + ROUNDS;
    static final String KERNEL64 =
            "kernel64: 64-bit mode, 4-level paging\n"
                    + FIRST
                    + PAGE_FAULTS
                    + NO_EXECUTE
                    + TASK_A_STARTS
                    + NO_EXECUTE_IN_RING_3
                    + ROUNDS;

    private ExpectedText() {}
}
