package dev.steno.cli.run;

import dev.steno.net.settings.HttpTerms;
import dev.steno.option.Opt;

/** How HTTP is spoken, in any version. */
record HttpOptions(
        @Opt(
                help =
                        "Answers 502 where a server of HTTP/1 sends what curl and browsers read though it is malformed, such as bare line "
                                + "feeds; without it, such responses pass, and the flow says what was odd.")
        boolean strictServers,

        @Opt(
                help =
                        "In reverse and transparent mode, leaves Alt-Svc fields in responses, which lead clients to addresses where "
                                + "nothing is recorded. Without it, they are recorded and not passed on.")
        boolean keepAltSvc) {
    HttpTerms terms() {
        return new HttpTerms(strictServers, keepAltSvc);
    }
}
