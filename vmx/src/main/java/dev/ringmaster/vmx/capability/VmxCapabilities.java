package dev.ringmaster.vmx.capability;

import dev.ringmaster.cpu.arch.Flag;
import dev.ringmaster.cpu.arch.Msr;
import dev.ringmaster.vmx.vmcs.ActivityState;
import dev.ringmaster.vmx.vmcs.VmcsField;

import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/**
 * What one processor can do in VMX operation: its capability MSRs (480H to 493H), the widths of its
 * addresses and the few features that VM-entry checks ask for. Immutable.
 *
 * @sdm Vol. 3D, VMX Capability Reporting Facility
 */
public final class VmxCapabilities {
    private static final int FIRST = Msr.VMX_BASIC;
    private static final int COUNT = Msr.VMX_EXIT_CTLS2 - FIRST + 1;
    private static final ControlWord[] WORDS = ControlWord.values();

    private final long[] msrs;
    private final long[] allowedZero = new long[WORDS.length];
    private final long[] allowedOne = new long[WORDS.length];
    private final int physicalAddressWidth;
    private final int linearAddressWidth;
    private final Set<CpuFeature> features;
    private final long[] writable;

    private VmxCapabilities(Builder builder) {
        msrs = builder.msrs.clone();
        physicalAddressWidth = builder.physicalAddressWidth;
        linearAddressWidth = builder.linearAddressWidth;
        features = EnumSet.copyOf(builder.features);
        writable = builder.writable.clone();
        for (ControlWord word : WORDS) {
            long value = msr(reportsTrueControls() ? word.trueMsr() : word.msr());
            boolean halves = word.hasAllowedZeroHalf();
            allowedZero[word.ordinal()] = halves ? value & 0xffffffffL : 0;
            allowedOne[word.ordinal()] = halves ? value >>> 32 : value;
        }
    }

    /** A processor without any optional control, 36 physical and 48 linear address bits. */
    public static Builder builder() {
        return new Builder();
    }

    /** The same processor, to be changed. */
    public Builder toBuilder() {
        Builder builder = new Builder();
        System.arraycopy(msrs, 0, builder.msrs, 0, COUNT);
        System.arraycopy(writable, 0, builder.writable, 0, writable.length);
        builder.physicalAddressWidth = physicalAddressWidth;
        builder.linearAddressWidth = linearAddressWidth;
        builder.features.clear();
        builder.features.addAll(features);
        return builder;
    }

    /**
     * The most permissive modern processor: every control that the manual defines, the widest
     * addresses.
     */
    public static VmxCapabilities permissive() {
        return Profiles.permissive();
    }

    /** What this model's processor offers its hypervisors. */
    public static VmxCapabilities modelled() {
        return Profiles.modelled();
    }

    /**
     * The value of a capability MSR; 0 if the processor lacks it.
     *
     * @param number 480H to 493H
     */
    public long msr(int number) {
        return msrs[number - FIRST];
    }

    /** Bits 30:0 of the first dword of every VMCS region. */
    public int revision() {
        return (int) msr(Msr.VMX_BASIC) & 0x7fffffff;
    }

    /** Whether default1 controls may be 0 where the TRUE MSRs say so. */
    public boolean reportsTrueControls() {
        return basic(55);
    }

    /** Whether hardware exceptions may be injected with or without error code. */
    public boolean relaxesErrorCodes() {
        return basic(56);
    }

    /** Whether event identification has the nested-exception bit. */
    public boolean hasNestedExceptions() {
        return basic(58);
    }

    /** Whether addresses in a VMCS are limited to 32 bits. */
    public boolean limitsAddressesTo32Bits() {
        return basic(48);
    }

    private boolean basic(int bit) {
        return (msr(Msr.VMX_BASIC) >>> bit & 1) != 0;
    }

    private boolean misc(int bit) {
        return (msr(Msr.VMX_MISC) >>> bit & 1) != 0;
    }

    /** The number of CR3-target values. */
    public int cr3Targets() {
        return (int) (msr(Msr.VMX_MISC) >>> 16 & 0x1ff);
    }

    /** Whether a guest may be entered in this activity state. */
    public boolean supports(ActivityState state) {
        return state == ActivityState.ACTIVE || misc(5 + state.number());
    }

    /** Whether VMWRITE may write VM-exit information fields. */
    public boolean writesReadOnlyFields() {
        return misc(29);
    }

    /** Whether a software event of length 0 may be injected. */
    public boolean injectsWithLengthZero() {
        return misc(30);
    }

    /** The bits of CR0 that must be 1. */
    public long cr0Fixed0() {
        return msr(Msr.VMX_CR0_FIXED0);
    }

    /** The bits of CR0 that may be 1. */
    public long cr0Fixed1() {
        return msr(Msr.VMX_CR0_FIXED1);
    }

    /** The bits of CR4 that must be 1. */
    public long cr4Fixed0() {
        return msr(Msr.VMX_CR4_FIXED0);
    }

    /** The bits of CR4 that may be 1. */
    public long cr4Fixed1() {
        return msr(Msr.VMX_CR4_FIXED1);
    }

    /** Whether the processor has this EPT or VPID capability. */
    public boolean has(EptVpidCapability capability) {
        return capability.in(msr(Msr.VMX_EPT_VPID_CAP));
    }

    /** Whether the processor has this feature. */
    public boolean has(CpuFeature feature) {
        return features.contains(feature);
    }

    /** MAXPHYADDR: the number of bits of a physical address, 32 to 52. */
    public int physicalAddressWidth() {
        return physicalAddressWidth;
    }

    /** The number of bits of a linear address, 32, 48 or 57. */
    public int linearAddressWidth() {
        return linearAddressWidth;
    }

    /** The bits of a guarded register that software may set. */
    public long writable(GuardedRegister register) {
        return writable[register.ordinal()];
    }

    /** The bits of a control word that must be 1. */
    public long mustBeOne(ControlWord word) {
        return allowedZero[word.ordinal()];
    }

    /** The bits of a control word that may be 1. */
    public long mayBeOne(ControlWord word) {
        return allowedOne[word.ordinal()];
    }

    /**
     * Whether a control word may have a value. @sdm Vol. 3D, Reserved Controls and Default Settings
     */
    public boolean allows(ControlWord word, long value) {
        return (mustBeOne(word) & ~value) == 0 && (value & ~mayBeOne(word)) == 0;
    }

    /** Whether a control bit may be 1. */
    public boolean allows(Flag control) {
        return control.in(mayBeOne(ControlWord.of(control)));
    }

    /** The value nearest to {@code value} that a control word may have. */
    public long adjust(ControlWord word, long value) {
        return value & mayBeOne(word) | mustBeOne(word);
    }

    /** Whether a VMCS on this processor has a field. */
    public boolean exists(VmcsField field) {
        List<Flag> conditions = field.existsWith();
        if (isCr3Target(field)) {
            return field.index() - VmcsField.CR3_TARGET_VALUE_0.index() < cr3Targets();
        }
        for (Flag condition : conditions) {
            if (allows(condition)) {
                return true;
            }
        }
        return conditions.isEmpty();
    }

    private static boolean isCr3Target(VmcsField field) {
        return field.compareTo(VmcsField.CR3_TARGET_VALUE_0) >= 0
                && field.compareTo(VmcsField.CR3_TARGET_VALUE_3) <= 0;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof VmxCapabilities that
                && Arrays.equals(msrs, that.msrs)
                && Arrays.equals(writable, that.writable)
                && features.equals(that.features)
                && physicalAddressWidth == that.physicalAddressWidth
                && linearAddressWidth == that.linearAddressWidth;
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(msrs) * 31 + physicalAddressWidth;
    }

    /** Collects what a processor can do. */
    public static final class Builder {
        private final long[] msrs = new long[COUNT];
        private final long[] writable = new long[GuardedRegister.values().length];
        private final Set<CpuFeature> features = EnumSet.noneOf(CpuFeature.class);
        private int physicalAddressWidth = 36;
        private int linearAddressWidth = 48;

        private Builder() {
            for (GuardedRegister register : GuardedRegister.values()) {
                writable[register.ordinal()] = register.widest();
            }
        }

        /**
         * The value of a capability MSR.
         *
         * @param number 480H to 493H
         * @throws IllegalArgumentException if {@code number} is no capability MSR
         */
        public Builder msr(int number, long value) {
            if (number < FIRST || number >= FIRST + COUNT) {
                throw new IllegalArgumentException(
                        "MSR 0x"
                                + Integer.toHexString(number)
                                + " is no VMX capability MSR; they are 0x480 to 0x493");
            }
            msrs[number - FIRST] = value;
            return this;
        }

        /** The value of a capability MSR, to be changed. */
        public long msr(int number) {
            return msrs[number - FIRST];
        }

        /** Lets controls be 1, in the plain and in the TRUE MSR. */
        public Builder allow(Flag... controls) {
            for (Flag control : controls) {
                ControlWord word = ControlWord.of(control);
                long bit = control.mask() << (word.hasAllowedZeroHalf() ? 32 : 0);
                msrs[word.msr() - FIRST] |= bit;
                msrs[word.trueMsr() - FIRST] |= bit;
            }
            return this;
        }

        /** Makes controls 0 for ever, in the plain and in the TRUE MSR. */
        public Builder forbid(Flag... controls) {
            for (Flag control : controls) {
                ControlWord word = ControlWord.of(control);
                long bit = control.mask() << (word.hasAllowedZeroHalf() ? 32 : 0);
                msrs[word.msr() - FIRST] &= ~bit;
                msrs[word.trueMsr() - FIRST] &= ~bit;
            }
            return this;
        }

        /** MAXPHYADDR, 32 to 52. */
        public Builder physicalAddressWidth(int bits) {
            physicalAddressWidth = bits;
            return this;
        }

        /** The number of bits of a linear address, 48 or 57. */
        public Builder linearAddressWidth(int bits) {
            linearAddressWidth = bits;
            return this;
        }

        /** Adds features. */
        public Builder with(CpuFeature... added) {
            features.addAll(List.of(added));
            return this;
        }

        /** Takes features away. */
        public Builder without(CpuFeature... removed) {
            features.removeAll(List.of(removed));
            return this;
        }

        /** The bits of a guarded register that software may set. */
        public Builder writable(GuardedRegister register, long mask) {
            writable[register.ordinal()] = mask;
            return this;
        }

        /** The processor. */
        public VmxCapabilities build() {
            return new VmxCapabilities(this);
        }
    }
}
