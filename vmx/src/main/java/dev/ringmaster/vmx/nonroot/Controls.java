package dev.ringmaster.vmx.nonroot;

import static dev.ringmaster.vmx.vmcs.VmcsField.*;

import dev.ringmaster.vmx.vmcs.ExitControl;
import dev.ringmaster.vmx.vmcs.PinControl;
import dev.ringmaster.vmx.vmcs.PrimaryControl;
import dev.ringmaster.vmx.vmcs.SecondaryControl;
import dev.ringmaster.vmx.vmcs.Vmcs;

/**
 * The control fields of a VMCS as a guest that runs needs them; copied at VM entry where they
 * changed.
 */
final class Controls {
    private static final int CR3_TARGETS = 4;

    long pin;
    long primary;
    long secondary;
    long exit;
    long exceptionBitmap;
    long pageFaultMask;
    long pageFaultMatch;
    long cr0Mask;
    long cr0Shadow;
    long cr4Mask;
    long cr4Shadow;
    long tscOffset;
    long tscMultiplier;
    long ioBitmapA;
    long ioBitmapB;
    long msrBitmap;
    long virtualApic;
    long tprThreshold;
    int cr3TargetCount;
    final long[] cr3Targets = new long[CR3_TARGETS];

    /** Copies everything. */
    void read(Vmcs vmcs) {
        pin = vmcs.get(PIN_BASED_VM_EXEC_CONTROL);
        primary = vmcs.get(CPU_BASED_VM_EXEC_CONTROL);
        boolean activated = PrimaryControl.ACTIVATE_SECONDARY_CONTROLS.in(primary);
        secondary = activated ? vmcs.get(SECONDARY_VM_EXEC_CONTROL) : 0;
        exit = vmcs.get(VM_EXIT_CONTROLS);
        exceptionBitmap = vmcs.get(EXCEPTION_BITMAP);
        pageFaultMask = vmcs.get(PAGE_FAULT_ERROR_CODE_MASK);
        pageFaultMatch = vmcs.get(PAGE_FAULT_ERROR_CODE_MATCH);
        readShadows(vmcs);
        readAddresses(vmcs);
    }

    private void readShadows(Vmcs vmcs) {
        cr0Mask = vmcs.get(CR0_GUEST_HOST_MASK);
        cr0Shadow = vmcs.get(CR0_READ_SHADOW);
        cr4Mask = vmcs.get(CR4_GUEST_HOST_MASK);
        cr4Shadow = vmcs.get(CR4_READ_SHADOW);
        cr3TargetCount = (int) vmcs.get(CR3_TARGET_COUNT);
        cr3Targets[0] = vmcs.get(CR3_TARGET_VALUE_0);
        cr3Targets[1] = vmcs.get(CR3_TARGET_VALUE_1);
        cr3Targets[2] = vmcs.get(CR3_TARGET_VALUE_2);
        cr3Targets[3] = vmcs.get(CR3_TARGET_VALUE_3);
        tscOffset = vmcs.get(TSC_OFFSET);
        tscMultiplier = vmcs.get(TSC_MULTIPLIER);
    }

    private void readAddresses(Vmcs vmcs) {
        ioBitmapA = vmcs.get(IO_BITMAP_A);
        ioBitmapB = vmcs.get(IO_BITMAP_B);
        msrBitmap = vmcs.get(MSR_BITMAP);
        virtualApic = vmcs.get(VIRTUAL_APIC_ADDRESS);
        tprThreshold = vmcs.get(TPR_THRESHOLD) & 0xf;
    }

    boolean has(PinControl control) {
        return control.in(pin);
    }

    boolean has(PrimaryControl control) {
        return control.in(primary);
    }

    boolean has(SecondaryControl control) {
        return control.in(secondary);
    }

    boolean has(ExitControl control) {
        return control.in(exit);
    }

    /**
     * Whether MOV of {@code value} to CR3 is allowed without an exit. @sdm Vol. 3C, CR3-Target
     * Controls
     */
    boolean isCr3Target(long value) {
        for (int n = 0; n < cr3TargetCount; n++) {
            if (cr3Targets[n] == value) {
                return true;
            }
        }
        return false;
    }
}
