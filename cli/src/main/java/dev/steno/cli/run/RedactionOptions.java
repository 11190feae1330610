package dev.steno.cli.run;

import dev.steno.option.Opt;
import dev.steno.redact.RedactionRules;
import java.util.List;

/** Options on secrets: which values are replaced by tokens, and where. */
record RedactionOptions(
        @Opt(
                help =
                        "What is a secret: header:NAME, cookie:NAME, query:NAME, form:NAME, json:PATH, regex:EXPRESSION, "
                                + "ws:EXPRESSION, url-userinfo, or a preset: auth, cookies, tokens, pii. It is replaced by a token in "
                                + "the record; what passes stays as it is.",
                metavar = "SPEC",
                suggested = {"auth", "cookies", "tokens", "pii"})
        List<String> redact,

        @Opt(
                help =
                        "Where secrets are replaced: record, before anything of a flow is recorded or shown; exit, only in "
                                + "what leaves the machine; both.",
                defaultValue = "both")
        RedactAt redactAt) {

    RedactionOptions {
        RedactionRules.parse(redact);
    }

    /** The rules of the record. */
    RedactionRules recorded() {
        return RedactionRules.parse(redactAt == RedactAt.EXIT ? List.of() : redact);
    }
}
