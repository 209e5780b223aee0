package dev.ringmaster.vmx.rule;

import static dev.ringmaster.vmx.rule.Segment.CS;
import static dev.ringmaster.vmx.rule.Segment.DATA;
import static dev.ringmaster.vmx.rule.Segment.DS;
import static dev.ringmaster.vmx.rule.Segment.ES;
import static dev.ringmaster.vmx.rule.Segment.FS;
import static dev.ringmaster.vmx.rule.Segment.GS;
import static dev.ringmaster.vmx.rule.Segment.LDTR;
import static dev.ringmaster.vmx.rule.Segment.SIX;
import static dev.ringmaster.vmx.rule.Segment.SS;
import static dev.ringmaster.vmx.rule.Segment.TR;
import static dev.ringmaster.vmx.vmcs.VmcsField.GUEST_CR4;
import static dev.ringmaster.vmx.vmcs.VmcsField.GUEST_INTERRUPTIBILITY_INFO;
import static dev.ringmaster.vmx.vmcs.VmcsField.GUEST_RFLAGS;

import dev.ringmaster.cpu.arch.Cr4;
import dev.ringmaster.cpu.arch.Rflags;
import dev.ringmaster.vmx.rule.EntryRule.Predicate;
import dev.ringmaster.vmx.vmcs.AccessRights;
import dev.ringmaster.vmx.vmcs.Interruptibility;

import java.util.ArrayList;
import java.util.List;
import java.util.function.BiFunction;
import java.util.function.ToIntFunction;

/**
 * Guest segment registers. Rules that the manual states for several registers are written once and
 * numbered in its order: CS, SS, DS, ES, FS, GS.
 */
final class GuestSegmentRules {
    private static final Rows ROW = new Rows(RuleGroup.GUEST_SEGMENTS);
    private static final Predicate V86 = EntryState::virtual8086;

    private static final int AVAILABLE_TSS_16 = 1;
    private static final int CODE_ACCESSED = 9;
    private static final int EXECUTE_READ_ACCESSED = 11;
    private static final int READ_WRITE_ACCESSED = 3;
    private static final long TI = 4;
    private static final long RPL = 3;

    /** The bits of a type but expand-down: writable accessed data grows either way. */
    private static final long BUT_EXPAND_DOWN = 0xb;

    private GuestSegmentRules() {}

    static List<EntryRule> rows() {
        List<EntryRule> rows = new ArrayList<>();
        selectors(rows);
        each(rows, 41, SIX, GuestSegmentRules::v86Base);
        bases(rows);
        each(rows, 55, SIX, GuestSegmentRules::v86Limit);
        each(rows, 61, SIX, GuestSegmentRules::v86Rights);
        types(rows);
        each(rows, 77, SIX, (id, seg) -> one(id, seg, "S bit", AccessRights.S));
        privileges(rows);
        fred(rows);
        each(rows, 97, SIX, (id, seg) -> one(id, seg, "present bit", AccessRights.P));
        each(rows, 103, SIX, (id, seg) -> zero(id, seg, "11:8", AccessRights.RESERVED_LOW));
        rows.add(longModeCode());
        int id = 110;
        for (Segment seg : SIX) {
            rows.add(byteLimit("GUEST-" + id++, seg, notV86AndUsable(seg)));
            rows.add(pageLimit("GUEST-" + id++, seg, notV86AndUsable(seg)));
        }
        each(
                rows,
                122,
                SIX,
                (number, seg) -> zero(number, seg, "31:17", AccessRights.RESERVED_HIGH));
        taskRegister(rows);
        localTable(rows);
        return List.copyOf(rows);
    }

    private static void each(
            List<EntryRule> rows,
            int first,
            List<Segment> segments,
            BiFunction<String, Segment, EntryRule> row) {
        int number = first;
        for (Segment seg : segments) {
            rows.add(row.apply("GUEST-%03d".formatted(number++), seg));
        }
    }

    private static Predicate notV86AndUsable(Segment seg) {
        return s -> seg.usable(s) && !s.virtual8086();
    }

    private static void selectors(List<EntryRule> rows) {
        rows.add(
                ROW.zero(
                        "GUEST-038",
                        "The TR selector points to the GDT: its TI bit is" + " 0.",
                        TR.selector,
                        TI));
        rows.add(
                ROW.zero(
                        "GUEST-039",
                        "If LDTR is usable, its selector points to the GDT: its TI bit is 0.",
                        LDTR::usable,
                        LDTR.selector,
                        TI));
        rows.add(
                ROW.rule(
                                "GUEST-040",
                                "The selectors of SS and CS have the same RPL, unless the guest"
                                        + " is virtual-8086 or unrestricted.",
                                s ->
                                        s.virtual8086()
                                                || s.unrestrictedGuest()
                                                || SS.rpl(s) == CS.rpl(s))
                        .wants("bits 1:0 of GUEST_SS_SELECTOR and GUEST_CS_SELECTOR equal")
                        .mends(SS.selector, s -> s.get(SS.selector) & ~3 | CS.rpl(s)));
    }

    private static EntryRule v86Base(String id, Segment seg) {
        return ROW.rule(
                        id,
                        "In a virtual-8086 guest the base of %s is its selector times 16."
                                .formatted(seg),
                        s -> !V86.holds(s) || s.get(seg.base) == s.get(seg.selector) << 4)
                .becomes(seg.base, s -> s.get(seg.selector) << 4);
    }

    private static EntryRule v86Limit(String id, Segment seg) {
        return ROW.rule(
                        id,
                        "In a virtual-8086 guest the limit of %s is 64 KBytes.".formatted(seg),
                        s -> !V86.holds(s) || s.equal(seg.limit, 0xffff))
                .becomes(seg.limit, s -> 0xffff);
    }

    private static EntryRule v86Rights(String id, Segment seg) {
        return ROW.rule(
                        id,
                        "In a virtual-8086 guest %s is present, writable, accessed data of ring 3."
                                .formatted(seg),
                        s -> !V86.holds(s) || s.equal(seg.rights, AccessRights.VIRTUAL_8086))
                .becomes(seg.rights, s -> AccessRights.VIRTUAL_8086);
    }

    private static void bases(List<EntryRule> rows) {
        rows.add(ROW.canonical("GUEST-047", "The TR base is canonical.", TR.base));
        rows.add(ROW.canonical("GUEST-048", "The FS base is canonical, usable or not.", FS.base));
        rows.add(ROW.canonical("GUEST-049", "The GS base is canonical, usable or not.", GS.base));
        rows.add(
                ROW.canonical(
                        "GUEST-050",
                        "If LDTR is usable, its base is canonical.",
                        LDTR::usable,
                        LDTR.base));
        each(
                rows,
                51,
                List.of(CS, SS, DS, ES),
                (id, seg) ->
                        ROW.zero(
                                id,
                                seg.subject() + " base has bits 63:32 clear.",
                                seg::usable,
                                seg.base,
                                Bits.HIGH_32));
    }

    private static void types(List<EntryRule> rows) {
        rows.add(
                ROW.rule(
                                "GUEST-067",
                                "CS is accessed code; in an unrestricted guest it may be"
                                        + " accessed writable data.",
                                s ->
                                        s.virtual8086()
                                                || (CS.type(s) & 9) == 9
                                                || CS.type(s) == READ_WRITE_ACCESSED
                                                        && s.unrestrictedGuest())
                        .wants(
                                "GUEST_CS_ACCESS_RIGHTS type (bits 3:0) = 9, 11, 13 or 15, or 3"
                                        + " in an unrestricted guest")
                        .mends(CS.rights, s -> CS.rights(s) | CODE_ACCESSED));
        rows.add(
                ROW.rule(
                                "GUEST-068",
                                "If SS is usable, it is accessed writable data.",
                                s ->
                                        !notV86AndUsable(SS).holds(s)
                                                || (BUT_EXPAND_DOWN & SS.rights(s))
                                                        == READ_WRITE_ACCESSED)
                        .wants("GUEST_SS_ACCESS_RIGHTS type (bits 3:0) = 3 or 7")
                        .mends(
                                SS.rights,
                                s -> SS.rights(s) & ~AccessRights.CODE | READ_WRITE_ACCESSED));
        each(rows, 69, DATA, GuestSegmentRules::accessed);
        each(rows, 73, DATA, GuestSegmentRules::readable);
    }

    private static EntryRule accessed(String id, Segment seg) {
        return ROW.rule(
                        id,
                        seg.subject() + " type has the accessed bit.",
                        s ->
                                s.any(seg.rights, AccessRights.ACCESSED)
                                        || !seg.usable(s)
                                        || s.virtual8086())
                .sets(seg.rights, AccessRights.ACCESSED)
                .wants("bit 0 (accessed) = 1");
    }

    private static EntryRule readable(String id, Segment seg) {
        return ROW.rule(
                        id,
                        seg.subject() + " type, if it is code, has the readable bit.",
                        s ->
                                s.clear(seg.rights, AccessRights.CODE)
                                        || s.any(seg.rights, AccessRights.READABLE_OR_WRITABLE)
                                        || !seg.usable(s)
                                        || s.virtual8086())
                .sets(seg.rights, AccessRights.READABLE_OR_WRITABLE)
                .wants("bit 1 (readable) = 1, or bit 3 (code) = 0");
    }

    private static EntryRule one(String id, Segment seg, String name, long mask) {
        return ROW.rule(
                        id,
                        "%s %s is 1.".formatted(seg.subject(), name),
                        s -> s.any(seg.rights, mask) || !seg.usable(s) || s.virtual8086())
                .sets(seg.rights, mask);
    }

    private static EntryRule zero(String id, Segment seg, String bits, long mask) {
        return ROW.rule(
                        id,
                        "%s access-rights bits %s are reserved.".formatted(seg.subject(), bits),
                        s -> s.clear(seg.rights, mask) || !seg.usable(s) || s.virtual8086())
                .clears(seg.rights, mask);
    }

    private static void privileges(List<EntryRule> rows) {
        rows.add(
                code(
                        "GUEST-083",
                        "If CS is data (type 3), its DPL is 0.",
                        s -> CS.type(s) != READ_WRITE_ACCESSED || CS.ring0(s),
                        s -> 0));
        rows.add(
                code(
                        "GUEST-084",
                        "If CS is non-conforming code, its DPL is that of SS.",
                        s -> (CS.type(s) & 0xd) != 9 || CS.dpl(s) == SS.dpl(s),
                        SS::dpl));
        rows.add(
                code(
                                "GUEST-085",
                                "If CS is conforming code, its DPL is not above that of SS.",
                                s ->
                                        CS.ring0(s)
                                                || s.equal(
                                                        SS.rights,
                                                        AccessRights.DPL,
                                                        AccessRights.DPL)
                                                || !s.equal(CS.rights, 0xd, 0xd)
                                                || CS.dpl(s) <= SS.dpl(s),
                                SS::dpl)
                        .wants(s -> CS.rights + " DPL (bits 6:5) <= " + SS.dpl(s)));
        rows.add(
                stackDpl(
                        "GUEST-086",
                        "The DPL of SS, usable or not, is the RPL of its selector, unless the"
                                + " guest is unrestricted.",
                        s -> s.unrestrictedGuest() || SS.dpl(s) == SS.rpl(s),
                        SS::rpl));
        rows.add(
                stackDpl(
                        "GUEST-087",
                        "The DPL of SS is 0 if CS is data (type 3).",
                        s -> SS.ring0(s) || CS.type(s) != READ_WRITE_ACCESSED,
                        s -> 0));
        rows.add(
                stackDpl(
                        "GUEST-088",
                        "The DPL of SS is 0 in real mode.",
                        s -> s.guestProtection() || SS.ring0(s),
                        s -> 0));
        each(rows, 89, DATA, GuestSegmentRules::dataDpl);
    }

    private static EntryRule code(
            String id, String says, Predicate holds, ToIntFunction<EntryState> dpl) {
        return withDpl(CS, ROW.rule(id, says, s -> s.virtual8086() || holds.holds(s)), dpl);
    }

    /** A rule that wants a DPL. */
    private static EntryRule withDpl(Segment seg, EntryRule rule, ToIntFunction<EntryState> dpl) {
        return rule.wants(s -> seg.rights + " DPL (bits 6:5) = " + dpl.applyAsInt(s))
                .mends(
                        seg.rights,
                        s -> seg.rights(s) & ~AccessRights.DPL | (long) dpl.applyAsInt(s) << 5);
    }

    private static EntryRule stackDpl(
            String id, String says, Predicate holds, ToIntFunction<EntryState> dpl) {
        return withDpl(SS, ROW.rule(id, says, s -> s.virtual8086() || holds.holds(s)), dpl);
    }

    private static EntryRule dataDpl(String id, Segment seg) {
        return ROW.rule(
                        id,
                        seg.subject()
                                + " DPL is not below the RPL of its selector, unless it is"
                                + " conforming code or the guest unrestricted.",
                        s ->
                                s.virtual8086()
                                        || s.unrestrictedGuest()
                                        || !seg.usable(s)
                                        || s.clear(seg.selector, RPL)
                                        || s.equal(seg.rights, AccessRights.DPL, AccessRights.DPL)
                                        || seg.type(s) > 11
                                        || seg.dpl(s) >= seg.rpl(s))
                .wants("DPL (bits 6:5) of %s >= RPL of %s".formatted(seg.rights, seg.selector))
                .mends(seg.selector, s -> s.get(seg.selector) & ~3 | seg.dpl(s));
    }

    private static void fred(List<EntryRule> rows) {
        rows.add(
                withDpl(
                                SS,
                                underFred(
                                        "GUEST-093",
                                        "Under FRED there are rings 0 and 3 only: the DPL of SS"
                                                + " is 0 or 3.",
                                        s -> SS.ring0(s) || SS.dpl(s) == 3),
                                s -> 0)
                        .wants("GUEST_SS_ACCESS_RIGHTS DPL (bits 6:5) = 0 or 3"));
        rows.add(
                underFred(
                                "GUEST-094",
                                "Under FRED ring 0 (SS.DPL) runs 64-bit code: CS.L is 1.",
                                s -> !SS.ring0(s) || s.any(CS.rights, AccessRights.L))
                        .sets(CS.rights, AccessRights.L));
        rows.add(
                underFred(
                                "GUEST-095",
                                "Under FRED ring 3 (SS.DPL) has IOPL 0.",
                                s ->
                                        s.clear(GUEST_RFLAGS, Rflags.IOPL)
                                                || !s.equal(
                                                        SS.rights,
                                                        AccessRights.DPL,
                                                        AccessRights.DPL))
                        .clears(GUEST_RFLAGS, Rflags.IOPL));
        rows.add(
                underFred(
                                "GUEST-096",
                                "Under FRED ring 3 (SS.DPL) has no blocking by STI.",
                                s ->
                                        !s.bit(
                                                        GUEST_INTERRUPTIBILITY_INFO,
                                                        Interruptibility.BLOCKING_BY_STI)
                                                || !s.equal(
                                                        SS.rights,
                                                        AccessRights.DPL,
                                                        AccessRights.DPL))
                        .clears(
                                GUEST_INTERRUPTIBILITY_INFO,
                                Interruptibility.BLOCKING_BY_STI.mask()));
    }

    private static EntryRule underFred(String id, String says, Predicate holds) {
        return ROW.rule(id, says, s -> !s.bit(GUEST_CR4, Cr4.FRED) || holds.holds(s));
    }

    private static EntryRule longModeCode() {
        return ROW.rule(
                        "GUEST-109",
                        "In an IA-32e mode guest CS.L and CS.D are not both 1.",
                        s ->
                                s.clear(CS.rights, AccessRights.L)
                                        || s.clear(CS.rights, AccessRights.DB)
                                        || s.virtual8086()
                                        || !s.ia32eModeGuest())
                .clears(CS.rights, AccessRights.DB);
    }

    /** A limit with a 0 among its low 12 bits counts bytes. */
    private static EntryRule byteLimit(String id, Segment seg, Predicate when) {
        return ROW.rule(
                        id,
                        seg.subject() + " G bit is 0 if its limit has a 0 among bits 11:0.",
                        s ->
                                s.equal(seg.limit, Bits.LOW_12, Bits.LOW_12)
                                        || s.clear(seg.rights, AccessRights.G)
                                        || !when.holds(s))
                .wants("bit 15 (G) of %s = 0, or %s bits 11:0 = 1".formatted(seg.rights, seg.limit))
                .mends(seg.limit, s -> s.get(seg.limit) | Bits.LOW_12);
    }

    /** A limit beyond 1 MByte counts pages. */
    private static EntryRule pageLimit(String id, Segment seg, Predicate when) {
        return ROW.rule(
                        id,
                        seg.subject() + " G bit is 1 if its limit has a 1 among bits 31:20.",
                        s ->
                                s.clear(seg.limit, 0xfff00000L)
                                        || s.any(seg.rights, AccessRights.G)
                                        || !when.holds(s))
                .sets(seg.rights, AccessRights.G);
    }

    private static void taskRegister(List<EntryRule> rows) {
        rows.add(
                ROW.rule(
                                "GUEST-128",
                                "TR is a busy TSS (type 11); outside IA-32e mode it may be a"
                                        + " 16-bit one (type 3).",
                                s ->
                                        TR.type(s) == EXECUTE_READ_ACCESSED
                                                || TR.type(s) == READ_WRITE_ACCESSED
                                                        && !s.ia32eModeGuest())
                        .wants(
                                "GUEST_TR_ACCESS_RIGHTS type (bits 3:0) = 11, outside IA-32e"
                                        + " mode 3 or 11")
                        .mends(TR.rights, s -> TR.rights(s) & ~0xfL | busyTss(s)));
        rows.add(ROW.zero("GUEST-129", "TR is a system segment.", TR.rights, AccessRights.S));
        rows.add(
                ROW.rule("GUEST-130", "TR is present.", s -> s.any(TR.rights, AccessRights.P))
                        .sets(TR.rights, AccessRights.P));
        rows.add(
                ROW.zero(
                        "GUEST-131",
                        "Bits 11:8 of TR's access rights are reserved.",
                        TR.rights,
                        AccessRights.RESERVED_LOW));
        rows.add(byteLimit("GUEST-132", TR, s -> true));
        rows.add(pageLimit("GUEST-133", TR, s -> true));
        rows.add(ROW.zero("GUEST-134", "TR is usable.", TR.rights, AccessRights.UNUSABLE));
        rows.add(
                ROW.zero(
                        "GUEST-135",
                        "Bits 31:17 of TR's access rights are reserved.",
                        TR.rights,
                        AccessRights.RESERVED_HIGH));
    }

    /** The type of the TSS when it is busy; if it is none, of one of 32 or 64 bits. */
    private static long busyTss(EntryState s) {
        boolean of16Bits = TR.type(s) == AVAILABLE_TSS_16 && !s.ia32eModeGuest();
        return of16Bits ? READ_WRITE_ACCESSED : EXECUTE_READ_ACCESSED;
    }

    private static void localTable(List<EntryRule> rows) {
        rows.add(
                ROW.rule(
                                "GUEST-136",
                                "If LDTR is usable, it is of the type LDT.",
                                s -> LDTR.type(s) == 2 || !LDTR.usable(s))
                        .wants("GUEST_LDTR_ACCESS_RIGHTS type (bits 3:0) = 2")
                        .mends(LDTR.rights, s -> LDTR.rights(s) & ~0xfL | 2));
        rows.add(
                ROW.zero(
                        "GUEST-137",
                        "If LDTR is usable, it is a system segment.",
                        LDTR::usable,
                        LDTR.rights,
                        AccessRights.S));
        rows.add(
                ROW.rule(
                                "GUEST-138",
                                "If LDTR is usable, it is present.",
                                s -> s.any(LDTR.rights, AccessRights.P) || !LDTR.usable(s))
                        .sets(LDTR.rights, AccessRights.P));
        rows.add(
                ROW.zero(
                        "GUEST-139",
                        "If LDTR is usable, bits 11:8 of its access rights are reserved.",
                        LDTR::usable,
                        LDTR.rights,
                        AccessRights.RESERVED_LOW));
        rows.add(byteLimit("GUEST-140", LDTR, LDTR::usable));
        rows.add(pageLimit("GUEST-141", LDTR, LDTR::usable));
        rows.add(
                ROW.zero(
                        "GUEST-142",
                        "If LDTR is usable, bits 31:17 of its access rights are reserved.",
                        LDTR::usable,
                        LDTR.rights,
                        AccessRights.RESERVED_HIGH));
    }
}
