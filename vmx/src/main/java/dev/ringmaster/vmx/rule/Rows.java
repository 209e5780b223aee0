package dev.ringmaster.vmx.rule;

import dev.ringmaster.cpu.arch.Cr4;
import dev.ringmaster.vmx.capability.CpuFeature;
import dev.ringmaster.vmx.capability.VmxCapabilities;
import dev.ringmaster.vmx.rule.EntryRule.Predicate;
import dev.ringmaster.vmx.vmcs.VmcsField;

import java.util.function.ToLongFunction;

/** Shapes that many rows share. */
final class Rows {
    /** CR3.LAM_U48 and CR3.LAM_U57. */
    private static final long LAM_U48_AND_U57 = 3L << 61;

    private final RuleGroup group;

    Rows(RuleGroup group) {
        this.group = group;
    }

    EntryRule rule(String id, String says, Predicate holds) {
        return EntryRule.rule(id, group, says, holds);
    }

    EntryRule unmodelled(String id, String says, String why) {
        return EntryRule.unmodelled(id, group, says, why);
    }

    /** Under a condition, bits of a field are 0. */
    EntryRule zero(String id, String says, Predicate when, VmcsField field, long mask) {
        return rule(id, says, s -> !when.holds(s) || s.clear(field, mask)).clears(field, mask);
    }

    /** Always, bits of a field are 0. */
    EntryRule zero(String id, String says, VmcsField field, long mask) {
        return rule(id, says, s -> s.clear(field, mask)).clears(field, mask);
    }

    /** Under a condition, bits of a field are 0 that the processor tells. */
    EntryRule reserved(
            String id,
            String says,
            Predicate when,
            VmcsField field,
            ToLongFunction<EntryState> mask) {
        return rule(id, says, s -> !when.holds(s) || s.clear(field, mask.applyAsLong(s)))
                .clears(field, mask);
    }

    /** If {@code control} is 1, the address in {@code field} is a multiple of a power of two. */
    EntryRule aligned(String id, String control, Predicate on, VmcsField field, long low) {
        String says =
                "If \"%s\" is 1, the %s is aligned: its low bits are 0."
                        .formatted(control, lower(field));
        return zero(id, says, on, field, low);
    }

    /** If {@code control} is 1, the address in {@code field} fits the physical-address width. */
    EntryRule fits(String id, String control, Predicate on, VmcsField field) {
        String says =
                "If \"%s\" is 1, the %s fits into the physical-address width."
                        .formatted(control, lower(field));
        return reserved(id, says, on, field, Rows::beyondAddressLimit);
    }

    /** Under a condition, a field holds a canonical address. */
    EntryRule canonical(String id, String says, Predicate when, VmcsField field) {
        return rule(id, says, s -> !when.holds(s) || isCanonical(s, s.get(field)))
                .wants(s -> canonicalWords(s, field))
                .mends(field, s -> extended(s, s.get(field)));
    }

    /** A field always holds a canonical address. */
    EntryRule canonical(String id, String says, VmcsField field) {
        return canonical(id, says, s -> true, field);
    }

    /** Under a condition, a field holds an aligned canonical address. */
    EntryRule canonicalAligned(String id, String says, Predicate when, VmcsField field, long low) {
        return rule(
                        id,
                        says,
                        s -> !when.holds(s) || s.clear(field, low) && isCanonical(s, s.get(field)))
                .wants(s -> canonicalWords(s, field) + ", " + Bits.name(field, low) + " = 0")
                .mends(field, s -> extended(s, s.get(field)) & ~low);
    }

    /** The linear address above a page offset of configuration bits is canonical. */
    EntryRule canonicalPage(String id, String says, Predicate when, VmcsField field) {
        return rule(id, says, s -> !when.holds(s) || isCanonical(s, s.get(field) & ~Bits.LOW_12))
                .wants(s -> canonicalWords(s, field))
                .mends(field, s -> extended(s, s.get(field)));
    }

    /** Whether a linear address is canonical, as each is without Intel 64. */
    private static boolean isCanonical(EntryState s, long linear) {
        return !s.caps().has(CpuFeature.INTEL_64)
                || Bits.canonical(linear, s.caps().linearAddressWidth());
    }

    static String canonicalWords(EntryState s, VmcsField field) {
        return "%s bits 63:%d equal".formatted(field, s.caps().linearAddressWidth() - 1);
    }

    /** The address with its upper bits as its highest implemented one says. */
    static long extended(EntryState s, long linear) {
        int shift = 64 - s.caps().linearAddressWidth();
        return linear << shift >> shift;
    }

    /** The bits beyond MAXPHYADDR. */
    static long beyondPhysicalWidth(EntryState s) {
        return Bits.above(s.caps().physicalAddressWidth());
    }

    /**
     * The bits of CR3 that must be 0: beyond MAXPHYADDR, but for those of linear-address masking.
     */
    static long cr3Reserved(EntryState s) {
        return cr3Reserved(s.caps());
    }

    /**
     * The bits of CR3 that must be 0 on a processor. One that knows linear-address masking, so that
     * CR4.LAM_SUP may be 1, has LAM_U48 and LAM_U57 in CR3.
     */
    static long cr3Reserved(VmxCapabilities caps) {
        long beyond = Bits.above(caps.physicalAddressWidth());
        return Cr4.LAM_SUP.in(caps.cr4Fixed1()) ? beyond & ~LAM_U48_AND_U57 : beyond;
    }

    /** The bits that an address in a VMCS must not set; old processors limit them to 32. */
    static long beyondAddressLimit(EntryState s) {
        return s.caps().limitsAddressesTo32Bits() ? Bits.HIGH_32 : beyondPhysicalWidth(s);
    }

    /** The title as it stands within a sentence. */
    static String lower(VmcsField field) {
        String title = field.title();
        boolean acronym = title.length() > 1 && Character.isUpperCase(title.charAt(1));
        return acronym ? title : Character.toLowerCase(title.charAt(0)) + title.substring(1);
    }
}
