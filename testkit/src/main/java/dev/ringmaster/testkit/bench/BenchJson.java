package dev.ringmaster.testkit.bench;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

import java.util.OptionalDouble;

/** A report as a JSON object; what was not measured is null. */
public final class BenchJson {
    private final ObjectMapper mapper = new ObjectMapper();

    /** The object as text. */
    public String of(BenchReport report) {
        ObjectNode object = mapper.createObjectNode();
        engines(object.putObject("engines"), report.engines());
        ArrayNode trips = object.putArray("roundTripsPerSecond");
        for (RoundTripBench.Row row : report.roundTrips()) {
            trips.addObject()
                    .put("method", row.method())
                    .put("hypervisor", row.machine())
                    .put("driver", row.driver());
        }
        object.putObject("ruleEvaluationsPerSecond")
                .put("ruleList", report.rules().rows())
                .put("straightLine", report.rules().straightLine())
                .put("ratio", report.rules().ratio());
        return text(object);
    }

    private static void engines(ObjectNode object, EngineBench.Result engines) {
        object.put("bochsClock", engines.clock().orElse(null));
        put(object, "geometricMeanOfRatios", engines.meanRatio());
        ArrayNode rows = object.putArray("mips");
        for (EngineBench.Row row : engines.rows()) {
            ObjectNode cell = rows.addObject();
            cell.put("workload", row.workload());
            cell.put("interpreter", row.interpreter());
            cell.put("blockEngine", row.blocks());
            put(cell, "bochs", row.bochs());
            put(cell, "ratio", row.ratio());
        }
    }

    private static void put(ObjectNode object, String name, OptionalDouble figure) {
        object.put(name, figure.isPresent() ? (Double) figure.getAsDouble() : null);
    }

    private String text(ObjectNode object) {
        try {
            return mapper.writerWithDefaultPrettyPrinter().writeValueAsString(object);
        } catch (JsonProcessingException e) {
            throw new AssertionError("a tree of numbers cannot be written", e);
        }
    }
}
