package dev.ringmaster.testkit.sensitive;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;

import org.junit.jupiter.api.Test;

import java.util.List;

/** The form of the JSON report, which other programs read. */
class SensitivityJsonTest {
    private static final Witness WITNESS =
            new Witness(
                    "32-bit",
                    "ring",
                    "NUMBERS",
                    "f4",
                    "hlt",
                    "ring 0",
                    "goes on",
                    "ring 3",
                    "#GP(0x0)");

    private static JsonNode json(Finding finding) throws JsonProcessingException {
        return new ObjectMapper().readTree(new SensitivityJson().of(List.of(finding))).get(0);
    }

    private static Finding finding(Witness witness) {
        return new Finding(
                "HLT",
                "HLT",
                Sensitivity.PRIVILEGED,
                true,
                List.of("32-bit"),
                witness,
                List.of(),
                List.of(),
                null);
    }

    @Test
    void anObjectSaysInstructionClassModesAndWitness() throws JsonProcessingException {
        JsonNode object = json(finding(WITNESS));
        assertThat(object.get("instruction").asText()).isEqualTo("HLT");
        assertThat(object.get("class").asText()).isEqualTo("privileged");
        assertThat(object.get("modes").get(0).asText()).isEqualTo("32-bit");
        assertThat(object.at("/witness/disassembly").asText()).isEqualTo("hlt");
    }

    @Test
    void aWitnessSaysInWhichStateItTrapped() throws JsonProcessingException {
        JsonNode states = json(finding(WITNESS)).at("/witness/states");
        assertThat(states.get(0).get("traps").asBoolean()).isFalse();
        assertThat(states.get(1).get("traps").asBoolean()).isTrue();
    }

    @Test
    void withoutAWitnessItIsNull() throws JsonProcessingException {
        assertThat(json(finding(null)).get("witness").isNull()).isTrue();
    }
}
