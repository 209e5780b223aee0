package dev.ringmaster.vmx.rule;

import static dev.ringmaster.vmx.vmcs.VmcsField.*;

import dev.ringmaster.cpu.arch.Cr0;
import dev.ringmaster.cpu.arch.Cr4;
import dev.ringmaster.cpu.arch.Rflags;
import dev.ringmaster.vmx.vmcs.AccessRights;
import dev.ringmaster.vmx.vmcs.EntryControl;
import dev.ringmaster.vmx.vmcs.Interruptibility;
import dev.ringmaster.vmx.vmcs.SecondaryControl;
import dev.ringmaster.vmx.vmcs.Vmcs;

/**
 * Guest segment registers in straight lines: access rights are judged as whole words.
 *
 * @sdm Vol. 3C, Checks on Guest Segment Registers
 */
final class FastSegments {
    private static final long S = AccessRights.S;
    private static final long P = AccessRights.P;
    private static final long RESERVED = AccessRights.RESERVED_LOW | AccessRights.RESERVED_HIGH;
    private static final long TI = 4;
    private static final int RPL = 3;
    private static final int WRITABLE_DATA = 3;
    private static final int NON_CONFORMING = 9;
    private static final int CONFORMING = 13;
    private static final int LAST_NON_CONFORMING = 11;
    private static final int BUSY_TSS = 11;
    private static final int BUSY_TSS_16 = 3;
    private static final int LDT = 2;

    /** The bits of a type that tell data from code and writable from not. */
    private static final long BUT_EXPAND_DOWN = 0xb;

    private FastSegments() {}

    static boolean hold(EntryState s) {
        return bases(s)
                && (Rflags.VM.in(s.vmcs().get(GUEST_RFLAGS)) ? virtual8086(s) : protectedMode(s))
                && fred(s)
                && taskRegister(s)
                && localTable(s);
    }

    @Covers({"GUEST-048..049", "GUEST-051..054"})
    private static boolean bases(EntryState s) {
        Vmcs v = s.vmcs();
        ProcessorMasks m = s.masks();
        long low = v.get(GUEST_CS_BASE);
        low |= usable(v.get(GUEST_SS_ACCESS_RIGHTS)) ? v.get(GUEST_SS_BASE) : 0;
        low |= usable(v.get(GUEST_DS_ACCESS_RIGHTS)) ? v.get(GUEST_DS_BASE) : 0;
        low |= usable(v.get(GUEST_ES_ACCESS_RIGHTS)) ? v.get(GUEST_ES_BASE) : 0;
        long bad = low & Bits.HIGH_32;
        return (bad | m.uncanonical(v.get(GUEST_FS_BASE)) | m.uncanonical(v.get(GUEST_GS_BASE)))
                == 0;
    }

    private static boolean usable(long rights) {
        return AccessRights.usable(rights);
    }

    @Covers({"GUEST-041..046", "GUEST-055..066"})
    private static boolean virtual8086(EntryState s) {
        Vmcs v = s.vmcs();
        return (real(v, Segment.CS)
                        | real(v, Segment.SS)
                        | real(v, Segment.DS)
                        | real(v, Segment.ES)
                        | real(v, Segment.FS)
                        | real(v, Segment.GS))
                == 0;
    }

    /** The bits in which a segment differs from what virtual-8086 mode makes of its selector. */
    private static long real(Vmcs v, Segment seg) {
        return v.get(seg.selector) << 4 ^ v.get(seg.base)
                | v.get(seg.limit) ^ 0xffff
                | v.get(seg.rights) ^ AccessRights.VIRTUAL_8086;
    }

    private static boolean protectedMode(EntryState s) {
        boolean unrestricted = SecondaryControl.UNRESTRICTED_GUEST.in(s.secondaryControls());
        return code(s, unrestricted)
                && stack(s, unrestricted)
                && data(s, Segment.DS, unrestricted)
                && data(s, Segment.ES, unrestricted)
                && data(s, Segment.FS, unrestricted)
                && data(s, Segment.GS, unrestricted);
    }

    /** The bits that no segment register but an unusable one may have wrong; 0 if all is well. */
    @Covers({"GUEST-077..082", "GUEST-097..108", "GUEST-110..127"})
    private static long common(long rights, long limit) {
        return ~rights & (S | P) | rights & RESERVED | granularity(rights, limit);
    }

    /** The bits of a limit that the granularity forbids or misses. */
    private static long granularity(long rights, long limit) {
        return (rights & AccessRights.G) != 0 ? ~limit & Bits.LOW_12 : limit & 0xfff00000L;
    }

    @Covers({"GUEST-067", "GUEST-083..085", "GUEST-109"})
    private static boolean code(EntryState s, boolean unrestricted) {
        Vmcs v = s.vmcs();
        long cs = v.get(GUEST_CS_ACCESS_RIGHTS);
        if (common(cs, v.get(GUEST_CS_LIMIT)) != 0
                || (cs & AccessRights.L) != 0
                        && (cs & AccessRights.DB) != 0
                        && EntryControl.IA_32E_MODE_GUEST.in(v.get(VM_ENTRY_CONTROLS))) {
            return false;
        }
        int dpl = AccessRights.dpl(cs);
        int stack = AccessRights.dpl(v.get(GUEST_SS_ACCESS_RIGHTS));
        return switch (AccessRights.type(cs) & ~2) {
            case NON_CONFORMING -> dpl == stack;
            case CONFORMING -> dpl <= stack;
            default -> AccessRights.type(cs) == WRITABLE_DATA && unrestricted && dpl == 0;
        };
    }

    @Covers({"GUEST-040", "GUEST-068", "GUEST-086..088"})
    private static boolean stack(EntryState s, boolean unrestricted) {
        Vmcs v = s.vmcs();
        long ss = v.get(GUEST_SS_ACCESS_RIGHTS);
        if (usable(ss)
                && (common(ss, v.get(GUEST_SS_LIMIT)) | ss & BUT_EXPAND_DOWN ^ WRITABLE_DATA)
                        != 0) {
            return false;
        }
        long selector = v.get(GUEST_SS_SELECTOR);
        int dpl = AccessRights.dpl(ss);
        if (!unrestricted
                && ((selector ^ v.get(GUEST_CS_SELECTOR)) & RPL | selector & RPL ^ dpl) != 0) {
            return false;
        }
        return dpl == 0
                || AccessRights.type(v.get(GUEST_CS_ACCESS_RIGHTS)) != WRITABLE_DATA
                        && Cr0.PE.in(v.get(GUEST_CR0));
    }

    @Covers({"GUEST-069..076", "GUEST-089..092"})
    private static boolean data(EntryState s, Segment seg, boolean unrestricted) {
        Vmcs v = s.vmcs();
        long rights = v.get(seg.rights);
        if (!usable(rights)) {
            return true;
        }
        long bad = common(rights, v.get(seg.limit)) | ~rights & AccessRights.ACCESSED;
        return bad == 0
                && (rights & (AccessRights.CODE | AccessRights.READABLE_OR_WRITABLE))
                        != AccessRights.CODE
                && (AccessRights.dpl(rights) >= (v.get(seg.selector) & RPL)
                        || AccessRights.type(rights) > LAST_NON_CONFORMING
                        || unrestricted);
    }

    @Covers("GUEST-093..096")
    private static boolean fred(EntryState s) {
        Vmcs v = s.vmcs();
        if (!Cr4.FRED.in(v.get(GUEST_CR4))) {
            return true;
        }
        return switch (AccessRights.dpl(v.get(GUEST_SS_ACCESS_RIGHTS))) {
            case 0 -> (v.get(GUEST_CS_ACCESS_RIGHTS) & AccessRights.L) != 0;
            case 3 ->
                    (v.get(GUEST_RFLAGS) & Rflags.IOPL) == 0
                            && !Interruptibility.BLOCKING_BY_STI.in(
                                    v.get(GUEST_INTERRUPTIBILITY_INFO));
            default -> false;
        };
    }

    @Covers({"GUEST-038", "GUEST-047", "GUEST-128..135"})
    private static boolean taskRegister(EntryState s) {
        Vmcs v = s.vmcs();
        long tr = v.get(GUEST_TR_ACCESS_RIGHTS);
        long bad = tr & (RESERVED | S | AccessRights.UNUSABLE) | ~tr & P;
        bad |= granularity(tr, v.get(GUEST_TR_LIMIT));
        bad |= v.get(GUEST_TR_SELECTOR) & TI | s.masks().uncanonical(v.get(GUEST_TR_BASE));
        int type = AccessRights.type(tr);
        return bad == 0
                && (type == BUSY_TSS
                        || type == BUSY_TSS_16
                                && !EntryControl.IA_32E_MODE_GUEST.in(v.get(VM_ENTRY_CONTROLS)));
    }

    @Covers({"GUEST-039", "GUEST-050", "GUEST-136..142"})
    private static boolean localTable(EntryState s) {
        Vmcs v = s.vmcs();
        long ldtr = v.get(GUEST_LDTR_ACCESS_RIGHTS);
        if (!usable(ldtr)) {
            return true;
        }
        long bad = ldtr & (RESERVED | S) | ~ldtr & P;
        bad |= granularity(ldtr, v.get(GUEST_LDTR_LIMIT));
        bad |= v.get(GUEST_LDTR_SELECTOR) & TI | s.masks().uncanonical(v.get(GUEST_LDTR_BASE));
        return bad == 0 && AccessRights.type(ldtr) == LDT;
    }
}
