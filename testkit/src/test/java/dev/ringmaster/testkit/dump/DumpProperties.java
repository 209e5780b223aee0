package dev.ringmaster.testkit.dump;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ringmaster.testkit.explain.Explained;
import dev.ringmaster.testkit.explain.JsonReport;
import dev.ringmaster.testkit.explain.TextReport;
import dev.ringmaster.vmx.vmcs.VmcsField;

import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Random;

class DumpProperties {
    private static final List<String> PREFIXES =
            List.of(
                    "[ 2311.499051] ",
                    "[12345.678901][ T1234] ",
                    "Jun 24 17:25:51 host kernel: ",
                    "Jun 24 17:25:51 host kernel: [ 2311.499051] ",
                    "> ",
                    ">> ",
                    "> [ 2311.499051] ",
                    "[\u2026] ",
                    "      CPU 0/KVM-251862 [019]  6384.132433: bprint:    dump_vmcs: ",
                    "\t",
                    "\u00a0\u00a0",
                    "");

    @Provide
    Arbitrary<String> dumps() {
        return Arbitraries.of(Dumps.ALL);
    }

    @Property(seed = "1")
    void aCutDumpNamesNoRuleThatTheWholeOneObeys(
            @ForAll("dumps") String dump, @ForAll long one, @ForAll long other) {
        int a = (int) Math.floorMod(one, (long) dump.length() + 1);
        int b = (int) Math.floorMod(other, (long) dump.length() + 1);
        List<String> whole = Dumps.violated(dump);
        for (Explained cut : Dumps.explain(dump.substring(Math.min(a, b), Math.max(a, b)))) {
            assertThat(whole).containsAll(Dumps.violated(cut));
            cut.explanation().violations().forEach(each -> assertThat(each.fields()).isNotEmpty());
        }
    }

    @Property(seed = "1", tries = 150)
    void aDumpWithoutItsEndGivesNoOtherValues(@ForAll long seed) {
        int end = (int) Math.floorMod(seed, (long) Dumps.TASK.length() + 1);
        Explained whole = Dumps.only(Dumps.TASK);
        for (Explained cut : Dumps.explain(Dumps.TASK.substring(0, end))) {
            for (VmcsField field : VmcsField.values()) {
                if (cut.dump().vmcs().given(field) && whole.dump().vmcs().given(field)) {
                    assertThat(cut.dump().vmcs().get(field))
                            .as(field.name())
                            .isEqualTo(whole.dump().vmcs().get(field));
                }
            }
        }
    }

    @Property(seed = "1", tries = 150)
    void prefixesAndWrapsChangeNothing(@ForAll("dumps") String dump, @ForAll long seed) {
        Explained clean = Dumps.only(dump);
        Explained dressed = Dumps.only(dressed(dump, new Random(seed)));
        assertThat(Dumps.violated(dressed)).isEqualTo(Dumps.violated(clean));
        assertThat(dressed.dump().vmcs()).isEqualTo(clean.dump().vmcs());
        assertThat(dressed.dump().vmcb()).isEqualTo(clean.dump().vmcb());
        assertThat(dressed.outcome()).isEqualTo(clean.outcome());
    }

    @Property(seed = "1", tries = 150)
    void randomBytesAreNoDump(@ForAll byte[] bytes) {
        for (Explained odd : Dumps.explain(new String(bytes, StandardCharsets.UTF_8))) {
            TextReport.of(List.of(odd), false);
            JsonReport.of(List.of(odd));
        }
    }

    /** Puts a prefix before lines and breaks some of them at a blank, as mail does. */
    private static String dressed(String dump, Random random) {
        String prefix = PREFIXES.get(random.nextInt(PREFIXES.size()));
        boolean everywhere = random.nextBoolean();
        StringBuilder text = new StringBuilder();
        for (String line : dump.split("\n")) {
            text.append(prefix)
                    .append(wrapped(line, random, everywhere ? prefix : ""))
                    .append('\n');
        }
        return text.toString();
    }

    private static String wrapped(String line, Random random, String prefix) {
        int blank = line.indexOf(' ', Math.min(line.length(), 30 + random.nextInt(30)));
        boolean inside = blank > 0 && !line.substring(0, blank).isBlank();
        return inside && random.nextBoolean()
                ? line.substring(0, blank) + "\n" + prefix + line.substring(blank + 1)
                : line;
    }
}
