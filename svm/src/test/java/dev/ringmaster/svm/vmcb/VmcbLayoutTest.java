package dev.ringmaster.svm.vmcb;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

import java.util.BitSet;
import java.util.EnumMap;
import java.util.Map;
import java.util.stream.Stream;

class VmcbLayoutTest {

    @Test
    void fieldsAndReservedBytesFillThePageWithoutOverlap() {
        BitSet page = new BitSet();
        for (VmcbField field : VmcbField.values()) {
            occupy(page, field.name(), field.offset(), field.size());
        }
        for (VmcbReserved gap : VmcbReserved.values()) {
            occupy(page, gap.name(), gap.offset(), gap.size());
        }
        assertThat(page.cardinality()).isEqualTo(VmcbField.PAGE_SIZE);
        assertThat(page.length()).isEqualTo(VmcbField.PAGE_SIZE);
    }

    private static void occupy(BitSet page, String name, int offset, int size) {
        assertThat(page.get(offset, offset + size).cardinality()).as(name).isZero();
        page.set(offset, offset + size);
    }

    @ParameterizedTest
    @EnumSource(VmcbField.class)
    void noFieldCrossesAnAlignedQuadword(VmcbField field) {
        assertThat(field.offset() / 8).isEqualTo((field.offset() + field.size() - 1) / 8);
    }

    @ParameterizedTest
    @EnumSource(VmcbField.class)
    void aFieldIsCachedExactlyIfItHasACleanBit(VmcbField field) {
        assertThat(field.cleanBit().isPresent()).isEqualTo(field.use() == FieldUse.CACHED);
    }

    @Test
    void fieldsStandInTheOrderOfThePage() {
        assertThat(Stream.of(VmcbField.values()).map(VmcbField::offset)).isSorted();
    }

    @ParameterizedTest
    @CsvSource({
        "INTERCEPT_WORD3, 00c, 32, I",
        "GUEST_ASID, 058, 32, ASID",
        "TLB_CONTROL, 05c, 8,",
        "VINTR, 060, 64, TPR",
        "EXITCODE, 070, 64,",
        "EXITINTINFO, 088, 64,",
        "NESTED_CONTROL, 090, 64, NP",
        "EVENTINJ, 0a8, 64,",
        "N_CR3, 0b0, 64, NP",
        "NRIP, 0c8, 64,",
        "ES_SELECTOR, 400, 16, SEG",
        "CS_ATTRIB, 412, 16, SEG",
        "SS_LIMIT, 424, 32, SEG",
        "TR_BASE, 498, 64,",
        "CPL, 4cb, 8, SEG",
        "EFER, 4d0, 64, CRX",
        "CR4, 548, 64, CRX",
        "CR0, 558, 64, CRX",
        "DR6, 568, 64, DRX",
        "RFLAGS, 570, 64,",
        "RIP, 578, 64,",
        "RSP, 5d8, 64,",
        "RAX, 5f8, 64,",
        "CR2, 640, 64, CR2",
        "G_PAT, 668, 64, NP",
        "LASTEXCPTO, 690, 64, LBR",
    })
    void wellKnownFieldsStandWhereTheManualPutsThem(
            VmcbField field, String offset, int width, CleanBit cleanBit) {
        assertThat(field.offset()).isEqualTo(Integer.parseInt(offset, 16));
        assertThat(field.width()).isEqualTo(width);
        assertThat(field.cleanBit().orElse(null)).isEqualTo(cleanBit);
    }

    @Test
    void everyCleanBitHasFields() {
        Map<CleanBit, Integer> fields = new EnumMap<>(CleanBit.class);
        for (VmcbField field : VmcbField.values()) {
            field.cleanBit().ifPresent(bit -> fields.merge(bit, 1, Integer::sum));
        }
        assertThat(fields).containsOnlyKeys(CleanBit.values());
    }

    @Test
    void vmloadTransfersWhatVmrunDoesNot() {
        assertThat(VmcbFields.VMLOAD.asSet())
                .doesNotContainAnyElementsOf(VmcbFields.VMRUN.asSet())
                .contains(VmcbField.FS_BASE, VmcbField.KERNEL_GS_BASE, VmcbField.SYSENTER_EIP)
                .hasSize(4 * 4 + 8);
    }

    @Test
    void anExitWritesItsReportAndTheStateThatVmrunLoads() {
        assertThat(VmcbFields.VMEXIT.asSet())
                .containsAll(VmcbFields.EXIT_REPORT.asSet())
                .contains(VmcbField.RIP, VmcbField.CS_BASE, VmcbField.CR2, VmcbField.VINTR)
                .doesNotContain(VmcbField.INTERCEPT_CR, VmcbField.GUEST_ASID, VmcbField.FS_BASE)
                .doesNotContain(VmcbField.N_CR3, VmcbField.VMCB_CLEAN, VmcbField.HOST_SOFTWARE_0);
    }

    @ParameterizedTest
    @EnumSource(VmcbSegment.class)
    void aSegmentHasItsFourFieldsSideBySide(VmcbSegment segment) {
        int at = segment.selector().offset();
        assertThat(segment.attrib().offset()).isEqualTo(at + 2);
        assertThat(segment.limit().offset()).isEqualTo(at + 4);
        assertThat(segment.base().offset()).isEqualTo(at + 8);
        assertThat(segment.base().name()).isEqualTo(segment + "_BASE");
    }

    @Test
    void theEncryptedSaveAreaIsNamed() {
        assertThat(VmsaField.values()).hasSize(61).allMatch(field -> field.size() > 0);
    }
}
