package dev.ringmaster.testkit.dump;

import static dev.ringmaster.testkit.dump.Dumps.only;
import static dev.ringmaster.testkit.dump.Dumps.violated;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ringmaster.cpu.rule.Outcome.Kind;
import dev.ringmaster.testkit.explain.Explained;
import dev.ringmaster.vmx.vmcs.VmcsField;

import org.junit.jupiter.api.Test;

class XenVmcsDumpTest {
    private static final String OLD =
            """
            (XEN) Failed vm entry (exit reason 0x80000021) caused by invalid guest state (3).
            (XEN) ************* VMCS Area **************
            (XEN) *** Guest State ***
            (XEN) CR0: actual=0x0000000080010031, shadow=0x0000000000000011, gh_mask=ffffffffffffffff
            (XEN) CR3: actual=0x0000000001a55000, target_count=2
            (XEN)      target0=0000000000001000, target1=0000000000002000
            (XEN)      target2=0000000000000000, target3=0000000000000000
            (XEN) RSP = 0x0000000000007b4c (0x0000000000007b4c)  RIP = 0x0000000000001234 (0x0000000000001234)
            (XEN) RFLAGS=0x0000000000023202 (0x0000000000023202)  DR7 = 0x0000000000000400
            (XEN) CS: sel=0x1234, attr=0x000f3, limit=0x0000ffff, base=0x0000000000012340
            (XEN) DS: sel=0x0040, attr=0x000f3, limit=0x0000ffff, base=0x0000000000000440
            (XEN) GDTR:                           limit=0x0000002f, base=0x00000000000f9d40
            (XEN) Guest PAT = 0x0007040600070406
            (XEN) TSC Offset = fffffd2a0b52e0d1
            (XEN) DebugCtl=0000000000000000 DebugExceptions=0000000000000000
            (XEN) Interruptibility=0000 ActivityState=0000
            (XEN) *** Host State ***
            (XEN) RSP = 0xffff83007e5bff90  RIP = 0xffff82c4801b9a60
            (XEN) CS=e008 DS=0000 ES=0000 FS=0000 GS=0000 SS=0000 TR=e040
            (XEN) Host PAT = 0x0000050100070406
            (XEN) VMEntry generation: 7
            """;

    @Test
    void xenBefore46NamesThePartsOfSegments() {
        Explained old = only(OLD);
        assertThat(old.dump().format()).isEqualTo("xen-vmcs");
        assertThat(violated(old)).containsExactly("GUEST-043");
        assertThat(old.outcome().number()).isEqualTo(33);
        assertThat(old.dump().reported().orElseThrow().qualification()).isEqualTo(3);
        assertThat(old.dump().vmcs().get(VmcsField.GUEST_CR3)).isEqualTo(0x1a55000);
        assertThat(old.dump().vmcs().get(VmcsField.CR3_TARGET_COUNT)).isEqualTo(2);
        assertThat(old.dump().vmcs().get(VmcsField.CR3_TARGET_VALUE_0)).isEqualTo(0x1000);
        assertThat(old.dump().vmcs().get(VmcsField.GUEST_GDTR_LIMIT)).isEqualTo(0x2f);
        assertThat(old.dump().vmcs().get(VmcsField.HOST_RSP)).isEqualTo(0xffff83007e5bff90L);
        assertThat(old.dump().notUnderstood()).isEmpty();
    }

    @Test
    void itsBannerNamesTheEntryOfTheMsrListAsTheProcessorDoes() {
        String text =
                "(XEN) Failed vm entry (exit reason 0x80000022) caused by MSR entry 4 loading.\n"
                        + "(XEN) DebugCtl=0000000000000000 DebugExceptions=0000000000000000\n";
        Explained old = only(text);
        assertThat(old.outcome().number()).isEqualTo(34);
        assertThat(old.outcome().qualification()).isEqualTo(4);
    }

    @Test
    void aBannerAloneTellsHowTheEntryEnded() {
        Explained guest =
                only("(XEN) d7v1 vmentry failure (reason 0x80000021): Invalid guest state (2)\n");
        assertThat(guest.outcome().number()).isEqualTo(33);
        assertThat(guest.outcome().qualification()).isEqualTo(2);
        assertThat(guest.dump().vmcs().get(VmcsField.EXIT_REASON)).isEqualTo(0x80000021L);
        Explained msr =
                only(
                        " *  (XEN) d7v1 vmentry failure (reason 0x80000022): MSR loading (entry 2)\n"
                                + " *  (XEN)   msr 000006c3 val 1fff820000405e60 (mbz 0)\n");
        assertThat(violated(msr)).containsExactly("MSR-007");
        assertThat(msr.outcome().number()).isEqualTo(34);
        assertThat(msr.outcome().qualification()).isEqualTo(3);
        Explained resume = only("(XEN) d7v1 VMRESUME error: 0x5\n");
        assertThat(resume.outcome().kind()).isEqualTo(Kind.VM_FAIL_VALID);
        assertThat(resume.outcome().number()).isEqualTo(5);
    }

    @Test
    void aTableOfSegmentsWithFourDigitsOfAttributesIsNoVmcs() {
        String cut =
                "(XEN)        sel attr  limit   base\n"
                        + "(XEN)   CS: 0008 029b ffffffff 0000000000000000\n"
                        + "(XEN)   SS: 0010 0c93 ffffffff 0000000000000000\n"
                        + "(XEN)   TR: 0020 0089 00000067 fffffe0000003000\n";
        assertThat(Dumps.explain(cut)).isEmpty();
        assertThat(only(cut.replaceAll("(?<=: \\p{XDigit}{4} )", "0")).dump().format())
                .isEqualTo("xen-vmcs");
    }

    @Test
    void aHeadingMayBeWrapped() {
        Explained whole = only(Dumps.DR7);
        Explained wrapped = only(Dumps.DR7.replace("** Host State", "** Host\nState"));
        assertThat(wrapped.dump().vmcs()).isEqualTo(whole.dump().vmcs());
    }

    @Test
    void aShortNumberOnTheNextLineIsNoValue() {
        String text =
                "*** Guest State ***\nDR7 =\n31 pages\nRFLAGS=\n0x00000002 (0x00000002)\nCR3 = 0x0000000000009000\n";
        Explained torn = only(text);
        assertThat(torn.dump().vmcs().given(VmcsField.GUEST_DR7)).isFalse();
        assertThat(torn.dump().vmcs().get(VmcsField.GUEST_RFLAGS)).isEqualTo(2);
        assertThat(torn.dump().vmcs().get(VmcsField.GUEST_CR3)).isEqualTo(0x9000);
    }

    @Test
    void mailEncodesNoBreakSpacesAsBytes() {
        String encoded =
                "(XEN)=C2=A0=C2=A0 *** Guest State ***\n"
                        + "(XEN) GDTR:=C2=A0=C2=A0=C2=A0=C2=A0=C2=A0=C2=A0=C2=A0=C2=A0=C2=\n"
                        + "=A0 0000006f fffff80213371000\n"
                        + "(XEN) RFLAGS=3D0x00000002 (0x00000002)=C2=A0 DR7 =3D 0x00000000000=\n"
                        + "00400\n";
        Explained mail = only(encoded);
        assertThat(mail.dump().vmcs().get(VmcsField.GUEST_GDTR_LIMIT)).isEqualTo(0x6f);
        assertThat(mail.dump().vmcs().get(VmcsField.GUEST_DR7)).isEqualTo(0x400);
        assertThat(mail.dump().notUnderstood()).isEmpty();
    }
}
