package dev.ringmaster.testkit.explain;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ringmaster.testkit.dump.DumpReader;

import org.junit.jupiter.api.Test;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;

class SuspectsTest {
    /** A dump that reports exit 33, with the two segments mended that were never accessed. */
    private static final String MENDED = task().replace("attr=0x0c0f2", "attr=0x0c0f3");

    private static final String SMXE =
            MENDED.replace("actual=0x0000000000002041", "actual=0x0000000000006041");

    @Test
    void processorsWithoutAFeatureAreSuspected() throws Exception {
        assertThat(report(SMXE, "permissive"))
                .contains("  On intel-skylake, intel-icelake it would violate GUEST-003.");
    }

    @Test
    void whoIsAskedForIsNotSuspectedButJudged() throws Exception {
        assertThat(report(SMXE, "intel-skylake"))
                .contains("GUEST-003", "as predicted")
                .doesNotContain("it would violate");
    }

    @Test
    void whereAllAgreeNobodyIsSuspected() throws Exception {
        assertThat(report(MENDED, "permissive"))
                .contains("On every processor that --profile names the rules predict no such")
                .doesNotContain("it would violate");
    }

    @Test
    void aProcessorThatWouldFailInAnotherWayIsNoSuspect() throws Exception {
        String scaled = MENDED.replace("SecondaryExec=0x00002c6a", "SecondaryExec=0x02002c6a");
        assertThat(report(scaled, "intel-skylake")).contains("CTL-003");
        assertThat(report(scaled, "permissive"))
                .doesNotContain("CTL-003")
                .doesNotContain("it would violate");
    }

    private static String report(String text, String profile) throws Exception {
        List<Explained> all =
                DumpReader.read(text).stream()
                        .map(dump -> Explained.of("a file", dump, Profile.of(profile)))
                        .toList();
        return TextReport.of(all, false);
    }

    private static String task() {
        try (InputStream in = DumpReader.class.getResourceAsStream("task.kvm-vmcs.txt")) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException broken) {
            throw new UncheckedIOException(broken);
        }
    }
}
