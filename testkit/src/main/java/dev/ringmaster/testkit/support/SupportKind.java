package dev.ringmaster.testkit.support;

/** What a row is about, in the order of the matrix. */
public enum SupportKind {
    /** An instruction of the base processor. */
    INSTRUCTION("instruction", "Instructions of the base processor"),
    /** A feature bit of CPUID. */
    FEATURE("feature", "Features of the processor"),
    /** What is missing of something that is modelled otherwise. */
    RESTRICTION("restriction", "Missing parts of what is modelled otherwise"),
    /** A chip or a mechanism of the board. */
    DEVICE("device", "The board"),
    /** A boot protocol. */
    BOOT("boot", "Boot protocols and firmware"),
    /** A way of running a guest. */
    BACKEND("backend", "Backends"),
    /** An instruction of VMX. */
    VMX_INSTRUCTION("vmx-instruction", "VT-x: instructions"),
    /** A bit of IA32_VMX_EPT_VPID_CAP. */
    VMX_CAPABILITY("vmx-capability", "VT-x: EPT and VPID capabilities"),
    /** A bit of a control word of the VMCS. */
    VMX_CONTROL("vmx-control", "VT-x: controls"),
    /** A basic exit reason. */
    VMX_EXIT_REASON("vmx-exit-reason", "VT-x: exit reasons"),
    /** A field of the VMCS. */
    VMX_FIELD("vmx-field", "VT-x: fields of the VMCS"),
    /** A check of VM entry. */
    VMX_RULE("vmx-rule", "VT-x: checks of VM entry"),
    /** An instruction of SVM. */
    SVM_INSTRUCTION("svm-instruction", "AMD-V: instructions"),
    /** A feature bit of SVM. */
    SVM_FEATURE("svm-feature", "AMD-V: features"),
    /** An intercept bit. */
    SVM_INTERCEPT("svm-intercept", "AMD-V: intercepts"),
    /** A value of EXITCODE. */
    SVM_EXIT_CODE("svm-exit-code", "AMD-V: exit codes"),
    /** A bit of a control field of the VMCB. */
    SVM_CONTROL("svm-control", "AMD-V: controls"),
    /** A field of the VMCB. */
    SVM_FIELD("svm-field", "AMD-V: fields of the VMCB"),
    /** A check of VMRUN. */
    SVM_RULE("svm-rule", "AMD-V: checks of VMRUN");

    private final String label;
    private final String title;

    SupportKind(String label, String title) {
        this.label = label;
        this.title = title;
    }

    /** The name in JSON. */
    public String label() {
        return label;
    }

    /** The heading of its group. */
    public String title() {
        return title;
    }
}
