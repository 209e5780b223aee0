package dev.ringmaster.vmx.vmcs;

import static dev.ringmaster.vmx.vmcs.VmcsField.GUEST_CS_ACCESS_RIGHTS;
import static dev.ringmaster.vmx.vmcs.VmcsField.GUEST_CS_BASE;
import static dev.ringmaster.vmx.vmcs.VmcsField.GUEST_CS_LIMIT;
import static dev.ringmaster.vmx.vmcs.VmcsField.GUEST_CS_SELECTOR;
import static dev.ringmaster.vmx.vmcs.VmcsField.GUEST_DS_ACCESS_RIGHTS;
import static dev.ringmaster.vmx.vmcs.VmcsField.GUEST_DS_BASE;
import static dev.ringmaster.vmx.vmcs.VmcsField.GUEST_DS_LIMIT;
import static dev.ringmaster.vmx.vmcs.VmcsField.GUEST_DS_SELECTOR;
import static dev.ringmaster.vmx.vmcs.VmcsField.GUEST_ES_ACCESS_RIGHTS;
import static dev.ringmaster.vmx.vmcs.VmcsField.GUEST_ES_BASE;
import static dev.ringmaster.vmx.vmcs.VmcsField.GUEST_ES_LIMIT;
import static dev.ringmaster.vmx.vmcs.VmcsField.GUEST_ES_SELECTOR;
import static dev.ringmaster.vmx.vmcs.VmcsField.GUEST_FS_ACCESS_RIGHTS;
import static dev.ringmaster.vmx.vmcs.VmcsField.GUEST_FS_BASE;
import static dev.ringmaster.vmx.vmcs.VmcsField.GUEST_FS_LIMIT;
import static dev.ringmaster.vmx.vmcs.VmcsField.GUEST_FS_SELECTOR;
import static dev.ringmaster.vmx.vmcs.VmcsField.GUEST_GS_ACCESS_RIGHTS;
import static dev.ringmaster.vmx.vmcs.VmcsField.GUEST_GS_BASE;
import static dev.ringmaster.vmx.vmcs.VmcsField.GUEST_GS_LIMIT;
import static dev.ringmaster.vmx.vmcs.VmcsField.GUEST_GS_SELECTOR;
import static dev.ringmaster.vmx.vmcs.VmcsField.GUEST_LDTR_ACCESS_RIGHTS;
import static dev.ringmaster.vmx.vmcs.VmcsField.GUEST_LDTR_BASE;
import static dev.ringmaster.vmx.vmcs.VmcsField.GUEST_LDTR_LIMIT;
import static dev.ringmaster.vmx.vmcs.VmcsField.GUEST_LDTR_SELECTOR;
import static dev.ringmaster.vmx.vmcs.VmcsField.GUEST_SS_ACCESS_RIGHTS;
import static dev.ringmaster.vmx.vmcs.VmcsField.GUEST_SS_BASE;
import static dev.ringmaster.vmx.vmcs.VmcsField.GUEST_SS_LIMIT;
import static dev.ringmaster.vmx.vmcs.VmcsField.GUEST_SS_SELECTOR;
import static dev.ringmaster.vmx.vmcs.VmcsField.GUEST_TR_ACCESS_RIGHTS;
import static dev.ringmaster.vmx.vmcs.VmcsField.GUEST_TR_BASE;
import static dev.ringmaster.vmx.vmcs.VmcsField.GUEST_TR_LIMIT;
import static dev.ringmaster.vmx.vmcs.VmcsField.GUEST_TR_SELECTOR;

/**
 * The four guest-state fields of a segment register.
 *
 * @param selector 16 bits
 * @param base natural width
 * @param limit in bytes
 * @param access in the format of {@link AccessRights}
 * @sdm Vol. 3C, Guest Register State
 */
public record SegmentFields(VmcsField selector, VmcsField base, VmcsField limit, VmcsField access) {

    /** LDTR. */
    public static final SegmentFields LDTR =
            new SegmentFields(
                    GUEST_LDTR_SELECTOR,
                    GUEST_LDTR_BASE,
                    GUEST_LDTR_LIMIT,
                    GUEST_LDTR_ACCESS_RIGHTS);

    /** TR. */
    public static final SegmentFields TR =
            new SegmentFields(
                    GUEST_TR_SELECTOR, GUEST_TR_BASE, GUEST_TR_LIMIT, GUEST_TR_ACCESS_RIGHTS);

    private static final SegmentFields[] SEGMENTS = {
        new SegmentFields(GUEST_ES_SELECTOR, GUEST_ES_BASE, GUEST_ES_LIMIT, GUEST_ES_ACCESS_RIGHTS),
        new SegmentFields(GUEST_CS_SELECTOR, GUEST_CS_BASE, GUEST_CS_LIMIT, GUEST_CS_ACCESS_RIGHTS),
        new SegmentFields(GUEST_SS_SELECTOR, GUEST_SS_BASE, GUEST_SS_LIMIT, GUEST_SS_ACCESS_RIGHTS),
        new SegmentFields(GUEST_DS_SELECTOR, GUEST_DS_BASE, GUEST_DS_LIMIT, GUEST_DS_ACCESS_RIGHTS),
        new SegmentFields(GUEST_FS_SELECTOR, GUEST_FS_BASE, GUEST_FS_LIMIT, GUEST_FS_ACCESS_RIGHTS),
        new SegmentFields(GUEST_GS_SELECTOR, GUEST_GS_BASE, GUEST_GS_LIMIT, GUEST_GS_ACCESS_RIGHTS)
    };

    /** The fields of ES, CS, SS, DS, FS, GS for 0 to 5. */
    public static SegmentFields of(int segment) {
        return SEGMENTS[segment];
    }
}
