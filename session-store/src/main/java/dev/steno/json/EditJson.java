package dev.steno.json;

import dev.steno.addon.FlowActionException;
import dev.steno.edit.EditOp;
import dev.steno.flow.Headers;
import dev.steno.text.Printable;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Reads operations on a message from JSON: {@code {"op":"method","value"}}, {@code {"op":"url","value","keep_host"}},
 * {@code status}, {@code reason}, {@code {"op":"header.set","name","value","index"}}, {@code header.add}, {@code
 * {"op":"header.remove","name","index"}}, {@code {"op":"headers","value":[[NAME,VALUE],...]}}, {@code trailer.set}, {@code
 * trailer.remove}, {@code {"op":"body","text"|"base64","encoded"}}, {@code {"op":"raw","value"}}. Stateless; any thread.
 */
public final class EditJson {
    private static final String NAMES = "method, url, status, reason, header.set, header.add, header.remove, headers,"
            + " trailer.set, trailer.remove, body, raw";

    private EditJson() {}

    /**
     * Reads a list of operations.
     *
     * @param list a list of maps, as a parser of JSON gives it
     * @throws FlowActionException if that is no list of operations; the message says which is wrong and why
     */
    public static List<EditOp> operations(@Nullable Object list) {
        if (!(list instanceof List<?> all)) {
            throw invalid("the edits must be a list of operations, each an object with \"op\"");
        }
        List<EditOp> operations = new ArrayList<>(all.size());
        for (Object one : all) {
            if (!(one instanceof Map<?, ?> members) || !(members.get("op") instanceof String op)) {
                throw invalid("an operation must be an object with \"op\", which is one of " + NAMES);
            }
            operations.add(operation(op, new Members(op, members)));
        }
        return operations;
    }

    private static EditOp operation(String op, Members in) {
        return switch (op) {
            case "method" -> new EditOp.Method(in.text("value"));
            case "url" -> new EditOp.Url(in.text("value"), in.flag("keep_host"));
            case "status" -> new EditOp.Status(in.status());
            case "reason" -> new EditOp.Reason(in.text("value"));
            case "header.set" -> new EditOp.HeaderSet(in.text("name"), in.text("value"), in.index());
            case "header.add" -> new EditOp.HeaderAdd(in.text("name"), in.text("value"), in.index());
            case "header.remove" -> new EditOp.HeaderRemove(in.text("name"), in.index());
            case "headers" -> new EditOp.HeaderFields(in.fields());
            case "trailer.set" -> new EditOp.TrailerSet(in.text("name"), in.text("value"));
            case "trailer.remove" -> new EditOp.TrailerRemove(in.text("name"));
            case "body" -> in.body();
            case "raw" -> new EditOp.Raw(in.text("value"));
            default -> throw invalid("there is no operation \"" + Printable.line(op) + "\"; there are " + NAMES);
        };
    }

    private static FlowActionException invalid(String why) {
        return new FlowActionException(FlowActionException.Reason.INVALID, why);
    }

    /** The members of one operation. */
    private record Members(String op, Map<?, ?> all) {
        String text(String name) {
            if (all.get(name) instanceof String text) {
                return text;
            }
            throw invalid("the operation " + op + " must have \"" + name + "\", a text");
        }

        boolean flag(String name) {
            Object value = all.get(name);
            if (value == null || value instanceof Boolean) {
                return Boolean.TRUE.equals(value);
            }
            throw invalid("\"" + name + "\" of the operation " + op + " must be true or false");
        }

        int index() {
            Object value = all.get("index");
            if (value == null) {
                return -1;
            }
            int index = number(value);
            if (index < 0) {
                throw invalid("\"index\" of the operation " + op + " must be a number from 0");
            }
            return index;
        }

        int status() {
            int status = number(all.get("value"));
            if (status < 0) {
                throw invalid("the operation status must have \"value\", a number from 200 to 999");
            }
            return status;
        }

        /** A number that programs write as text is read as well; -1 if it is none. */
        private static int number(@Nullable Object value) {
            String text = String.valueOf(value);
            return text.matches("[0-9]{1,9}") ? Integer.parseInt(text) : -1;
        }

        Headers fields() {
            Headers.Builder fields = Headers.builder(16);
            if (!(all.get("value") instanceof List<?> pairs)) {
                throw invalid("the operation headers must have \"value\", a list of [NAME, VALUE]");
            }
            for (Object pair : pairs) {
                if (!(pair instanceof List<?> two)
                        || two.size() != 2
                        || !(two.get(0) instanceof String name)
                        || !(two.get(1) instanceof String value)) {
                    throw invalid("a field of the operation headers must be [NAME, VALUE]");
                }
                fields.add(name, value);
            }
            return fields.build();
        }

        EditOp body() {
            boolean encoded = flag("encoded");
            if (all.containsKey("text") == all.containsKey("base64")) {
                throw invalid("the operation body must have either \"text\" or \"base64\"");
            }
            if (all.containsKey("text")) {
                return new EditOp.NewBody(text("text"), null, encoded);
            }
            try {
                return new EditOp.NewBody(null, Base64.getDecoder().decode(text("base64")), encoded);
            } catch (IllegalArgumentException e) {
                throw invalid("\"base64\" of the operation body is not base64: " + e.getMessage());
            }
        }
    }
}
