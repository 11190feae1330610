package dev.steno.cli.help;

import java.util.List;

/** The examples at the end of each help page. A test parses each of them. Stateless. */
final class Examples {
    private Examples() {}

    /**
     * One example.
     *
     * @param call the command line as it is typed in a shell
     * @param meaning what it does, in a few words
     */
    record Example(String call, String meaning) {}

    /** The examples of a command; empty if there are none. */
    static List<Example> of(String command) {
        return switch (command) {
            case "run" ->
                List.of(
                        new Example("steno --session work.steno", "record to a file, and go on with it next time"),
                        new Example(
                                "steno -p 8081 --ignore-hosts '\\.bank\\.example:'",
                                "another port; one site passed through"),
                        new Example(
                                "steno -m reverse:https://api.example.org -s api.steno", "stand in front of a server"));
            case "exec" ->
                List.of(
                        new Example("steno exec -- curl https://example.org/", "one command, recorded"),
                        new Example("steno exec --session test.steno -- npm test", "a test run, to a file"),
                        new Example("steno exec -- sh", "a shell in which everything is recorded"));
            case "mock" ->
                List.of(
                        new Example("steno mock work.steno", "recorded responses answer, without any server"),
                        new Example(
                                "steno mock work.steno '~d api.example.org' --mode spy",
                                "for one server; other requests are forwarded"),
                        new Example(
                                "steno mock api.har --reverse https://api.example.org --ignore-params ts",
                                "a HAR file as a server"));
            case "env" ->
                List.of(
                        new Example("eval \"$(steno env)\"", "this shell uses the proxy that runs"),
                        new Example("eval \"$(steno env --unset)\"", "and stops using it"),
                        new Example("steno env --shell fish | source", "the same for fish"));
            case "browser" ->
                List.of(
                        new Example("steno browser", "a browser with a profile of its own"),
                        new Example("steno browser http://localhost:3000", "your own site"),
                        new Example("steno browser --session work.steno https://example.org", "recorded to a file"));
            case "ls" ->
                List.of(
                        new Example("steno ls", "every flow of the session recorded last"),
                        new Example("steno ls work.steno -n 20 'status >= 400'", "the last 20 that failed"),
                        new Example("steno ls --json | jq .url", "for programs"));
            case "tail" ->
                List.of(
                        new Example("steno tail", "follow the recording"),
                        new Example("steno tail '~d api.example.org'", "one host"),
                        new Example("steno tail work.steno -n 1 'path ~ /login'", "wait for one request"));
            case "show" ->
                List.of(
                        new Example("steno show 12", "the whole flow, of the session recorded last"),
                        new Example("steno show work.steno 12 --request", "what the client sent"),
                        new Example("steno show work.steno 12 --body > answer.json", "the decoded body to a file"));
            case "tui" ->
                List.of(
                        new Example("steno tui", "the session that is being recorded, else the one recorded last"),
                        new Example("steno tui work.steno", "of a file"),
                        new Example("steno tui --proto items.pb", "with the names of a schema in gRPC messages"),
                        new Example("steno --tui --session work.steno", "record, and show what is recorded"));
            case "mcp" ->
                List.of(
                        new Example("steno mcp work.steno", "what a program that talks to a language model starts"),
                        new Example("steno mcp work.steno --allow notes,hold", "the model may also note and decide"),
                        new Example("steno mcp work.steno --reveal", "with the secrets of the session"));
            case "info" ->
                List.of(
                        new Example("steno info", "hosts, errors, slowest flows of the session recorded last"),
                        new Example("steno info work.steno > report.txt", "of a file, to a file"),
                        new Example("for file in *.steno; do steno info $file; done", "every session of this folder"));
            case "import" ->
                List.of(
                        new Example("steno import capture.har -o work.steno", "a capture of a browser"),
                        new Example(
                                "steno import monday.flow sessions.saz -o work.steno --append",
                                "more, to the same session"),
                        new Example(
                                "steno import - -o work.steno --report lost.json < capture.har",
                                "a pipe; what was lost"));
            case "export" ->
                List.of(
                        new Example(
                                "steno export work.steno --format har -o work.har", "for everybody, without secrets"),
                        new Example("steno export --format mitm --format-version 17 -o out.flow", "for mitmproxy 8.1"),
                        new Example("steno export work.steno --format curl -f '~d api.example.org'", "as commands"),
                        new Example(
                                "steno export postgresql://db.example.org/flows --format har -f '~e' -o failed.har",
                                "from a shared store"));
            case "open" ->
                List.of(
                        new Example("steno open capture.har", "look at it in the terminal"),
                        new Example("steno open --from har answers.json", "a file whose format is not recognised"),
                        new Example("steno open --password-file pass.txt sessions.saz", "an encrypted one"));
            case "sql" ->
                List.of(
                        new Example("steno sql 'SELECT id, url FROM flows LIMIT 5'", "of the session recorded last"),
                        new Example(
                                "steno sql work.steno \"SELECT header(id, 'server'), count(*) FROM flows GROUP BY 1\"",
                                "header fields"),
                        new Example("steno sql \"SELECT json(id, '$.user') FROM flows\" --json", "into JSON bodies"));
            case "diff" ->
                List.of(
                        new Example("steno diff before.steno after.steno", "what changed"),
                        new Example(
                                "steno diff work.steno -f '~d old.example' --filter-b '~d new.example'",
                                "two servers, recorded to one session"),
                        new Example("steno diff run1.steno run2.steno --learn noise.txt", "what always differs"),
                        new Example(
                                "steno diff before.steno after.steno --ignore-from noise.txt --html diff.html",
                                "the rest, as a page"));
            case "replay" ->
                List.of(
                        new Example(
                                "steno replay work.steno '~m GET' --to again.steno --compare", "what is different now"),
                        new Example(
                                "steno replay work.steno --target http://127.0.0.1:8080 --dry-run",
                                "what another server would get"),
                        new Example(
                                "steno replay work.steno --timing recorded --speed 200% --max-wait 5s",
                                "as users did, twice as fast"),
                        new Example(
                                "steno replay work.steno --rate 500 --loop 0 --duration 1min --html load.html",
                                "load, and a page of what it did"));
            case "verify" ->
                List.of(
                        new Example("steno verify work.steno", "look for faults"),
                        new Example("steno verify work.steno -n 100", "and list up to 100"),
                        new Example("steno verify work.steno --repair", "repair them"));
            case "save" ->
                List.of(
                        new Example("steno save work.steno", "keep the session that was recorded without a name"),
                        new Example("steno save work.steno bad.steno -f 'status >= 500'", "only some flows"),
                        new Example("steno save work.steno shared.steno --redact", "without credentials and cookies"),
                        new Example("steno save work.steno copy.steno --force", "replace the copy"));
            case "merge" ->
                List.of(
                        new Example("steno merge a.steno b.steno -o all.steno", "two into one"),
                        new Example("steno merge day-*.steno -o week.steno", "many into one"),
                        new Example("steno merge a.steno b.steno -o all.steno --force", "replace the result"));
            case "ship" ->
                List.of(
                        new Example(
                                "steno ship work.steno postgresql://ann@db.example.org/flows",
                                "new and changed flows, without credentials and cookies"),
                        new Example(
                                "steno ship work.steno postgresql://db.example.org/flows --follow",
                                "and go on while it is recorded"),
                        new Example(
                                "steno ship work.steno postgresql://localhost/flows -f 'status >= 500' --ship-bodies 64kb",
                                "failures, without large bodies"));
            case "store" ->
                List.of(
                        new Example(
                                "steno store init postgresql://ann@db.example.org/flows", "make the tables and roles"),
                        new Example(
                                "steno store recorders postgresql://db.example.org/flows", "who ships, and when last"),
                        new Example(
                                "steno store retain postgresql://db.example.org/flows --keep 7d --keep 2tb",
                                "remove old days; marked flows stay"),
                        new Example(
                                "steno store remove postgresql://db.example.org/flows 17 --dry-run",
                                "what recorder 17 has there"));
            case "redact" ->
                List.of(
                        new Example("steno redact work.steno --suggest", "what looks like a secret"),
                        new Example("steno redact work.steno", "credentials and cookies"),
                        new Example(
                                "steno redact work.steno auth cookies header:x-session 'json:$..iban'",
                                "these values as well"));
            case "rm" ->
                List.of(
                        new Example("steno rm work.steno -f '~d tracker.example' --dry-run", "count what would go"),
                        new Example("steno rm work.steno -f '~d tracker.example'", "remove them, after confirmation"),
                        new Example("steno rm work.steno -f 'started < -7d' --yes", "without confirmation"));
            case "compact" ->
                List.of(
                        new Example("steno compact work.steno", "shrink the file"),
                        new Example("steno rm work.steno -f '~a' -y && steno compact work.steno", "after a removal"),
                        new Example(
                                "for file in *.steno; do steno compact $file; done", "every session of this folder"));
            case "passthrough" ->
                List.of(
                        new Example("steno passthrough work.steno", "which clients are passed through, and why"),
                        new Example("steno passthrough work.steno --revoke example.org", "intercept this host again"),
                        new Example(
                                "steno passthrough work.steno --revoke '*' --client 192.0.2.7", "all of one client"));
            case "web" ->
                List.of(
                        new Example("steno web", "a URL that opens the web interface, once"),
                        new Example("steno web --open", "in the system's browser"),
                        new Example("steno web --new-token", "ends the access of all pages that are open"));
            case "rules" ->
                List.of(
                        new Example("steno rules", "the rules in their order, and how often each acted"),
                        new Example("steno call rules.off block-list-1", "switches one off"),
                        new Example(
                                "steno call rules.test block-list '/~d ads/404'",
                                "what a rule would have done to recorded flows"));
            case "hold" ->
                List.of(
                        new Example("steno hold wait --timeout 60s", "until a message is held; lists what is held"),
                        new Example(
                                "steno hold edit 12 'header.set=Accept: text/html' --resume", "change it, send it on"),
                        new Example("steno hold answer 12 404 --body gone", "answer a request by hand"));
            case "status" ->
                List.of(
                        new Example("steno status", "what runs with the home folder"),
                        new Example("steno status -s work.steno", "the one that records to a session"),
                        new Example("steno status --json | jq -r .web.address", "for scripts"));
            case "call" ->
                List.of(
                        new Example("steno call options.set ignore-hosts '\\.bank\\.example:'", "pass a site through"),
                        new Example("steno call options.reload", "read config.toml again"),
                        new Example("steno call tls.passthrough.list --json", "a typed result for scripts"));
            case "stop" ->
                List.of(
                        new Example("steno stop", "the only one that runs"),
                        new Example("steno stop -s work.steno", "the one that records to a session"),
                        new Example("steno stop --timeout 30s", "fails if it takes longer"));
            case "ca" ->
                List.of(
                        new Example("steno ca", "where the certificate is, and how to trust it"),
                        new Example("steno ca export steno.pem", "a copy for another machine"),
                        new Example("steno ca export --format p12 trust.p12", "for a Java program"));
            case "options" ->
                List.of(
                        new Example("steno options", "every option and its value"),
                        new Example("steno options --home /srv/steno", "with another configuration"),
                        new Example("steno options | cut -f1,3", "names and values for a script"));
            case "commands" ->
                List.of(
                        new Example("steno commands", "what addons and interfaces can call"),
                        new Example("steno commands | grep ^flow", "those about flows"),
                        new Example("steno commands | cut -f1", "only their usage"));
            case "addons" ->
                List.of(
                        new Example("steno addons", "what is installed, and whether it runs"),
                        new Example("steno addons --home /srv/steno", "that of another home folder"),
                        new Example("steno addons --addons target", "a jar before it is installed"));
            case "script" ->
                List.of(
                        new Example("steno script new hello.java", "a script to begin with"),
                        new Example("steno script check hello.java", "whether it compiles, and where it does not"),
                        new Example("steno script check *.java", "several at once"));
            case "help" ->
                List.of(
                        new Example("steno help ls", "the page of a command"),
                        new Example("steno help filter", "the language of filters"),
                        new Example("steno help --man > steno.1", "the manual page"));
            case "completion" ->
                List.of(
                        new Example("source <(steno completion bash)", "in ~/.bashrc"),
                        new Example("source <(steno completion zsh)", "in ~/.zshrc, after compinit"),
                        new Example("steno completion fish > ~/.config/fish/completions/steno.fish", "once"));
            case "version" ->
                List.of(
                        new Example("steno version", "Steno, Java and the system"),
                        new Example("steno --version", "the same"),
                        new Example("steno version | cut -d' ' -f2", "only the number"));
            default -> List.of();
        };
    }
}
