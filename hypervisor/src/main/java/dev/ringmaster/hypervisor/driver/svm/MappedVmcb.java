package dev.ringmaster.hypervisor.driver.svm;

import dev.ringmaster.cpu.arch.Flag;
import dev.ringmaster.hypervisor.host.Host;
import dev.ringmaster.svm.vmcb.HostMemory;
import dev.ringmaster.svm.vmcb.Intercept;
import dev.ringmaster.svm.vmcb.Vmcb;
import dev.ringmaster.svm.vmcb.VmcbField;
import dev.ringmaster.svm.vmcb.VmcbFields;
import dev.ringmaster.svm.vmcb.VmcbMemory;

/** One VMCB in the host's memory, by field. */
final class MappedVmcb {
    private final HostMemory memory;
    private final long page;

    MappedVmcb(Host host) {
        memory = HostMemory.of(host.memory());
        page = host.frames().page();
    }

    /** Its host-physical address, the operand of VMRUN. */
    long address() {
        return page;
    }

    long read(VmcbField field) {
        return VmcbMemory.read(memory, page, field);
    }

    void write(VmcbField field, long value) {
        VmcbMemory.write(memory, page, field, value & field.mask());
    }

    void put(VmcbField field, Flag flag, boolean on) {
        write(field, flag.with(read(field), on));
    }

    void intercept(Intercept intercept, boolean on) {
        put(intercept.field(), intercept, on);
    }

    void intercept(Intercept... intercepts) {
        for (Intercept intercept : intercepts) {
            intercept(intercept, true);
        }
    }

    /** All of it, decoded. */
    Vmcb decoded() {
        Vmcb vmcb = new Vmcb();
        VmcbFields.ALL.load(memory, page, vmcb);
        return vmcb;
    }
}
