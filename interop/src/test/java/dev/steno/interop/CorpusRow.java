package dev.steno.interop;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * A line of a table of expected flows: {@code -} is none, alternatives are separated by {@code |}.
 *
 * @param values by column
 */
public record CorpusRow(Map<String, String> values) {
    /** Reads a table. */
    public static List<CorpusRow> read(Path table) throws IOException {
        List<String> lines = Files.readAllLines(table);
        String[] columns = lines.get(0).split("\t", -1);
        List<CorpusRow> rows = new ArrayList<>();
        for (String line : lines.subList(1, lines.size())) {
            String[] cells = line.split("\t", -1);
            Map<String, String> values = new HashMap<>();
            for (int i = 0; i < Math.min(columns.length, cells.length); i++) {
                values.put(columns[i], unescaped(cells[i]));
            }
            rows.add(new CorpusRow(values));
        }
        return rows;
    }

    private static String unescaped(String cell) {
        if (cell.indexOf('\\') < 0) {
            return cell;
        }
        StringBuilder out = new StringBuilder();
        for (int i = 0; i < cell.length(); i++) {
            char c = cell.charAt(i);
            if (c == '\\' && i + 1 < cell.length()) {
                char next = cell.charAt(++i);
                out.append(next == 't' ? '\t' : next == 'n' ? '\n' : next == 'r' ? '\r' : next);
            } else {
                out.append(c);
            }
        }
        return out.toString();
    }

    /** Returns a value; {@code -} if the column is missing. */
    public String get(String column) {
        return values.getOrDefault(column, "-");
    }

    /** Whether the value, or one of its alternatives, is this one. */
    public boolean allows(String column, String value) {
        return Arrays.asList(get(column).split("\\|", -1)).contains(value);
    }

    /** Whether the file holds a flow here. */
    public boolean isFlow() {
        return List.of("http", "tcp", "udp").contains(get("kind"));
    }
}
