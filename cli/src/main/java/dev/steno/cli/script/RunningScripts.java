package dev.steno.cli.script;

import dev.steno.addon.Addon;
import dev.steno.addon.FlowEvent;
import dev.steno.option.Options;
import dev.steno.script.run.FailureKind;
import dev.steno.script.run.HookedAddon;
import dev.steno.script.run.ScriptAddon;
import dev.steno.script.run.ScriptPorts;
import dev.steno.session.Session;
import dev.steno.web.metrics.MetricList;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The scripts, the rules in JavaScript and the programs of a run, in the order in which they see traffic. Any thread. */
public final class RunningScripts {
    /** Upper bound on the kinds of failures that are told of each. */
    private static final int MOST_KINDS = 10;

    private final List<ScriptAddon> scripts;
    private final List<HookedAddon> lines;

    private RunningScripts(List<ScriptAddon> scripts, List<HookedAddon> lines) {
        this.scripts = scripts;
        this.lines = lines;
    }

    /** Returns none. */
    public static RunningScripts none() {
        return new RunningScripts(List.of(), List.of());
    }

    /**
     * Compiles what the options name. Blocks.
     *
     * @throws dev.steno.cli.command.Failure if one cannot be used
     */
    public static RunningScripts of(Options options, ScriptPorts ports) {
        return new RunningScripts(ScriptStart.compile(options, ports), ScriptStart.others(options));
    }

    /** Returns all as addons. */
    public List<Addon> addons() {
        List<Addon> all = new ArrayList<>(scripts);
        all.addAll(lines);
        return all;
    }

    /** Returns the scripts in Java. */
    public List<ScriptAddon> scripts() {
        return scripts;
    }

    /** The proxy accepts clients, and the session may be edited. */
    public void started(Session session) {
        if (scripts.isEmpty()) {
            return;
        }
        session.follow(fact -> {
            if (fact instanceof FlowEvent.Edited edited) {
                scripts.forEach(each -> each.edited(edited.flow()));
            }
        });
        scripts.forEach(ScriptAddon::started);
    }

    /** Returns what the API tells of each. */
    public List<Map<String, @Nullable Object>> status() {
        List<Map<String, @Nullable Object>> told = new ArrayList<>();
        for (ScriptAddon each : scripts) {
            Map<String, @Nullable Object> one = new LinkedHashMap<>();
            one.put("name", each.name());
            one.put("kind", "script");
            one.put("version", (long) each.version());
            one.put("problem", each.loadProblem().isEmpty() ? null : each.loadProblem());
            add(one, each.calls(), each.failures(), each.failureKinds());
            told.add(one);
        }
        for (HookedAddon each : lines) {
            Map<String, @Nullable Object> one = new LinkedHashMap<>();
            one.put("name", each.name());
            one.put("kind", each.name().startsWith("js-") ? "javascript" : "program");
            one.put("version", 1L);
            one.put("problem", null);
            add(one, each.calls(), each.failures(), each.failureKinds());
            told.add(one);
        }
        return told;
    }

    /** Adds what each counts. */
    public void addTo(MetricList list) {
        scripts.forEach(each -> count(list, each.name(), each.calls(), each.failures()));
        lines.forEach(each -> count(list, each.name(), each.calls(), each.failures()));
    }

    private static void count(MetricList list, String name, long calls, long failures) {
        list.counter(
                "steno_script_calls", "Calls of scripts, rules in JavaScript and programs.", calls, "script", name);
        list.counter("steno_script_failures", "Calls that failed.", failures, "script", name);
    }

    private static void add(Map<String, @Nullable Object> one, long calls, long failures, List<FailureKind> kinds) {
        one.put("calls", calls);
        one.put("failures", failures);
        one.put(
                "kinds",
                kinds.stream()
                        .limit(MOST_KINDS)
                        .map(kind -> Map.of("where", kind.where(), "what", kind.what(), "count", kind.count()))
                        .toList());
    }
}
