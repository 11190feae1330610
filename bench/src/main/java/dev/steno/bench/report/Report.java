package dev.steno.bench.report;

import java.io.PrintStream;
import java.io.StringWriter;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.ObjectWriteContext;
import tools.jackson.core.json.JsonFactory;

/** The figures of a benchmark: rows of named values. For one thread. */
public final class Report {
    private final String benchmark;
    private final Map<String, Object> settings = new LinkedHashMap<>();
    private final List<Map<String, Object>> rows = new ArrayList<>();

    /** @param benchmark the benchmark's name on the command line */
    public Report(String benchmark) {
        this.benchmark = benchmark;
    }

    /** Adds a condition of the measurement. */
    public Report setting(String name, Object value) {
        settings.put(name, value);
        return this;
    }

    /** Adds a row of alternating names and values. A name contains its unit. Numbers are printed with four digits. */
    public Report row(Object... namesAndValues) {
        Map<String, Object> row = new LinkedHashMap<>();
        for (int i = 0; i < namesAndValues.length; i += 2) {
            row.put((String) namesAndValues[i], namesAndValues[i + 1]);
        }
        rows.add(row);
        return this;
    }

    /** Prints all settings and rows. */
    public void print(PrintStream out, boolean json) {
        if (json) {
            out.println(json());
        } else {
            settings.forEach((name, value) -> out.println(name + ": " + text(value)));
            table().forEach(out::println);
        }
        out.flush();
    }

    private List<String> table() {
        Set<String> columns = new LinkedHashSet<>();
        rows.forEach(row -> columns.addAll(row.keySet()));
        List<List<String>> lines = new ArrayList<>();
        lines.add(List.copyOf(columns));
        for (Map<String, Object> row : rows) {
            lines.add(columns.stream()
                    .map(column -> row.containsKey(column) ? text(row.get(column)) : "")
                    .toList());
        }
        int[] widths = new int[columns.size()];
        for (List<String> line : lines) {
            for (int i = 0; i < widths.length; i++) {
                widths[i] = Math.max(widths[i], line.get(i).length());
            }
        }
        List<String> printed = new ArrayList<>();
        for (List<String> line : lines) {
            printed.add(markdown(line, widths, ' '));
            if (printed.size() == 1) {
                printed.add(markdown(columns.stream().map(column -> "").toList(), widths, '-'));
            }
        }
        return printed;
    }

    /** A row of a Markdown table, so that the output can be pasted into a page. */
    private static String markdown(List<String> cells, int[] widths, char filler) {
        StringBuilder line = new StringBuilder("|");
        for (int i = 0; i < widths.length; i++) {
            String padding =
                    String.valueOf(filler).repeat(widths[i] - cells.get(i).length());
            line.append(filler);
            line.append(i == 0 ? cells.get(i) + padding : padding + cells.get(i));
            line.append(i == 0 || filler == ' ' ? filler : ':').append('|');
        }
        return line.toString();
    }

    private static String text(Object value) {
        if (value instanceof Double number) {
            return number >= 1000
                    ? String.format(Locale.ROOT, "%,.0f", number)
                    : String.format(Locale.ROOT, number >= 100 ? "%.0f" : number >= 10 ? "%.1f" : "%.2f", number);
        }
        if (value instanceof Long || value instanceof Integer) {
            return String.format(Locale.ROOT, "%,d", ((Number) value).longValue());
        }
        return String.valueOf(value);
    }

    private String json() {
        StringWriter text = new StringWriter();
        try (JsonGenerator out = new JsonFactory().createGenerator(ObjectWriteContext.empty(), text)) {
            out.writeStartObject();
            out.writeStringProperty("benchmark", benchmark);
            out.writeName("settings");
            object(out, settings);
            out.writeName("rows");
            out.writeStartArray();
            rows.forEach(row -> object(out, row));
            out.writeEndArray();
            out.writeEndObject();
        }
        return text.toString();
    }

    private static void object(JsonGenerator out, Map<String, Object> values) {
        out.writeStartObject();
        values.forEach((name, value) -> {
            out.writeName(name);
            if (value instanceof Long || value instanceof Integer) {
                out.writeNumber(((Number) value).longValue());
            } else if (value instanceof Double number) {
                out.writeNumber(number);
            } else if (value instanceof Boolean flag) {
                out.writeBoolean(flag);
            } else {
                out.writeString(String.valueOf(value));
            }
        });
        out.writeEndObject();
    }
}
