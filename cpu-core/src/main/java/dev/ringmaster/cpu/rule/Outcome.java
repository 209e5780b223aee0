package dev.ringmaster.cpu.rule;

/**
 * What the processor does when it meets the first violated rule, or that it enters the guest.
 *
 * @param kind how it ends
 * @param number the VM-instruction error, the basic exit reason or the vector; -1 where the kind
 *     has none
 * @param name the manual's name of that number
 * @param qualification the exit qualification of a VM exit; 0 where the kind has none
 */
public record Outcome(Kind kind, int number, String name, long qualification) {

    /** An outcome whose qualification is 0 or that has none. */
    public Outcome(Kind kind, int number, String name) {
        this(kind, number, name, 0);
    }

    /** How VM entry or VMRUN ends. */
    public enum Kind {
        /** The guest runs. */
        ENTERS("enters"),
        /** The instruction faults. */
        FAULT("fault"),
        /** VMfailInvalid. */
        VM_FAIL_INVALID("vm-fail-invalid"),
        /** VMfailValid with a VM-instruction error. */
        VM_FAIL_VALID("vm-fail-valid"),
        /** A VM exit instead of the guest. */
        VM_EXIT("vm-exit"),
        /** #VMEXIT with VMEXIT_INVALID. */
        VMEXIT_INVALID("vmexit-invalid"),
        /** What is not given could decide it. */
        UNKNOWN("unknown");

        private final String label;

        Kind(String label) {
            this.label = label;
        }

        /** The name in JSON. */
        public String label() {
            return label;
        }
    }
}
