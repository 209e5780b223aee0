package dev.ringmaster.vmx.rule;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ringmaster.cpu.rule.Explanation;
import dev.ringmaster.cpu.rule.Outcome;
import dev.ringmaster.vmx.capability.VmxCapabilities;
import dev.ringmaster.vmx.vmcs.Vmcs;
import dev.ringmaster.vmx.vmcs.VmcsField;

import org.junit.jupiter.api.Test;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Properties;

/** VMCSs out of reports of failed and of successful entries: exactly the right rules are named. */
class KnownFailuresTest {

    @Test
    void loadedDataSegmentsThatWereNeverAccessed() {
        assertExit33("data-segments-not-accessed", "GUEST-069", "GUEST-070");
    }

    @Test
    void blockingByStiWithoutInterruptFlag() {
        assertExit33("sti-blocking-without-if", "GUEST-165");
    }

    @Test
    void anExceptionThatMissesItsErrorCodeFailsBeforeGuestState() {
        Explanation found = explain("exception-without-error-code");
        assertRules(found, "CTL-097");
        assertThat(found.outcome().kind()).isEqualTo(Outcome.Kind.VM_FAIL_VALID);
        assertThat(found.outcome().number()).isEqualTo(7);
    }

    @Test
    void aFragmentWithAWideDebugRegister() {
        assertExit33("wide-dr7", "GUEST-011");
    }

    @Test
    void registersWithAGarbageLocalDescriptorTable() {
        assertExit33("garbage-ldtr", "GUEST-136", "GUEST-137");
    }

    @Test
    void guestsThatRanViolateNothing() {
        for (String name : new String[] {"reset-state", "long-mode"}) {
            Explanation found = explain(name);
            assertRules(found);
            assertThat(found.outcome().kind()).isEqualTo(Outcome.Kind.ENTERS);
        }
    }

    @Test
    void ofNothingNothingIsKnown() {
        Explanation found = VmEntryChecker.explain(Vmcs.partial(), VmxCapabilities.permissive());
        assertRules(found);
        assertThat(found.outcome().kind()).isEqualTo(Outcome.Kind.UNKNOWN);
    }

    private static void assertExit33(String name, String... rules) {
        Explanation found = explain(name);
        assertRules(found, rules);
        assertThat(found.outcome().kind()).isEqualTo(Outcome.Kind.VM_EXIT);
        assertThat(found.outcome().number()).isEqualTo(33);
    }

    private static void assertRules(Explanation found, String... rules) {
        assertThat(found.violations()).extracting(each -> each.rule().id()).containsExactly(rules);
    }

    private static Explanation explain(String name) {
        Vmcs vmcs = Vmcs.partial();
        Properties values = load(name + ".properties");
        for (String field : values.stringPropertyNames()) {
            vmcs.set(VmcsField.valueOf(field), Long.decode(signed(values.getProperty(field))));
        }
        return VmEntryChecker.explain(vmcs, VmxCapabilities.permissive());
    }

    private static String signed(String hex) {
        return Long.toString(Long.parseUnsignedLong(hex.substring(2), 16));
    }

    private static Properties load(String name) {
        Properties values = new Properties();
        try (InputStream in = KnownFailuresTest.class.getResourceAsStream(name)) {
            values.load(in);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return values;
    }
}
