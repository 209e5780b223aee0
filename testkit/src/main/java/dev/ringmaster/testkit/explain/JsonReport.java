package dev.ringmaster.testkit.explain;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;

import dev.ringmaster.cpu.rule.Finding;
import dev.ringmaster.cpu.rule.NotChecked;
import dev.ringmaster.cpu.rule.Outcome;
import dev.ringmaster.cpu.rule.Rule;
import dev.ringmaster.cpu.rule.StateField;

import java.util.List;
import java.util.Map;

/** Findings and rules as JSON. */
public final class JsonReport {
    private static final ObjectMapper MAPPER = new ObjectMapper();
    private static final JsonNodeFactory NODES = JsonNodeFactory.instance;

    private JsonReport() {}

    /** One object, or an array of several. */
    public static String of(List<Explained> all) {
        if (all.size() == 1) {
            return object(all.get(0)).toPrettyString();
        }
        ArrayNode array = NODES.arrayNode();
        all.forEach(each -> array.add(object(each)));
        return array.toPrettyString();
    }

    /** The rules as an array. */
    public static String rules(List<? extends Rule> rules) {
        ArrayNode array = MAPPER.createArrayNode();
        for (Rule rule : rules) {
            ObjectNode object = array.addObject();
            object.put("id", rule.id());
            object.put("group", rule.group());
            object.put("section", rule.section().toString());
            object.put("says", rule.says());
            object.put("outcome", Words.of(rule.outcome()));
            object.put("modelled", rule.notModelled().isEmpty());
            rule.notModelled().ifPresent(why -> object.put("why", why));
        }
        return array.toPrettyString();
    }

    private static ObjectNode object(Explained explained) {
        ObjectNode object = NODES.objectNode();
        object.put("file", explained.file());
        object.put("vendor", explained.dump().vendor().label());
        object.put("format", explained.dump().format());
        object.set("outcome", outcome(explained.outcome()));
        ArrayNode violations = object.putArray("violations");
        explained.explanation().violations().forEach(each -> violations.add(finding(each)));
        ArrayNode notChecked = object.putArray("notChecked");
        explained.explanation().notChecked().forEach(each -> notChecked.add(notChecked(each)));
        if (!explained.dump().notUnderstood().isEmpty()) {
            ArrayNode lines = object.putArray("notUnderstood");
            explained.dump().notUnderstood().forEach(lines::add);
        }
        return object;
    }

    private static ObjectNode outcome(Outcome outcome) {
        ObjectNode object = NODES.objectNode();
        object.put("kind", outcome.kind().label());
        if (outcome.number() != -1 || outcome.kind() == Outcome.Kind.VMEXIT_INVALID) {
            object.put("number", outcome.number());
        }
        object.put("name", outcome.name());
        if (outcome.kind() == Outcome.Kind.VM_EXIT) {
            object.put("qualification", outcome.qualification());
        }
        return object;
    }

    private static ObjectNode finding(Finding finding) {
        ObjectNode object = NODES.objectNode();
        object.put("rule", finding.rule().id());
        object.put("section", finding.rule().section().toString());
        object.put("says", finding.rule().says());
        object.set("fields", fields(finding.fields()));
        object.put("required", finding.required());
        object.set("repair", fields(finding.repair()));
        return object;
    }

    private static ObjectNode fields(Map<StateField, Long> fields) {
        ObjectNode object = NODES.objectNode();
        fields.forEach((field, value) -> object.put(field.name(), Words.hex(value)));
        return object;
    }

    private static ObjectNode notChecked(NotChecked notChecked) {
        ObjectNode object = NODES.objectNode();
        object.put("rule", notChecked.rule().id());
        object.put("why", notChecked.why());
        return object;
    }
}
