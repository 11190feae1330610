package dev.steno.cli.script;

import dev.steno.cli.command.Failure;
import dev.steno.exec.ExecHook;
import dev.steno.exec.ExecOptions;
import dev.steno.option.Options;
import dev.steno.script.js.JsOptions;
import dev.steno.script.js.JsRule;
import dev.steno.script.run.HookedAddon;
import dev.steno.script.run.ScriptAddon;
import dev.steno.script.run.ScriptOptions;
import dev.steno.script.run.ScriptPorts;
import dev.steno.script.source.ScriptException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** Compiles the scripts that the options name, before the proxy listens. Stateless; blocks. */
public final class ScriptStart {
    /** Options that say what code runs: never taken from a session, whose author would run it here. */
    public static final Set<String> NEVER_OF_A_SESSION =
            Set.of("script", "script-option", "js", "exec", "addon", "addons");

    private ScriptStart() {}

    /**
     * Makes the rules in JavaScript and the programs that the options name, which see traffic after the scripts, in this order.
     *
     * @throws Failure if a rule is not valid
     */
    static List<HookedAddon> others(Options options) {
        List<HookedAddon> addons = new ArrayList<>();
        try {
            addons.addAll(JsRule.addons(options.get(JsOptions.class).js()));
        } catch (IllegalArgumentException e) {
            throw Failure.usage(String.valueOf(e.getMessage()));
        }
        addons.addAll(ExecHook.addons(options.get(ExecOptions.class)));
        return addons;
    }

    /**
     * Compiles the scripts, in their order.
     *
     * @throws Failure with a line for each problem if one cannot be compiled: a proxy without a script that was asked for
     *     would let pass what it is to change
     */
    static List<ScriptAddon> compile(Options options, ScriptPorts ports) {
        List<ScriptAddon> scripts = new ArrayList<>();
        Set<String> names = new HashSet<>();
        for (Path file : options.get(ScriptOptions.class).script()) {
            try {
                ScriptAddon script = ScriptAddon.of(file, ports);
                if (!names.add(script.name())) {
                    throw Failure.usage("two scripts are called " + script.name() + ": rename one, as log and commands"
                            + " name a script by its file");
                }
                scripts.add(script);
            } catch (ScriptException e) {
                throw Failure.because(
                        "the script " + file + " cannot be used:"
                                + (e.problems().size() == 1 ? " " : "\n") + e.getMessage(),
                        e);
            }
        }
        return scripts;
    }
}
