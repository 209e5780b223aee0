package dev.ringmaster.vmx.rule;

import dev.ringmaster.vmx.vmcs.VmcsField;

/** Bits of a control register that VMX operation fixes. @sdm Vol. 3D, VMX-Fixed Bits in CR0 */
final class FixedBits {
    private FixedBits() {}

    /** The bits that are 0 and must be 1, or 1 and must be 0. */
    static long wrong(long value, long ones, long allowed) {
        return ones & ~value | value & ~allowed;
    }

    /** What the wrong bits have to be. */
    static String words(VmcsField field, long value, long ones, long allowed) {
        long zero = ones & ~value;
        long one = value & ~allowed;
        String first = zero == 0 ? "" : Bits.name(field, zero) + " = 1";
        String second = one == 0 ? "" : Bits.name(field, one) + " = 0";
        return first + (zero != 0 && one != 0 ? ", " : "") + second;
    }
}
