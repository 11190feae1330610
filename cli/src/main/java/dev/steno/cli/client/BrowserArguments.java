package dev.steno.cli.client;

import dev.steno.cli.command.Failure;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The arguments of {@code steno browser}, sorted. Pure.
 *
 * @param own the command's own flags, by name without dashes
 * @param others flags of the proxy, and pages
 * @param passed what follows {@code --}, for the browser
 */
record BrowserArguments(Map<String, String> own, List<String> others, List<String> passed) {
    private static final Set<String> OWN = Set.of("browser", "profile", "proxy");

    static BrowserArguments of(List<String> args) {
        int end = args.indexOf("--");
        List<String> words = end < 0 ? args : args.subList(0, end);
        List<String> passed = end < 0 ? List.of() : args.subList(end + 1, args.size());
        Map<String, String> own = new HashMap<>();
        List<String> others = new ArrayList<>();
        for (int i = 0; i < words.size(); i++) {
            String[] flag = words.get(i).split("=", 2);
            String name = flag[0].startsWith("--") ? flag[0].substring(2) : "";
            if (!OWN.contains(name)) {
                others.add(words.get(i));
            } else if (flag.length == 2) {
                own.put(name, flag[1]);
            } else if (++i < words.size()) {
                own.put(name, words.get(i));
            } else {
                throw Failure.usage("--" + name + " requires a value; see steno browser --help");
            }
        }
        return new BrowserArguments(own, others, passed);
    }

    String own(String name) {
        return own.getOrDefault(name, "");
    }
}
