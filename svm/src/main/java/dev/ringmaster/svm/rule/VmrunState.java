package dev.ringmaster.svm.rule;

import dev.ringmaster.cpu.rule.Missing;
import dev.ringmaster.cpu.rule.State;
import dev.ringmaster.cpu.rule.StateField;
import dev.ringmaster.svm.capability.SvmCapabilities;
import dev.ringmaster.svm.vmcb.HostMemory;
import dev.ringmaster.svm.vmcb.Vmcb;
import dev.ringmaster.svm.vmcb.VmcbField;

import java.util.Optional;

/**
 * What the rules of VMRUN are evaluated on: a VMCB, a processor's capabilities, what is known of
 * the processor that executes VMRUN, and memory. It looks at the VMCB and the context that it was
 * made of, so that one state serves for every VMRUN of a processor.
 */
public class VmrunState implements State {
    private static final long PDPT_ADDRESS = 0xffff_ffe0L;

    private final Vmcb vmcb;
    private final SvmCapabilities capabilities;
    private final VmrunContext context;
    private final Optional<HostMemory> memory;

    /**
     * A state without memory and context: rules that need them cannot be decided.
     *
     * @param vmcb the VMCB, complete or not
     * @param capabilities what the processor can do
     */
    public VmrunState(Vmcb vmcb, SvmCapabilities capabilities) {
        this(vmcb, capabilities, new VmrunContext(), Optional.empty());
    }

    /**
     * A state.
     *
     * @param vmcb the VMCB, complete or not
     * @param capabilities what the processor can do
     * @param context what is known of the processor that executes VMRUN
     * @param memory physical memory, if there is any to look at
     */
    public VmrunState(
            Vmcb vmcb,
            SvmCapabilities capabilities,
            VmrunContext context,
            Optional<HostMemory> memory) {
        this.vmcb = vmcb;
        this.capabilities = capabilities;
        this.context = context;
        this.memory = memory;
    }

    /** The same state, for a subclass that watches it. */
    VmrunState(VmrunState that) {
        this(that.vmcb, that.capabilities, that.context, that.memory);
    }

    /** What the processor can do. */
    public final SvmCapabilities capabilities() {
        return capabilities;
    }

    /**
     * The value of a VMCB field.
     *
     * @throws Missing if it is not given
     */
    public long get(VmcbField field) {
        return vmcb.get(field);
    }

    /**
     * The value of a field beside the VMCB.
     *
     * @throws Missing if it is not given
     */
    public long get(ContextField field) {
        if (context.given(field)) {
            return context.value(field);
        }
        return switch (field) {
            case MAXPHYADDR -> capabilities.maxPhysicalAddressBits();
            case LINEAR_ADDRESS_BITS -> capabilities.linearAddressBits();
            case GUEST_PDPE0, GUEST_PDPE1, GUEST_PDPE2, GUEST_PDPE3 -> guestPdpe(field);
            case HOST_PDPE0, HOST_PDPE1, HOST_PDPE2, HOST_PDPE3 -> hostPdpe(field);
            case HOST_EFER,
                    HOST_CR0,
                    HOST_CR3,
                    HOST_CR4,
                    HOST_DR7,
                    HOST_RFLAGS,
                    HOST_RIP,
                    HOST_CPL,
                    HOST_CS_ATTRIB,
                    HOST_CS_LIMIT,
                    VMCB_PA,
                    VMRUN_INTERCEPTED,
                    U_CET ->
                    throw new Missing(field.name());
        };
    }

    @Override
    public final long get(StateField field) {
        if (field instanceof VmcbField vmcbField) {
            return get(vmcbField);
        }
        if (field instanceof ContextField contextField) {
            return get(contextField);
        }
        throw new IllegalArgumentException(
                field.name() + " belongs neither to a VMCB nor to VMRUN");
    }

    @Override
    public final boolean given(StateField field) {
        try {
            get(field);
            return true;
        } catch (Missing missing) {
            return false;
        }
    }

    private long guestPdpe(ContextField field) {
        HostMemory there = memory(field);
        long table = vmcb.get(VmcbField.CR3) & PDPT_ADDRESS;
        return there.read(table + 8L * (field.ordinal() - ContextField.GUEST_PDPE0.ordinal()), 8);
    }

    private long hostPdpe(ContextField field) {
        HostMemory there = memory(field);
        long table = get(ContextField.HOST_CR3) & PDPT_ADDRESS;
        return there.read(table + 8L * (field.ordinal() - ContextField.HOST_PDPE0.ordinal()), 8);
    }

    private HostMemory memory(ContextField field) {
        if (memory.isEmpty()) {
            throw new Missing(field.name());
        }
        return memory.get();
    }
}
