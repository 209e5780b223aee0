package dev.ringmaster.vmx.rule;

import dev.ringmaster.vmx.vmcs.AccessRights;
import dev.ringmaster.vmx.vmcs.VmcsField;

import java.util.List;

/** The guest's segment registers with their four fields, in the order of the checks. */
enum Segment {
    CS,
    SS,
    DS,
    ES,
    FS,
    GS,
    LDTR,
    TR;

    /** Code, stack and the four of data. */
    static final List<Segment> SIX = List.of(CS, SS, DS, ES, FS, GS);

    /** Data. */
    static final List<Segment> DATA = List.of(DS, ES, FS, GS);

    final VmcsField selector = VmcsField.valueOf("GUEST_" + name() + "_SELECTOR");
    final VmcsField base = VmcsField.valueOf("GUEST_" + name() + "_BASE");
    final VmcsField limit = VmcsField.valueOf("GUEST_" + name() + "_LIMIT");
    final VmcsField rights = VmcsField.valueOf("GUEST_" + name() + "_ACCESS_RIGHTS");

    long rights(EntryState s) {
        return s.get(rights);
    }

    int type(EntryState s) {
        return AccessRights.type(s.get(rights));
    }

    int dpl(EntryState s) {
        return AccessRights.dpl(s.get(rights));
    }

    /** Whether the DPL is 0. */
    boolean ring0(EntryState s) {
        return s.clear(rights, AccessRights.DPL);
    }

    int rpl(EntryState s) {
        return (int) s.get(selector) & 3;
    }

    /** CS and TR always hold a segment; the others unless their unusable bit is 1. */
    boolean usable(EntryState s) {
        return this == CS || this == TR || s.clear(rights, AccessRights.UNUSABLE);
    }

    /** "If DS is usable, its" or, where there is no such condition, "CS's". */
    String subject() {
        return this == CS || this == TR ? name() + "'s" : "If " + name() + " is usable, its";
    }
}
