package dev.steno.bench.rule;

import dev.steno.bench.peer.ProxyApi;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** Twenty rules of several kinds and a filter of held messages, for hosts that are never asked. For one thread. */
final class RuleSet {
    private final ProxyApi api;
    private final Map<String, List<String>> rules = new LinkedHashMap<>();

    /**
     * @param file of the rules that answer by one
     * @param kinds the options to set; all if there are none
     */
    RuleSet(ProxyApi api, String intercept, Path file, List<String> kinds) {
        this.api = api;
        rules.put("block-list", numbered(5, "/~d ads%d.example/404"));
        rules.put("map-local", numbered(3, "|~d static%d.example|[.]js$|" + file));
        rules.put("map-remote", numbered(3, "|~d old%d.example|/v1/|/v2/"));
        rules.put("modify-headers", numbered(5, "/~d debug%d.example/X-Debug/1"));
        rules.put("modify-body", numbered(2, "/~d text%d.example/blue/green"));
        rules.put("throttle", List.of("/~d slow.example/slow-3g"));
        rules.put("fault", List.of("/~d faulty.example/latency latency=300ms"));
        rules.put("intercept", List.of(intercept));
        if (!kinds.isEmpty()) {
            rules.keySet().retainAll(kinds);
        }
    }

    private static List<String> numbered(int count, String rule) {
        List<String> all = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            all.add(String.format(rule, i));
        }
        return all;
    }

    /** Sets all of them, or none. */
    void set(boolean all) throws IOException, InterruptedException {
        String values = rules.entrySet().stream()
                .map(each -> quoted(each.getKey()) + ":" + (all ? value(each.getKey(), each.getValue()) : "null"))
                .collect(Collectors.joining(","));
        api.call("PATCH", "/options", "{" + values + "}");
    }

    private static String value(String option, List<String> texts) {
        return option.equals("intercept") ? quoted(texts.get(0)) : list(texts);
    }

    private static String list(List<String> texts) {
        return texts.stream().map(RuleSet::quoted).collect(Collectors.joining(",", "[", "]"));
    }

    private static String quoted(String text) {
        return '"' + text.replace("\\", "\\\\") + '"';
    }
}
