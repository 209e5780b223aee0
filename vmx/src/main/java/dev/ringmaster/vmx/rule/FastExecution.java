package dev.ringmaster.vmx.rule;

import static dev.ringmaster.vmx.vmcs.VmcsField.*;

import dev.ringmaster.vmx.capability.ControlWord;
import dev.ringmaster.vmx.vmcs.EntryControl;
import dev.ringmaster.vmx.vmcs.ExitControl;
import dev.ringmaster.vmx.vmcs.PinControl;
import dev.ringmaster.vmx.vmcs.PrimaryControl;
import dev.ringmaster.vmx.vmcs.SecondaryControl;
import dev.ringmaster.vmx.vmcs.TertiaryControl;
import dev.ringmaster.vmx.vmcs.VmFunction;
import dev.ringmaster.vmx.vmcs.Vmcs;

/**
 * VM-execution controls in straight lines.
 *
 * @sdm Vol. 3C, Checks on VM-Execution Control Fields
 */
final class FastExecution {
    private static final long TPR = PrimaryControl.USE_TPR_SHADOW.mask();
    private static final long EPT = SecondaryControl.ENABLE_EPT.mask();
    private static final long APIC = SecondaryControl.VIRTUALIZE_APIC_ACCESSES.mask();
    private static final long X2APIC = SecondaryControl.VIRTUALIZE_X2APIC_MODE.mask();
    private static final long DELIVERY = SecondaryControl.VIRTUAL_INTERRUPT_DELIVERY.mask();
    private static final long POSTED = PinControl.PROCESS_POSTED_INTERRUPTS.mask();
    private static final long IPI = TertiaryControl.IPI_VIRTUALIZATION.mask();
    private static final long SPP = SecondaryControl.SUB_PAGE_WRITE_PERMISSIONS_FOR_EPT.mask();
    private static final long GUEST_PT =
            SecondaryControl.INTEL_PT_USES_GUEST_PHYSICAL_ADDRESSES.mask();
    private static final long HLAT = TertiaryControl.ENABLE_HLAT.mask();
    private static final long FUNCTIONS = SecondaryControl.ENABLE_VM_FUNCTIONS.mask();
    private static final long RTIT = EntryControl.LOAD_IA32_RTIT_CTL.mask();

    private static final long SECONDARY_NEEDS_TPR =
            X2APIC | DELIVERY | SecondaryControl.APIC_REGISTER_VIRTUALIZATION.mask();
    private static final long SECONDARY_NEEDS_EPT =
            SPP
                    | GUEST_PT
                    | SecondaryControl.ENABLE_PML.mask()
                    | SecondaryControl.UNRESTRICTED_GUEST.mask()
                    | SecondaryControl.MODE_BASED_EXECUTE_CONTROL_FOR_EPT.mask();
    private static final long TERTIARY_NEEDS_EPT =
            HLAT
                    | TertiaryControl.PEBS_USES_GUEST_PHYSICAL_ADDRESSES.mask()
                    | TertiaryControl.EPT_PAGING_WRITE_CONTROL.mask()
                    | TertiaryControl.GUEST_PAGING_VERIFICATION.mask();

    /** The offset of VTPR in the virtual-APIC page. */
    private static final int VTPR = 0x80;

    private FastExecution() {}

    static boolean hold(EntryState s) {
        return words(s)
                && bitmaps(s)
                && apic(s)
                && postedInterrupts(s)
                && ipis(s)
                && ept(s)
                && withoutEpt(s)
                && functionsAndShadowing(s)
                && tracing(s)
                && latePages(s)
                && timer(s)
                && threshold(s);
    }

    private static boolean has(long word, long control) {
        return (word & control) != 0;
    }

    @Covers("CTL-001..005")
    private static boolean words(EntryState s) {
        Vmcs v = s.vmcs();
        ProcessorMasks m = s.masks();
        long primary = v.get(CPU_BASED_VM_EXEC_CONTROL);
        long bad = m.wrong(ControlWord.PIN, v.get(PIN_BASED_VM_EXEC_CONTROL));
        bad |= m.wrong(ControlWord.PRIMARY, primary);
        if (PrimaryControl.ACTIVATE_SECONDARY_CONTROLS.in(primary)) {
            bad |= m.wrong(ControlWord.SECONDARY, v.get(SECONDARY_VM_EXEC_CONTROL));
        }
        if (PrimaryControl.ACTIVATE_TERTIARY_CONTROLS.in(primary)) {
            bad |= m.wrong(ControlWord.TERTIARY, v.get(TERTIARY_VM_EXEC_CONTROL));
        }
        return bad == 0 && v.get(CR3_TARGET_COUNT) <= m.cr3Targets;
    }

    @Covers("CTL-006..011")
    private static boolean bitmaps(EntryState s) {
        Vmcs v = s.vmcs();
        long primary = v.get(CPU_BASED_VM_EXEC_CONTROL);
        long pages = 0;
        if (PrimaryControl.USE_IO_BITMAPS.in(primary)) {
            pages = v.get(IO_BITMAP_A) | v.get(IO_BITMAP_B);
        }
        if (PrimaryControl.USE_MSR_BITMAPS.in(primary)) {
            pages |= v.get(MSR_BITMAP);
        }
        return (pages & s.masks().page) == 0;
    }

    @Covers({"CTL-012..014", "CTL-016..022", "CTL-024..025"})
    private static boolean apic(EntryState s) {
        Vmcs v = s.vmcs();
        long pin = v.get(PIN_BASED_VM_EXEC_CONTROL);
        long primary = v.get(CPU_BASED_VM_EXEC_CONTROL);
        long secondary = s.secondaryControls();
        long bad = 0;
        if (has(primary, TPR)) {
            bad = v.get(VIRTUAL_APIC_ADDRESS) & s.masks().page;
            bad |= has(secondary, DELIVERY) ? 0 : v.get(TPR_THRESHOLD) & 0xfffffff0L;
        } else {
            bad = secondary & SECONDARY_NEEDS_TPR;
        }
        if (has(secondary, APIC)) {
            bad |= v.get(APIC_ACCESS_ADDRESS) & s.masks().page;
            bad |= secondary & X2APIC;
        }
        boolean virtualNmis = PinControl.VIRTUAL_NMIS.in(pin);
        return bad == 0
                && (!virtualNmis || PinControl.NMI_EXITING.in(pin))
                && (virtualNmis || !PrimaryControl.NMI_WINDOW_EXITING.in(primary))
                && (!has(secondary, DELIVERY) || PinControl.EXTERNAL_INTERRUPT_EXITING.in(pin));
    }

    @Covers("CTL-026..030")
    private static boolean postedInterrupts(EntryState s) {
        Vmcs v = s.vmcs();
        if (!has(v.get(PIN_BASED_VM_EXEC_CONTROL), POSTED)) {
            return true;
        }
        long bad = v.get(POSTED_INTERRUPT_NOTIFICATION_VECTOR) & 0xff00;
        bad |= v.get(POSTED_INTERRUPT_DESCRIPTOR_ADDRESS) & (s.masks().beyondLimit | 0x3f);
        return bad == 0
                && has(s.secondaryControls(), DELIVERY)
                && ExitControl.ACKNOWLEDGE_INTERRUPT_ON_EXIT.in(v.get(VM_EXIT_CONTROLS));
    }

    @Covers({"CTL-023", "CTL-031..033"})
    private static boolean ipis(EntryState s) {
        if (!has(s.tertiaryControls(), IPI)) {
            return true;
        }
        Vmcs v = s.vmcs();
        long limit = s.masks().beyondLimit;
        long table = v.get(PID_POINTER_TABLE_ADDRESS);
        long last = table + 8 * v.get(LAST_PID_POINTER_INDEX);
        return (table & (limit | 7) | last & limit) == 0
                && has(v.get(CPU_BASED_VM_EXEC_CONTROL), TPR);
    }

    @Covers("CTL-034..040")
    private static boolean ept(EntryState s) {
        Vmcs v = s.vmcs();
        long secondary = s.secondaryControls();
        if (SecondaryControl.ENABLE_VPID.in(secondary) && v.get(VIRTUAL_PROCESSOR_ID) == 0) {
            return false;
        }
        if (!has(secondary, EPT)) {
            return true;
        }
        ProcessorMasks m = s.masks();
        long pointer = v.get(EPT_POINTER);
        return (pointer & m.eptReserved) == 0
                && (m.eptTypes >>> (pointer & 7) & m.eptWalks >>> (pointer >>> 3 & 7) & 1) != 0;
    }

    @Covers("CTL-041..054")
    private static boolean withoutEpt(EntryState s) {
        Vmcs v = s.vmcs();
        ProcessorMasks m = s.masks();
        long secondary = s.secondaryControls();
        boolean seam = s.is(EntryFact.IN_SEAM);
        long bad = 0;
        if (!has(secondary, EPT)) {
            bad = secondary & SECONDARY_NEEDS_EPT | s.tertiaryControls() & TERTIARY_NEEDS_EPT;
            bad |= seam ? 1 : 0;
        }
        if (seam) {
            bad |= v.get(SHARED_EPT_POINTER) & (m.beyondWidth | Bits.LOW_12);
        }
        if (SecondaryControl.ENABLE_PML.in(secondary)) {
            bad |= v.get(PML_ADDRESS) & m.page;
        }
        return bad == 0;
    }

    @Covers("CTL-055..064")
    private static boolean functionsAndShadowing(EntryState s) {
        Vmcs v = s.vmcs();
        ProcessorMasks m = s.masks();
        long secondary = s.secondaryControls();
        long pages = 0;
        if (has(secondary, FUNCTIONS)) {
            long functions = v.get(VM_FUNCTION_CONTROLS);
            boolean switches = VmFunction.EPTP_SWITCHING.in(functions);
            if (m.wrong(ControlWord.VM_FUNCTION, functions) != 0
                    || switches && !has(secondary, EPT)) {
                return false;
            }
            pages = switches ? v.get(EPTP_LIST_ADDRESS) : 0;
        }
        if (SecondaryControl.VMCS_SHADOWING.in(secondary)) {
            pages |= v.get(VMREAD_BITMAP) | v.get(VMWRITE_BITMAP);
        }
        if (SecondaryControl.EPT_VIOLATION_VE.in(secondary)) {
            pages |= v.get(VIRTUALIZATION_EXCEPTION_INFORMATION_ADDRESS);
        }
        return (pages & m.page) == 0;
    }

    @Covers("CTL-065..067")
    private static boolean tracing(EntryState s) {
        Vmcs v = s.vmcs();
        boolean loads = has(v.get(VM_ENTRY_CONTROLS), RTIT);
        if (loads && s.is(EntryFact.RTIT_TRACE_EN)) {
            return false;
        }
        return !has(s.secondaryControls(), GUEST_PT)
                || loads && ExitControl.CLEAR_IA32_RTIT_CTL.in(v.get(VM_EXIT_CONTROLS));
    }

    @Covers("CTL-068..077")
    private static boolean latePages(EntryState s) {
        Vmcs v = s.vmcs();
        long secondary = s.secondaryControls();
        long bad = 0;
        if (has(secondary, SPP)) {
            bad = v.get(SPP_TABLE_POINTER) & s.masks().page;
        }
        if (SecondaryControl.USE_TSC_SCALING.in(secondary)) {
            bad |= v.get(TSC_MULTIPLIER) == 0 ? 1 : 0;
        }
        if (has(s.tertiaryControls(), HLAT)) {
            bad |= v.get(HLAT_POINTER) & (s.masks().beyondWidth | 0xfe7);
        }
        if (SecondaryControl.PASID_TRANSLATION.in(secondary)) {
            long directories = v.get(LOW_PASID_DIRECTORY_ADDRESS);
            directories |= v.get(HIGH_PASID_DIRECTORY_ADDRESS);
            bad |= directories & s.masks().page;
        }
        return bad == 0;
    }

    @Covers("CTL-078..080")
    private static boolean timer(EntryState s) {
        if (!TertiaryControl.APIC_TIMER_VIRTUALIZATION.in(s.tertiaryControls())) {
            return true;
        }
        Vmcs v = s.vmcs();
        return has(s.secondaryControls(), DELIVERY)
                && !PrimaryControl.RDTSC_EXITING.in(v.get(CPU_BASED_VM_EXEC_CONTROL))
                && (v.get(VIRTUAL_TIMER_VECTOR) & 0xff00) == 0;
    }

    @Covers("CTL-015")
    private static boolean threshold(EntryState s) {
        Vmcs v = s.vmcs();
        if (!has(v.get(CPU_BASED_VM_EXEC_CONTROL), TPR)
                || has(s.secondaryControls(), APIC | DELIVERY)) {
            return true;
        }
        long threshold = v.get(TPR_THRESHOLD) & 0xf;
        return threshold == 0
                || threshold <= (s.read(v.get(VIRTUAL_APIC_ADDRESS) + VTPR, 1) >>> 4 & 0xf);
    }
}
