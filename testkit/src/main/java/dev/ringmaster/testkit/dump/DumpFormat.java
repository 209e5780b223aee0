package dev.ringmaster.testkit.dump;

import java.util.List;
import java.util.regex.Pattern;

/** The formats whose values are anchored by labels. */
enum DumpFormat {
    /** Linux KVM, Intel. */
    KVM_VMCS("kvm-vmcs", VmcsDump::assemble, "\\*+\\s*Guest State\\s*\\*+"),
    /** Xen, Intel. The same headings: what comes after them tells. */
    XEN_VMCS("xen-vmcs", VmcsDump::assemble, "\\*+\\s*Guest State\\s*\\*+"),
    /** Linux KVM, AMD. */
    KVM_VMCB("kvm-vmcb", VmcbDump::assemble, "VMCB Control Area:"),
    /** Xen, AMD. */
    XEN_VMCB("xen-vmcb", VmcbDump::assemble, "\\bcr_intercepts\\s*="),
    /** QEMU's registers. */
    QEMU_REGISTERS("qemu-registers", QemuDump::assemble, "(?<!\\w)[RE]AX=[0-9a-f]{8}"),
    /** bhyve, xhyve and hyperkit. */
    BHYVE("bhyve", BhyveDump::assemble, "\\bvm exit\\[\\d+\\]"),
    /** VirtualBox. */
    VIRTUALBOX("virtualbox", VirtualBoxDump::assemble, "VT-x info:"),
    /** Kontain. */
    KONTAIN("kontain", KontainDump::assemble, "== KVM_GET_SREGS ==");

    private final String label;
    private final Assembler assembler;
    private final Pattern start;
    private final LabelReader reader;

    DumpFormat(String label, Assembler assembler, String start) {
        this.label = label;
        this.assembler = assembler;
        this.start = Pattern.compile(start);
        this.reader = new LabelReader(Labels.of(label));
    }

    /** The name in JSON. */
    String label() {
        return label;
    }

    /** What every dump of the format begins with. */
    Pattern start() {
        return start;
    }

    /** Reads a text as one dump of this format. */
    Attempt read(String text) {
        boolean braces = this == VIRTUALBOX;
        Reading reading = reader.read(braces ? text.replace('{', ' ').replace('}', ' ') : text);
        DumpedState state = assembler.assemble(label, reading);
        return new Attempt(List.of(state), reading.understood());
    }
}
