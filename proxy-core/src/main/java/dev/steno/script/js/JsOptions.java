package dev.steno.script.js;

import dev.steno.option.Opt;
import java.util.List;

/** The option of rules in JavaScript. Which ones run is decided at the start only. */
public record JsOptions(
        @Opt(
                help = "A rule of one line in JavaScript, HOOK: CODE, such as 'request: r.headers[\"x\"] = \"y\"'.",
                metavar = "RULE")
        List<String> js) {}
