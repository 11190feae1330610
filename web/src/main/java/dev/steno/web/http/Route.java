package dev.steno.web.http;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A method and a path that lead to a resource. Immutable.
 *
 * @param method in capitals
 * @param path begins with a slash; a part in braces is a variable, such as {@code /flows/{id}}; a last one with dots, such as
 *     {@code {path...}}, is all that follows
 * @param help one sentence for the description of the API
 * @param upload whether the resource reads the request's body as {@link ApiRequest#content} while it arrives, however large
 */
public record Route(String method, String path, String help, Resource resource, boolean upload) {
    private static final String REST = "...}";

    /** A route whose requests have small bodies, which are read before the resource answers. */
    public Route(String method, String path, String help, Resource resource) {
        this(method, path, help, resource, false);
    }

    /** Returns the variables if the path is this route's; empty if it is another's. */
    Optional<Map<String, String>> match(String asked) {
        String[] parts = path.split("/", -1);
        boolean rest = path.endsWith(REST);
        String[] given = asked.split("/", rest ? parts.length : -1);
        if (parts.length != given.length) {
            return Optional.empty();
        }
        Map<String, String> variables = new HashMap<>();
        for (int i = 0; i < parts.length; i++) {
            if (isVariable(parts[i]) && !given[i].isEmpty()) {
                variables.put(name(parts[i]), given[i]);
            } else if (!parts[i].equals(given[i])) {
                return Optional.empty();
            }
        }
        return Optional.of(variables);
    }

    /** Returns the names of the variables, in order. */
    public List<String> variables() {
        List<String> names = new ArrayList<>();
        for (String part : path.split("/", -1)) {
            if (isVariable(part)) {
                names.add(name(part));
            }
        }
        return names;
    }

    private static String name(String part) {
        return part.substring(1, part.length() - (part.endsWith(REST) ? REST.length() : 1));
    }

    private static boolean isVariable(String part) {
        return part.startsWith("{") && part.endsWith("}");
    }
}
