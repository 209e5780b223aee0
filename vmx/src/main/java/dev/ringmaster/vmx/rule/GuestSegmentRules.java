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

    private static final int EXECUTE_READ_ACCESSED = 11;
    private static final int READ_WRITE_ACCESSED = 3;
    private static final long TI = 4;

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
        rows.add(ROW.zero("GUEST-038", "TR comes out of the GDT.", TR.selector, TI));
        rows.add(
                ROW.zero(
                        "GUEST-039",
                        "If LDTR is usable, it comes out of the GDT.",
                        LDTR::usable,
                        LDTR.selector,
                        TI));
        rows.add(
                ROW.rule(
                                "GUEST-040",
                                "SS and CS have the same requested privilege, unless the guest is"
                                        + " virtual-8086 or unrestricted.",
                                s ->
                                        SS.rpl(s) == CS.rpl(s)
                                                || s.virtual8086()
                                                || s.unrestrictedGuest())
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
                        s -> !V86.holds(s) || s.get(seg.limit) == 0xffff)
                .becomes(seg.limit, s -> 0xffff);
    }

    private static EntryRule v86Rights(String id, Segment seg) {
        return ROW.rule(
                        id,
                        "In a virtual-8086 guest %s is present, writable, accessed data of ring 3."
                                .formatted(seg),
                        s -> !V86.holds(s) || seg.rights(s) == AccessRights.VIRTUAL_8086)
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
                                seg.subject() + " base has 32 bits.",
                                seg::usable,
                                seg.base,
                                Bits.HIGH_32));
    }

    private static void types(List<EntryRule> rows) {
        rows.add(
                ROW.rule(
                                "GUEST-067",
                                "CS is accessed code; in an unrestricted guest it may be accessed"
                                        + " writable data.",
                                s ->
                                        (CS.type(s) & 9) == 9
                                                || s.virtual8086()
                                                || CS.type(s) == READ_WRITE_ACCESSED
                                                        && s.unrestrictedGuest())
                        .wants("GUEST_CS_ACCESS_RIGHTS type (bits 3:0) = 9, 11, 13 or 15")
                        .mends(CS.rights, s -> CS.rights(s) & ~0xfL | EXECUTE_READ_ACCESSED));
        rows.add(
                ROW.rule(
                                "GUEST-068",
                                "If SS is usable, it is accessed writable data.",
                                s ->
                                        (BUT_EXPAND_DOWN & SS.rights(s)) == READ_WRITE_ACCESSED
                                                || !notV86AndUsable(SS).holds(s))
                        .wants("GUEST_SS_ACCESS_RIGHTS type (bits 3:0) = 3 or 7")
                        .mends(SS.rights, s -> SS.rights(s) & ~0xfL | READ_WRITE_ACCESSED));
        each(rows, 69, DATA, GuestSegmentRules::accessed);
        each(rows, 73, DATA, GuestSegmentRules::readable);
    }

    private static EntryRule accessed(String id, Segment seg) {
        return ROW.rule(
                        id,
                        seg.subject() + " type says that it was accessed.",
                        s ->
                                (seg.rights(s) & AccessRights.ACCESSED) != 0
                                        || !seg.usable(s)
                                        || s.virtual8086())
                .sets(seg.rights, AccessRights.ACCESSED)
                .wants("bit 0 (accessed) = 1");
    }

    private static EntryRule readable(String id, Segment seg) {
        return ROW.rule(
                        id,
                        seg.subject() + " type, if code, is readable.",
                        s ->
                                (seg.rights(s) & AccessRights.CODE) == 0
                                        || (seg.rights(s) & AccessRights.READABLE_OR_WRITABLE) != 0
                                        || !seg.usable(s)
                                        || s.virtual8086())
                .sets(seg.rights, AccessRights.READABLE_OR_WRITABLE)
                .wants("bit 1 (readable) = 1, or bit 3 (code) = 0");
    }

    private static EntryRule one(String id, Segment seg, String name, long mask) {
        return ROW.rule(
                        id,
                        "%s %s is 1.".formatted(seg.subject(), name),
                        s -> (seg.rights(s) & mask) != 0 || !seg.usable(s) || s.virtual8086())
                .sets(seg.rights, mask);
    }

    private static EntryRule zero(String id, Segment seg, String bits, long mask) {
        return ROW.rule(
                        id,
                        "%s access-rights bits %s are reserved.".formatted(seg.subject(), bits),
                        s -> (seg.rights(s) & mask) == 0 || !seg.usable(s) || s.virtual8086())
                .clears(seg.rights, mask);
    }

    private static void privileges(List<EntryRule> rows) {
        rows.add(
                code(
                        "GUEST-083",
                        "CS as data of an unrestricted guest has DPL 0.",
                        s -> CS.type(s) != READ_WRITE_ACCESSED || CS.dpl(s) == 0));
        rows.add(
                code(
                        "GUEST-084",
                        "CS as non-conforming code has the DPL of SS.",
                        s -> (CS.type(s) & 0xd) != 9 || CS.dpl(s) == SS.dpl(s)));
        rows.add(
                code(
                        "GUEST-085",
                        "CS as conforming code has a DPL not above that of SS.",
                        s -> (CS.type(s) & 0xd) != 0xd || CS.dpl(s) <= SS.dpl(s)));
        rows.add(
                stackDpl(
                        "GUEST-086",
                        "The DPL of SS is the privilege that its selector requests, usable or not,"
                                + " unless the guest is unrestricted.",
                        s -> SS.dpl(s) == SS.rpl(s) || s.unrestrictedGuest(),
                        SS::rpl));
        rows.add(
                stackDpl(
                        "GUEST-087",
                        "The DPL of SS is 0 if CS is data.",
                        s -> SS.dpl(s) == 0 || CS.type(s) != READ_WRITE_ACCESSED,
                        s -> 0));
        rows.add(
                stackDpl(
                        "GUEST-088",
                        "The DPL of SS is 0 in real mode.",
                        s -> SS.dpl(s) == 0 || s.guestProtection(),
                        s -> 0));
        each(rows, 89, DATA, GuestSegmentRules::dataDpl);
    }

    private static EntryRule code(String id, String says, Predicate holds) {
        return ROW.rule(id, says, s -> holds.holds(s) || s.virtual8086());
    }

    private static EntryRule stackDpl(
            String id, String says, Predicate holds, ToIntFunction<EntryState> dpl) {
        return ROW.rule(id, says, s -> holds.holds(s) || s.virtual8086())
                .wants(s -> "GUEST_SS_ACCESS_RIGHTS DPL (bits 6:5) = " + dpl.applyAsInt(s))
                .mends(
                        SS.rights,
                        s -> SS.rights(s) & ~AccessRights.DPL | (long) dpl.applyAsInt(s) << 5);
    }

    private static EntryRule dataDpl(String id, Segment seg) {
        return ROW.rule(
                        id,
                        seg.subject()
                                + " DPL is not below the privilege that its selector requests,"
                                + " unless it is conforming code or the guest unrestricted.",
                        s ->
                                seg.dpl(s) >= seg.rpl(s)
                                        || seg.type(s) > 11
                                        || !seg.usable(s)
                                        || s.virtual8086()
                                        || s.unrestrictedGuest())
                .wants("DPL (bits 6:5) of %s >= RPL of %s".formatted(seg.rights, seg.selector))
                .mends(seg.selector, s -> s.get(seg.selector) & ~3 | seg.dpl(s));
    }

    private static void fred(List<EntryRule> rows) {
        rows.add(
                underFred(
                        "GUEST-093",
                        "Under FRED there are rings 0 and 3 only.",
                        s -> SS.dpl(s) == 0 || SS.dpl(s) == 3));
        rows.add(
                underFred(
                                "GUEST-094",
                                "Under FRED ring 0 runs 64-bit code.",
                                s -> SS.dpl(s) != 0 || (CS.rights(s) & AccessRights.L) != 0)
                        .sets(CS.rights, AccessRights.L));
        rows.add(
                underFred(
                                "GUEST-095",
                                "Under FRED ring 3 has I/O privilege level 0.",
                                s -> SS.dpl(s) != 3 || Bits.clear(s.get(GUEST_RFLAGS), Rflags.IOPL))
                        .clears(GUEST_RFLAGS, Rflags.IOPL));
        rows.add(
                underFred(
                                "GUEST-096",
                                "Under FRED ring 3 knows no blocking by STI.",
                                s ->
                                        SS.dpl(s) != 3
                                                || !Interruptibility.BLOCKING_BY_STI.in(
                                                        s.get(GUEST_INTERRUPTIBILITY_INFO)))
                        .clears(
                                GUEST_INTERRUPTIBILITY_INFO,
                                Interruptibility.BLOCKING_BY_STI.mask()));
    }

    private static EntryRule underFred(String id, String says, Predicate holds) {
        return ROW.rule(id, says, s -> !Cr4.FRED.in(s.get(GUEST_CR4)) || holds.holds(s));
    }

    private static EntryRule longModeCode() {
        return ROW.rule(
                        "GUEST-109",
                        "64-bit code is not 32-bit code: with L, D is 0.",
                        s ->
                                (CS.rights(s) & AccessRights.L) == 0
                                        || (CS.rights(s) & AccessRights.DB) == 0
                                        || s.virtual8086()
                                        || !s.ia32eModeGuest())
                .clears(CS.rights, AccessRights.DB);
    }

    /** A limit with a 0 among its low 12 bits counts bytes. */
    private static EntryRule byteLimit(String id, Segment seg, Predicate when) {
        return ROW.rule(
                        id,
                        seg.subject() + " limit counts bytes if its low 12 bits are not all 1.",
                        s ->
                                (s.get(seg.limit) & Bits.LOW_12) == Bits.LOW_12
                                        || (seg.rights(s) & AccessRights.G) == 0
                                        || !when.holds(s))
                .wants("bit 15 (G) of %s = 0, or %s bits 11:0 = 1".formatted(seg.rights, seg.limit))
                .mends(seg.limit, s -> s.get(seg.limit) | Bits.LOW_12);
    }

    /** A limit beyond 1 MByte counts pages. */
    private static EntryRule pageLimit(String id, Segment seg, Predicate when) {
        return ROW.rule(
                        id,
                        seg.subject() + " limit counts pages if it has a 1 among its high 12 bits.",
                        s ->
                                Bits.clear(s.get(seg.limit), 0xfff00000L)
                                        || (seg.rights(s) & AccessRights.G) != 0
                                        || !when.holds(s))
                .sets(seg.rights, AccessRights.G);
    }

    private static void taskRegister(List<EntryRule> rows) {
        rows.add(
                ROW.rule(
                                "GUEST-128",
                                "TR is a busy TSS; outside IA-32e mode it may be a 16-bit one.",
                                s ->
                                        TR.type(s) == EXECUTE_READ_ACCESSED
                                                || TR.type(s) == READ_WRITE_ACCESSED
                                                        && !s.ia32eModeGuest())
                        .wants(
                                "GUEST_TR_ACCESS_RIGHTS type (bits 3:0) = 11, outside IA-32e mode 3"
                                        + " or 11")
                        .mends(TR.rights, s -> TR.rights(s) & ~0xfL | EXECUTE_READ_ACCESSED));
        rows.add(ROW.zero("GUEST-129", "TR is a system segment.", TR.rights, AccessRights.S));
        rows.add(
                ROW.rule("GUEST-130", "TR is present.", s -> (TR.rights(s) & AccessRights.P) != 0)
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
                                s -> (LDTR.rights(s) & AccessRights.P) != 0 || !LDTR.usable(s))
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
