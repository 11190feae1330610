package dev.steno.cli.print;

import dev.steno.json.Json;
import java.io.PrintStream;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonGenerator;

/** Writes rows as one JSON object per line (RFC 8259), in ASCII; a blob as hexadecimal digits. */
final class RowJson implements RowWriter {
    private final JsonGenerator json;
    private final PrintStream out;
    private List<String> names = List.of();

    RowJson(PrintStream out) {
        this.out = out;
        this.json = Json.ascii(out);
    }

    @Override
    public void columns(List<String> columns) {
        // an object has each name once (RFC 8259, 4); a query can name two columns alike
        List<String> all = new ArrayList<>();
        for (String column : columns) {
            String name = column;
            for (int copy = 2; all.contains(name); copy++) {
                name = column + "_" + copy;
            }
            all.add(name);
        }
        names = all;
    }

    @Override
    public void row(List<@Nullable Object> values) {
        json.writeStartObject();
        for (int i = 0; i < names.size(); i++) {
            json.writeName(names.get(i));
            value(values.get(i));
        }
        json.writeEndObject();
        json.flush();
        out.print('\n');
    }

    private void value(@Nullable Object value) {
        if (value == null) {
            json.writeNull();
        } else if (value instanceof Double number) {
            json.writeNumber(number);
        } else if (value instanceof Number number) {
            json.writeNumber(number.longValue());
        } else {
            json.writeString(value instanceof byte[] bytes ? HexFormat.of().formatHex(bytes) : value.toString());
        }
    }

    @Override
    public void writeEnd() {
        json.close();
    }
}
