package dev.ringmaster.testkit.dump;

import static dev.ringmaster.testkit.dump.Dumps.only;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ringmaster.vmx.vmcs.Vmcs;
import dev.ringmaster.vmx.vmcs.VmcsField;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PlainDumpTest {

    private static Vmcs vmcs(String text) {
        return only(text).dump().vmcs();
    }

    @Test
    void oneNumberWithLettersMakesAllHexadecimal() {
        Vmcs vmcs = vmcs("GUEST_CS_LIMIT=ffff\nGUEST_RFLAGS=202\n");
        assertThat(vmcs.get(VmcsField.GUEST_RFLAGS)).isEqualTo(0x202);
        assertThat(vmcs("GUEST_RFLAGS=514\n").get(VmcsField.GUEST_RFLAGS)).isEqualTo(514);
    }

    @Test
    void aNumberAsWideAsItsFieldIsHexadecimal() {
        assertThat(vmcs("HOST_CR0: 80050033\n").get(VmcsField.HOST_CR0)).isEqualTo(0x80050033L);
    }

    @Test
    void namesMayBeAbbreviated() {
        Vmcs vmcs =
                vmcs(
                        """
                        # GUEST_ES_SEL = 0x10
                        # GUEST_CS_ATTR = 0xa09b
                        # EXIT_MSR_STORE_ADDR_FULL = 0x7000
                        # EXIT_MSR_STORE_ADDR_HIGH = 0x1
                        # PROC_VM_EXEC_CONTROLS2 = 0x82
                        # ENTRY_INT_INFO_FIELD = 0x80000306
                        kGuestGsArBytes = 0xc093
                        VMCS_CTRL_PIN_BASED_VM_EXECUTION_CONTROLS = 0x16
                        """);
        assertThat(vmcs.get(VmcsField.GUEST_ES_SELECTOR)).isEqualTo(0x10);
        assertThat(vmcs.get(VmcsField.GUEST_CS_ACCESS_RIGHTS)).isEqualTo(0xa09b);
        assertThat(vmcs.get(VmcsField.VM_EXIT_MSR_STORE_ADDRESS)).isEqualTo(0x1_0000_7000L);
        assertThat(vmcs.get(VmcsField.SECONDARY_VM_EXEC_CONTROL)).isEqualTo(0x82);
        assertThat(vmcs.get(VmcsField.VM_ENTRY_INTR_INFO_FIELD)).isEqualTo(0x80000306L);
        assertThat(vmcs.get(VmcsField.GUEST_GS_ACCESS_RIGHTS)).isEqualTo(0xc093);
        assertThat(vmcs.get(VmcsField.PIN_BASED_VM_EXEC_CONTROL)).isEqualTo(0x16);
    }

    @Test
    void whatTheVmreadOfAFieldThatIsNotThereLeftInTheFlagsIsNoField() {
        Vmcs vmcs =
                vmcs(
                        """
                        [  77.000001]  # VPID = 0x0
                        [  77.000002]    # vmread(0x2) failed
                        [  77.000003]    # RFLAGS: 0x246
                        [  77.000004]  # GUEST_RFLAGS = 0x2
                        [  77.000005]    # RFLAGS: 0x246
                        [  77.000006]  # GUEST_CS_SEL = 0x8
                        """);
        assertThat(vmcs.get(VmcsField.GUEST_RFLAGS)).isEqualTo(2);
        assertThat(vmcs.get(VmcsField.GUEST_CS_SELECTOR)).isEqualTo(8);
    }

    @Test
    void cellsOfATableMayBeBold() {
        Vmcs vmcs = vmcs("| Field | Value |\n|---|---|\n| **GUEST_RIP** | **0x7c00** |\n");
        assertThat(vmcs.get(VmcsField.GUEST_RIP)).isEqualTo(0x7c00);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "enum {\n    GUEST_RIP = 0x681e,\n    GUEST_RSP = 0x681c,\n"
                        + "    GUEST_CR0 = 0x6800,\n};\n",
                "vmcs->guest_rip = 0x7c00;\nvmcs->guest_rflags = 2; // reserved\nlaunch();\n",
                "If \"enable VPID\"=1 then the VPID: 0 is refused, and that is all.\n",
                "I wonder whether it is right that GUEST_RFLAGS=0x2 when interrupts are off.\n",
                "Guest CR0: a register. Guest CR3: each of its bits counts.\n"
            })
    void programsAndProseAreNoDumps(String text) {
        assertThat(Dumps.explain(text)).isEmpty();
    }

    @Test
    void theLastLineFeedMayBeMissing() {
        Vmcs vmcs = vmcs("VM_EXIT_CONTROLS = 0x36fff\nGUEST_RSP=0x7c00\nGUEST_RFLAGS=0x2");
        assertThat(vmcs.get(VmcsField.GUEST_RFLAGS)).isEqualTo(2);
        assertThat(vmcs.get(VmcsField.VM_EXIT_CONTROLS)).isEqualTo(0x36fff);
        String padded = "GUEST_RSP=0x00007c00\nGUEST_ES_SELECTOR=0x0010";
        assertThat(vmcs(padded).get(VmcsField.GUEST_ES_SELECTOR)).isEqualTo(0x10);
    }

    @ParameterizedTest
    @ValueSource(strings = {"0", "0x0000", "0x0000020"})
    void paddingThatEndsTheTextMayGoOn(String number) {
        String text = "GUEST_RSP=0x00007c00\nGUEST_RFLAGS=";
        assertThat(vmcs(text + number).given(VmcsField.GUEST_RFLAGS)).isFalse();
        assertThat(vmcs(text + "0x00000202").get(VmcsField.GUEST_RFLAGS)).isEqualTo(0x202);
    }

    @Test
    void aRegisterThatIsLeftOfAnotherFormatIsNoVmcb() {
        assertThat(Dumps.violated("DR7 = 0x4000000000000001\n")).containsExactly("GUEST-011");
        assertThat(Dumps.explain("DR7 = 0x4000000000000")).isEmpty();
        assertThat(Dumps.explain("CR0 = 0x0000000080050033  CR3 = 0x")).isEmpty();
        assertThat(Dumps.violated("DR7 = 0x100000400\n")).containsExactly("CHK-008");
    }
}
