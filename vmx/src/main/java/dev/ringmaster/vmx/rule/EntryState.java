package dev.ringmaster.vmx.rule;

import dev.ringmaster.cpu.arch.Cr0;
import dev.ringmaster.cpu.arch.Flag;
import dev.ringmaster.cpu.arch.Rflags;
import dev.ringmaster.cpu.rule.Missing;
import dev.ringmaster.cpu.rule.State;
import dev.ringmaster.cpu.rule.StateField;
import dev.ringmaster.vmx.capability.VmxCapabilities;
import dev.ringmaster.vmx.vmcs.EntryControl;
import dev.ringmaster.vmx.vmcs.EventInfo;
import dev.ringmaster.vmx.vmcs.EventType;
import dev.ringmaster.vmx.vmcs.ExitControl;
import dev.ringmaster.vmx.vmcs.PinControl;
import dev.ringmaster.vmx.vmcs.PrimaryControl;
import dev.ringmaster.vmx.vmcs.SecondaryControl;
import dev.ringmaster.vmx.vmcs.SecondaryExitControl;
import dev.ringmaster.vmx.vmcs.TertiaryControl;
import dev.ringmaster.vmx.vmcs.VmFunction;
import dev.ringmaster.vmx.vmcs.Vmcs;
import dev.ringmaster.vmx.vmcs.VmcsField;

import java.util.LinkedHashMap;
import java.util.Map;

/**
 * All that VM-entry rules read: a VMCS, what the processor can do, the state it is in, memory.
 * Rules read values only through here; what is not given raises {@link Missing}, and while a rule
 * is explained each value read is recorded.
 *
 * <p>One object serves any number of evaluations: it holds references, not copies.
 */
public final class EntryState implements State {
    private final Vmcs vmcs;
    private final VmxCapabilities caps;
    private final EntryContext context;
    private final EntryMemory memory;
    private final MsrLoads msrLoads;
    private final MsrLoadList msrLoadList;
    private Map<StateField, Long> record;
    private int memoryReads;
    private ProcessorMasks masks;
    private Suppositions suppositions;

    /** A state of which everything may be known. */
    public EntryState(
            Vmcs vmcs,
            VmxCapabilities caps,
            EntryContext context,
            EntryMemory memory,
            MsrLoads msrLoads) {
        this(vmcs, caps, context, memory, msrLoads, null);
    }

    private EntryState(
            Vmcs vmcs,
            VmxCapabilities caps,
            EntryContext context,
            EntryMemory memory,
            MsrLoads msrLoads,
            MsrLoadList msrLoadList) {
        this.vmcs = vmcs;
        this.caps = caps;
        this.context = context;
        this.memory = memory;
        this.msrLoads = msrLoads;
        this.msrLoadList = msrLoadList;
    }

    /** A VMCS and a processor; nothing else is known. */
    public static EntryState of(Vmcs vmcs, VmxCapabilities caps) {
        return new EntryState(
                vmcs, caps, EntryContext.unknown(), EntryMemory.UNKNOWN, MsrLoads.UNKNOWN);
    }

    /**
     * The same state, of which the entries of the VM-entry MSR-load area are listed: rules then
     * read them there, not in memory.
     *
     * @param list the entries that are known
     * @param loads what loads of them do, as far as it is known
     */
    public EntryState listing(MsrLoadList list, MsrLoads loads) {
        return new EntryState(vmcs, caps, context, memory, loads, list);
    }

    /** The VMCS. */
    public Vmcs vmcs() {
        return vmcs;
    }

    /** What the processor can do. */
    public VmxCapabilities caps() {
        return caps;
    }

    /** The state of the processor. */
    public EntryContext context() {
        return context;
    }

    /** What the processor decides for straight-line checks, worked out at the first question. */
    ProcessorMasks masks() {
        ProcessorMasks known = masks;
        return known != null ? known : workOutMasks();
    }

    private ProcessorMasks workOutMasks() {
        masks = new ProcessorMasks(caps);
        return masks;
    }

    /** Whether every field and every fact is given; of memory nothing is said. */
    boolean complete() {
        return vmcs.complete() && context.complete();
    }

    /** The secondary controls as they act: 0 unless they are activated. */
    long secondaryControls() {
        return PrimaryControl.ACTIVATE_SECONDARY_CONTROLS.in(
                        vmcs.get(VmcsField.CPU_BASED_VM_EXEC_CONTROL))
                ? vmcs.get(VmcsField.SECONDARY_VM_EXEC_CONTROL)
                : 0;
    }

    /** The tertiary controls as they act: 0 unless they are activated. */
    long tertiaryControls() {
        return PrimaryControl.ACTIVATE_TERTIARY_CONTROLS.in(
                        vmcs.get(VmcsField.CPU_BASED_VM_EXEC_CONTROL))
                ? vmcs.get(VmcsField.TERTIARY_VM_EXEC_CONTROL)
                : 0;
    }

    /** The secondary VM-exit controls as they act: 0 unless they are activated. */
    long secondaryExitControls() {
        return ExitControl.ACTIVATE_SECONDARY_CONTROLS.in(vmcs.get(VmcsField.VM_EXIT_CONTROLS))
                ? vmcs.get(VmcsField.SECONDARY_VM_EXIT_CONTROLS)
                : 0;
    }

    /** The same processor, memory and context with another VMCS. */
    EntryState with(Vmcs other) {
        return new EntryState(other, caps, context, memory, msrLoads, msrLoadList);
    }

    @Override
    public boolean given(StateField field) {
        return field instanceof EntryFact fact ? context.given(fact) : vmcs.given(field);
    }

    @Override
    public long get(StateField field) {
        return field instanceof EntryFact fact ? get(fact) : get((VmcsField) field);
    }

    /** The value of a field. */
    public long get(VmcsField field) {
        long value = vmcs.get(field);
        if (record != null) {
            record.putIfAbsent(field, value);
        }
        return value;
    }

    /** The value of a fact. */
    public long get(EntryFact fact) {
        long value = context.get(fact);
        if (record != null) {
            record.putIfAbsent(fact, value);
        }
        return value;
    }

    /** Whether a fact of one bit is 1; while something is supposed, what is not given may be. */
    boolean is(EntryFact fact) {
        return suppositions != null && !context.given(fact)
                ? suppositions.equal(fact, 1, 1)
                : get(fact) != 0;
    }

    /**
     * Whether the bits of a mask have a value in a field; while something is supposed, what is not
     * given may be anything.
     */
    boolean equal(VmcsField field, long mask, long value) {
        return suppositions != null && !vmcs.given(field)
                ? suppositions.equal(field, mask, value)
                : (get(field) & mask) == value;
    }

    /** Whether a field has a value. */
    boolean equal(VmcsField field, long value) {
        return equal(field, -1L, value);
    }

    /** Whether any bit of a mask is 1 in a field. */
    boolean any(VmcsField field, long mask) {
        return !equal(field, mask, 0);
    }

    /** Whether no bit of a mask is 1 in a field. */
    boolean clear(VmcsField field, long mask) {
        return !any(field, mask);
    }

    /** Whether one bit is 1 in a field. */
    boolean bit(VmcsField field, Flag flag) {
        return any(field, flag.mask());
    }

    /** What is supposed of bits that are not given; null if nothing is. */
    void suppose(Suppositions all) {
        suppositions = all;
    }

    /** Reads memory at a host-physical address. */
    long read(long hostPhysical, int bytes) {
        memoryReads++;
        return memory.read(hostPhysical, bytes);
    }

    /** The entries of the MSR-load area where they are listed; null if memory has them. */
    MsrLoadList msrLoadList() {
        return msrLoadList;
    }

    /** Records an entry of the MSR-load area. */
    void noteMsrLoad(int number, MsrLoad entry) {
        if (record != null) {
            long high = Integer.toUnsignedLong(entry.reserved()) << 32;
            record.put(
                    new MsrLoadList.Part(number, false),
                    high | Integer.toUnsignedLong(entry.index()));
            record.put(new MsrLoadList.Part(number, true), entry.value());
        }
    }

    /** Whether loading an MSR would fault. */
    boolean msrFaults(int index, long value) {
        return msrLoads.faults(index, value);
    }

    /** How often memory was read. */
    int memoryReads() {
        return memoryReads;
    }

    /** Starts to record what is read. */
    Map<StateField, Long> startRecording() {
        record = new LinkedHashMap<>();
        return record;
    }

    /** Ends the recording. */
    void stopRecording() {
        record = null;
    }

    boolean pin(PinControl control) {
        return bit(VmcsField.PIN_BASED_VM_EXEC_CONTROL, control);
    }

    boolean primary(PrimaryControl control) {
        return bit(VmcsField.CPU_BASED_VM_EXEC_CONTROL, control);
    }

    /** Secondary controls act as 0 unless they are activated. */
    boolean secondary(SecondaryControl control) {
        return primary(PrimaryControl.ACTIVATE_SECONDARY_CONTROLS)
                && bit(VmcsField.SECONDARY_VM_EXEC_CONTROL, control);
    }

    /** Tertiary controls act as 0 unless they are activated. */
    boolean tertiary(TertiaryControl control) {
        return primary(PrimaryControl.ACTIVATE_TERTIARY_CONTROLS)
                && bit(VmcsField.TERTIARY_VM_EXEC_CONTROL, control);
    }

    /** VM functions act as 0 unless they are enabled. */
    boolean function(VmFunction function) {
        return secondary(SecondaryControl.ENABLE_VM_FUNCTIONS)
                && bit(VmcsField.VM_FUNCTION_CONTROLS, function);
    }

    boolean exit(ExitControl control) {
        return bit(VmcsField.VM_EXIT_CONTROLS, control);
    }

    /** Secondary VM-exit controls act as 0 unless they are activated. */
    boolean exit(SecondaryExitControl control) {
        return exit(ExitControl.ACTIVATE_SECONDARY_CONTROLS)
                && bit(VmcsField.SECONDARY_VM_EXIT_CONTROLS, control);
    }

    boolean entry(EntryControl control) {
        return bit(VmcsField.VM_ENTRY_CONTROLS, control);
    }

    /**
     * "Load debug controls" belongs to the default1 class: software that was not told otherwise has
     * it 1, and the first processors knew no 0. Where the VM-entry controls are not given it is
     * taken to be 1.
     */
    boolean loadsDebugControls() {
        return !vmcs.given(VmcsField.VM_ENTRY_CONTROLS) || entry(EntryControl.LOAD_DEBUG_CONTROLS);
    }

    boolean unrestrictedGuest() {
        return secondary(SecondaryControl.UNRESTRICTED_GUEST);
    }

    boolean ia32eModeGuest() {
        return entry(EntryControl.IA_32E_MODE_GUEST);
    }

    boolean host64() {
        return exit(ExitControl.HOST_ADDRESS_SPACE_SIZE);
    }

    boolean virtual8086() {
        return bit(VmcsField.GUEST_RFLAGS, Rflags.VM);
    }

    boolean guestPaging() {
        return bit(VmcsField.GUEST_CR0, Cr0.PG);
    }

    boolean guestProtection() {
        return bit(VmcsField.GUEST_CR0, Cr0.PE);
    }

    boolean injects() {
        return any(VmcsField.VM_ENTRY_INTR_INFO_FIELD, EventInfo.VALID);
    }

    /** Whether the event is of a type, if there is one. */
    boolean injectsType(EventType type) {
        return equal(VmcsField.VM_ENTRY_INTR_INFO_FIELD, EventInfo.TYPE, (long) type.number() << 8);
    }

    /** Whether the event has a vector, if there is one. */
    boolean injectsVector(int vector) {
        return equal(VmcsField.VM_ENTRY_INTR_INFO_FIELD, EventInfo.VECTOR, vector);
    }

    int injectedVector() {
        return EventInfo.vector(get(VmcsField.VM_ENTRY_INTR_INFO_FIELD));
    }

    boolean injects(EventType type) {
        return injects() && injectsType(type);
    }
}
