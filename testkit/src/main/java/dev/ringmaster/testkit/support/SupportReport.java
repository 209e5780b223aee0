package dev.ringmaster.testkit.support;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;

import java.util.List;

/** The matrix for people and for programs. */
public final class SupportReport {
    private SupportReport() {}

    /** How much of each kind is modelled, then the rows, kind by kind. */
    public static String text(List<SupportRow> rows) {
        StringBuilder text = new StringBuilder();
        text.append(String.format("%-46s %8s %8s%n", "", "modelled", "not"));
        for (SupportKind kind : SupportKind.values()) {
            List<SupportRow> group = of(kind, rows);
            text.append(counts(kind.title(), group));
        }
        text.append(counts("all", rows));
        for (SupportKind kind : SupportKind.values()) {
            text.append(String.format("%n%s%n", kind.title()));
            of(kind, rows).forEach(row -> text.append(line(row)));
        }
        return text.toString();
    }

    /** An array of objects, one a row. */
    public static String json(List<SupportRow> rows) {
        ArrayNode array = JsonNodeFactory.instance.arrayNode();
        for (SupportRow row : rows) {
            ObjectNode object = array.addObject();
            object.put("kind", row.kind().label());
            object.put("name", row.name());
            object.put("says", row.says());
            object.put("modelled", row.modelled());
            object.put("why", row.why());
            object.put("section", row.section());
        }
        return array.toPrettyString();
    }

    private static List<SupportRow> of(SupportKind kind, List<SupportRow> rows) {
        return rows.stream().filter(row -> row.kind() == kind).toList();
    }

    private static String counts(String title, List<SupportRow> rows) {
        long modelled = rows.stream().filter(SupportRow::modelled).count();
        return String.format("%-46s %8d %8d%n", title, modelled, rows.size() - modelled);
    }

    private static String line(SupportRow row) {
        String says = row.says().equalsIgnoreCase(row.name()) ? "" : row.says();
        String gap = says.isEmpty() || row.modelled() ? "" : "; ";
        String mark = row.modelled() ? "yes" : "no";
        String line = String.format("  %-3s %-40s %s%s%s", mark, row.name(), says, gap, row.why());
        return line.stripTrailing() + System.lineSeparator();
    }
}
