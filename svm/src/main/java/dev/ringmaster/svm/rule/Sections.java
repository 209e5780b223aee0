package dev.ringmaster.svm.rule;

import dev.ringmaster.cpu.arch.Citation;

/** The sections that the rules are taken from, all of volume 2. */
final class Sections {
    static final Citation VMRUN = Citation.apm("Vol. 2, 15.5.1", "Basic Operation");
    static final Citation CHECKS =
            Citation.apm("Vol. 2, 15.5.1", "Canonicalization and Consistency Checks");
    static final Citation INTERCEPTS = Citation.apm("Vol. 2, 15.9", "Instruction Intercepts");
    static final Citation INJECTION = Citation.apm("Vol. 2, 15.20", "Event Injection");
    static final Citation VNMI = Citation.apm("Vol. 2, 15.21.10", "NMI Virtualization");
    static final Citation NPT = Citation.apm("Vol. 2, 15.25", "Nested Paging");
    static final Citation NPT_ENABLE = Citation.apm("Vol. 2, 15.25.3", "Enabling Nested Paging");
    static final Citation NPT_VMRUN =
            Citation.apm("Vol. 2, 15.25.4", "Nested Paging and VMRUN/#VMEXIT");
    static final Citation SSS =
            Citation.apm("Vol. 2, 15.25.14", "Supervisor Shadow Stack Restrictions");
    static final Citation TLB = Citation.apm("Vol. 2, 15.16", "TLB Control");
    static final Citation AVIC =
            Citation.apm("Vol. 2, 15.29", "Advanced Virtual Interrupt Controller");
    static final Citation SEV = Citation.apm("Vol. 2, 15.34", "Secure Encrypted Virtualization");
    static final Citation SEV_ES = Citation.apm("Vol. 2, 15.35", "Encrypted State (SEV-ES)");
    static final Citation SNP = Citation.apm("Vol. 2, 15.36", "Secure Nested Paging (SEV-SNP)");
    static final Citation PMC = Citation.apm("Vol. 2, 15.39", "PMC Virtualization");
    static final Citation REAL = Citation.apm("Vol. 2, 15.19", "Paged Real Mode");
    static final Citation VMEXIT = Citation.apm("Vol. 2, 15.6", "#VMEXIT");

    private Sections() {}
}
