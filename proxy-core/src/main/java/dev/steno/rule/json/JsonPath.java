package dev.steno.rule.json;

import dev.steno.rule.spec.RuleException;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A path to values of a JSON text: {@code $.a['b c'][0].*} (a part of RFC 9535) or a pointer {@code /a/b~1c/0} (RFC 6901).
 * Immutable.
 *
 * @param steps from the root
 */
public record JsonPath(List<Step> steps) {
    private static final Pattern STEP = Pattern.compile("\\.(?<name>[^.\\[\\]'\"]+)|\\[(?<index>\\d{1,9}|\\*)\\]"
            + "|\\['(?<quoted>(?:[^'\\\\]|\\\\.)*)'\\]|\\[\"(?<double>(?:[^\"\\\\]|\\\\.)*)\"\\]");

    public JsonPath {
        steps = List.copyOf(steps);
    }

    /**
     * One step.
     *
     * @param name of a member; the digits of an index are a name as well in a pointer
     * @param index of an element; -1 for none
     */
    public record Step(String name, int index, boolean all) {
        static Step named(String name) {
            return new Step(name, -1, name.equals("*"));
        }
    }

    /** @throws RuleException if the text is not a path */
    public static JsonPath parse(String text) {
        String path = text.strip();
        if (path.isEmpty() || path.startsWith("/")) {
            return pointer(path);
        }
        if (!path.startsWith("$")) {
            throw wrong(path);
        }
        List<Step> steps = new ArrayList<>();
        Matcher step = STEP.matcher(path);
        int at = 1;
        while (at < path.length()) {
            if (!step.find(at) || step.start() != at) {
                throw wrong(path);
            }
            steps.add(step(step));
            at = step.end();
        }
        return new JsonPath(steps);
    }

    private static Step step(Matcher step) {
        String index = step.group("index");
        if (index != null) {
            return index.equals("*") ? new Step("*", -1, true) : new Step(index, Integer.parseInt(index), false);
        }
        String name = step.group("name");
        if (name != null) {
            return Step.named(name);
        }
        String quoted = step.group("quoted") == null ? step.group("double") : step.group("quoted");
        return new Step(quoted.replaceAll("\\\\(.)", "$1"), -1, false);
    }

    private static JsonPath pointer(String path) {
        List<Step> steps = new ArrayList<>();
        if (!path.isEmpty()) {
            for (String part : path.substring(1).split("/", -1)) {
                String name = part.replace("~1", "/").replace("~0", "~");
                boolean number = name.matches("0|[1-9]\\d{0,8}");
                steps.add(new Step(name, number ? Integer.parseInt(name) : -1, false));
            }
        }
        return new JsonPath(steps);
    }

    private static RuleException wrong(String path) {
        return new RuleException("\"" + path + "\" is not a path into JSON; expected $.name[0]['other name'].*"
                + " or a pointer /name/0");
    }

    @Override
    public String toString() {
        StringBuilder text = new StringBuilder("$");
        steps.forEach(step -> text.append("['").append(step.name()).append("']"));
        return text.toString();
    }
}
