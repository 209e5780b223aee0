package dev.ringmaster.testkit.dump;

import java.util.List;
import java.util.regex.Pattern;

/** The formats whose values are anchored by labels. */
enum DumpFormat {
    /** Linux KVM, Intel. */
    KVM_VMCS("kvm-vmcs", VmcsDump::assemble, "\\*+\\s*Guest\\s+State\\s*\\*+", ""),
    /** Xen, Intel. The same headings: what comes after them tells. */
    XEN_VMCS("xen-vmcs", VmcsDump::assemble, "\\*+\\s*Guest\\s+State\\s*\\*+", ""),
    /** Linux KVM, AMD. */
    KVM_VMCB(
            "kvm-vmcb",
            VmcbDump::assemble,
            "VMCB Control Area:",
            "VMCB (?:Control|State)|\\bVMCB \\S+, last|\\b(?:intercepts|int_ctl|exit_code|gpat|asid|nested_ctl|misc_ctl|rflags): |\\bs: [0-9a-f]{4} a:"),
    /** Xen, AMD. */
    XEN_VMCB(
            "xen-vmcb",
            VmcbDump::assemble,
            "\\bcr_intercepts\\s*=",
            "_intercepts|guest_asid|H_CR3|CleanBits|exitinfo\\d|np_ctrl|np_enable|KernGSBase|SFMask|\\bvintr"),
    /** QEMU's registers. */
    QEMU_REGISTERS(
            "qemu-registers",
            QemuDump::assemble,
            "(?<!\\w)[RE]AX=[0-9a-f]{8}",
            "(?<!\\w)[RE](?:AX|IP|FL)=|(?m:^ *(?:[C-GS]S |LDT|TR |GDT|IDT)=)|EFER=[0-9a-f]{16}|hardware error"),
    /** bhyve, xhyve and hyperkit. */
    BHYVE(
            "bhyve",
            BhyveDump::assemble,
            "\\bvm exit\\[\\d+\\]",
            "vm exit\\[|\\bVMCS_\\w+:|desc\\[\\d+\\]|\\w\\[\\d+\\] +0x"),
    /** VirtualBox. */
    VIRTUALBOX(
            "virtualbox",
            VirtualBoxDump::assemble,
            "VT-x info:",
            "limit=[0-9a-f]+ +flags=|VT-x info:|HM error|rcLastExitToR3"),
    /** Kontain. */
    KONTAIN("kontain", KontainDump::assemble, "== KVM_GET_SREGS ==", "KVM_GET_SREGS|selector: *0x"),
    /** XMHF's older print of the guest's state. */
    XMHF_GUEST(
            "xmhf",
            VmcsDump::assemble,
            "Guest State follows:",
            "Guest State follows:|guest_\\w+_base/limit=");

    private final String label;
    private final Assembler assembler;
    private final Pattern start;
    private final Pattern sign;
    private final LabelReader reader;

    DumpFormat(String label, Assembler assembler, String start, String sign) {
        this.label = label;
        this.assembler = assembler;
        this.start = Pattern.compile(start);
        this.sign = Pattern.compile(sign);
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

    /**
     * Reads a text as one dump of this format. Without a sign that no other format has, names of
     * registers alone do not make a dump.
     */
    Attempt read(String text) {
        if (!sign.matcher(text).find()) {
            return new Attempt(List.of(), 0);
        }
        boolean braces = this == VIRTUALBOX;
        Reading reading = reader.read(braces ? text.replace('{', ' ').replace('}', ' ') : text);
        DumpedState state = assembler.assemble(label, reading);
        return new Attempt(List.of(state), reading.understood());
    }
}
