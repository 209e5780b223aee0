package dev.ringmaster.testkit.sensitive;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

import java.util.List;

/** The findings as a JSON array, one object a finding. */
public final class SensitivityJson {
    private final ObjectMapper mapper = new ObjectMapper();

    /** The array as text. */
    public String of(List<Finding> findings) {
        ArrayNode array = mapper.createArrayNode();
        findings.forEach(finding -> array.add(object(finding)));
        try {
            return mapper.writerWithDefaultPrettyPrinter().writeValueAsString(array);
        } catch (JsonProcessingException e) {
            throw new AssertionError("a tree of strings cannot be written", e);
        }
    }

    private ObjectNode object(Finding finding) {
        ObjectNode object = mapper.createObjectNode();
        object.put("instruction", finding.instruction());
        object.put("form", finding.form());
        object.put("class", finding.sensitivity().text());
        object.put("privileged", finding.privileged());
        object.put("sensitive", finding.sensitive());
        add(object.putArray("modes"), finding.modes());
        add(object.putArray("trapsWhenChanged"), finding.trapsWhen());
        add(object.putArray("executesWhenChanged"), finding.executesWhen());
        object.put("notModelled", finding.notModelled());
        object.set("witness", finding.witness() == null ? null : witness(finding.witness()));
        return object;
    }

    private static void add(ArrayNode array, List<String> texts) {
        texts.forEach(array::add);
    }

    private ObjectNode witness(Witness witness) {
        ObjectNode object = mapper.createObjectNode();
        object.put("mode", witness.mode());
        object.put("difference", witness.difference());
        object.put("operands", witness.palette());
        object.put("bytes", witness.bytes());
        object.put("disassembly", witness.text());
        ArrayNode states = object.putArray("states");
        state(states.addObject(), witness.left(), witness.leftOutcome());
        if (!witness.right().isEmpty()) {
            state(states.addObject(), witness.right(), witness.rightOutcome());
        }
        return object;
    }

    private static void state(ObjectNode object, String state, String outcome) {
        object.put("state", state);
        object.put("traps", outcome.startsWith("#"));
        object.put("outcome", outcome);
    }
}
