package dev.steno.script.run;

import dev.steno.option.NameSyntax;
import dev.steno.option.Opt;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Options on scripts. Which scripts run is decided at the start only: neither a session nor a client of the API starts one. */
public record ScriptOptions(
        @Opt(
                help =
                        "A script in Java, compiled at the start and again when it or a .java file of its folder changes.",
                metavar = "FILE")
        List<Path> script,

        @Opt(help = "The value of an option that a script defines.", metavar = "NAME=VALUE", live = true)
        List<String> scriptOption,

        @Opt(
                help = "The time within which a method of a script has to return; after it the exchange continues "
                        + "without it, and the method's thread is interrupted.",
                defaultValue = "30s")
        Duration scriptTimeout,

        @Opt(help = "Drops an exchange if a script fails or does not return, instead of continuing without it.")
        boolean failClosed) {

    public ScriptOptions {
        values(scriptOption);
        if (scriptTimeout.isNegative()) {
            throw new IllegalArgumentException("script-timeout must not be below 0: 0 is for no limit");
        }
    }

    /** Returns the values of options of scripts, by name. */
    Map<String, String> values() {
        return values(scriptOption);
    }

    private static Map<String, String> values(List<String> given) {
        Map<String, String> values = new LinkedHashMap<>();
        for (String each : given) {
            int equals = each.indexOf('=');
            if (equals < 1) {
                throw new IllegalArgumentException("script-option is NAME=VALUE, not " + each);
            }
            values.put(NameSyntax.canonical(each.substring(0, equals).strip()), each.substring(equals + 1));
        }
        return values;
    }
}
