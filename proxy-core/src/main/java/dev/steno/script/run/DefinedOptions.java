package dev.steno.script.run;

import dev.steno.option.NameSyntax;
import dev.steno.option.NearestName;
import dev.steno.option.OptionSpec;
import dev.steno.script.Script;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The options that one version of a script defines, and those of the product as the script sees them. Their values are in the
 * option {@code script-option}, so they outlive the version. Any thread.
 */
final class DefinedOptions implements Script.Options {
    private final String script;
    private final ScriptPorts ports;
    private final Map<String, Defined> defined = new ConcurrentHashMap<>();

    /** An option, and what it is for. */
    record Defined(String defaultValue, String help) {}

    DefinedOptions(String script, ScriptPorts ports) {
        this.script = script;
        this.ports = ports;
    }

    @Override
    public void define(String name, String defaultValue, String help) {
        defined.put(
                NameSyntax.canonical(name),
                new Defined(
                        Objects.requireNonNull(defaultValue, "defaultValue"), Objects.requireNonNull(help, "help")));
    }

    /** The names that were defined. */
    Set<String> names() {
        return new TreeSet<>(defined.keySet());
    }

    /** The values that were given, by name. */
    Map<String, String> given() {
        return ports.options().get().get(ScriptOptions.class).values();
    }

    @Override
    public String text(String named) {
        String name = NameSyntax.canonical(named);
        Defined own = defined.get(name);
        if (own != null) {
            return given().getOrDefault(name, own.defaultValue);
        }
        Optional<OptionSpec> product = ports.options().get().find(name);
        if (product.isEmpty()) {
            throw new IllegalArgumentException("there is no option " + name + NearestName.hint(name, names())
                    + ": options.define(\"" + name + "\", …) in load() of " + script + " makes it");
        }
        if (product.get().secret()) {
            throw new IllegalArgumentException("the option " + name + " is secret, and not shown to scripts");
        }
        return product.get().current();
    }

    @Override
    public long number(String name) {
        String text = text(name);
        try {
            return Long.parseLong(text.strip());
        } catch (NumberFormatException e) {
            throw new IllegalArgumentException("the option " + name + " is " + text + ", which is no number", e);
        }
    }

    @Override
    public boolean flag(String name) {
        String text = text(name).strip();
        return text.equalsIgnoreCase("true") || text.equalsIgnoreCase("on");
    }
}
