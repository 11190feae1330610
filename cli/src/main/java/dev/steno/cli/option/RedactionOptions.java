package dev.steno.cli.option;

import dev.steno.addon.bus.AddonRuntime;
import dev.steno.cli.terminal.Logging;
import dev.steno.log.EventLog;
import dev.steno.option.ConfigFile;
import dev.steno.option.Environment;
import dev.steno.option.Opt;
import dev.steno.option.OptionSource;
import dev.steno.option.Options;
import dev.steno.option.ValueTypes;
import dev.steno.redact.RedactionKey;
import dev.steno.redact.RedactionRules;
import dev.steno.redact.Redactor;
import dev.steno.session.Session;
import dev.steno.sqlite.SqliteSessionReader;
import dev.steno.sqlite.tool.SessionRedaction;
import dev.steno.store.SessionReader;
import dev.steno.store.SessionStore;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Options on secrets: which values are replaced by tokens, and where. */
public record RedactionOptions(
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
        Place redactAt) {

    /** Where secrets are replaced by tokens. */
    enum Place {
        /** In the record. */
        RECORD,
        /** In what leaves the machine. */
        EXIT,
        /** In both. */
        BOTH
    }

    public RedactionOptions {
        RedactionRules.parse(redact);
    }

    /** The rules of the record. */
    RedactionRules recorded() {
        return RedactionRules.parse(redactAt == Place.EXIT ? List.of() : redact);
    }

    /** The rules of what leaves the machine, beside those that always apply to it. */
    RedactionRules leaving() {
        return RedactionRules.parse(redactAt == Place.RECORD ? List.of() : redact);
    }

    /**
     * The specs that a session keeps for what leaves the machine later: if its record has the secrets, and only then, since a
     * rule may name a secret itself.
     */
    List<String> keptInSession() {
        return redactAt == Place.EXIT ? redact.stream().map(String::strip).toList() : List.of();
    }

    /**
     * Redacts all that a run records and shows. Call before the first client is accepted. Blocking disk access.
     *
     * @param store the session; null if nothing is recorded
     */
    public static void applyToRecord(
            Options options, AddonRuntime runtime, Session session, @Nullable SessionStore store, EventLog log)
            throws IOException {
        RedactionRules rules = options.get(RedactionOptions.class).recorded();
        if (rules.isEmpty()) {
            return;
        }
        Path home = options.get(RunOptions.class).home();
        byte[] secret = HomeFolder.use(home, () -> HomeKey.of(home));
        Redactor redactor = Redactor.of(rules, key(secret, store));
        runtime.redactRecord(redactor);
        session.redactBy(redactor);
        log.redactBy(redactor::text);
        Logging.redactBy(redactor::text);
    }

    /**
     * Returns what replaces secrets in exports of a session for other tools: credentials and cookies, and by the options and the
     * rules of that session, which need not be the one that is recorded.
     */
    public static Redactor leaving(Options options, Path session) throws IOException {
        Path home = options.get(RunOptions.class).home();
        byte[] secret = HomeFolder.use(home, () -> HomeKey.of(home));
        RedactionRules rules =
                RedactionRules.usual().and(options.get(RedactionOptions.class).leaving());
        try (SqliteSessionReader reader = SqliteSessionReader.open(session)) {
            return Redactor.of(rules.and(SessionRedaction.exitRules(reader)), SessionRedaction.key(reader, secret));
        }
    }

    /** Returns the rules of what leaves the machine by a command on a session: those of the session and of the configuration. */
    public static RedactionRules leaving(SessionReader reader, Path home) throws IOException {
        return configured(home).leaving().and(SessionRedaction.exitRules(reader));
    }

    /** Returns the rules by which a command redacts what it records: those of the configuration. */
    public static RedactionRules recorded(Path home) {
        return configured(home).recorded();
    }

    /** Returns the specs that a session keeps into which a command records: those of the configuration. */
    public static List<String> keptInSession(Path home) {
        return configured(home).keptInSession();
    }

    /** Reads these options from {@code config.toml} and the environment. */
    private static RedactionOptions configured(Path home) {
        Options options = new Options(ValueTypes.STANDARD);
        options.register(RedactionOptions.class);
        options.apply(Map.of(
                OptionSource.CONFIG,
                ConfigFile.read(
                        home.resolve(ConfigFile.NAME),
                        options,
                        name -> options.find(name).isEmpty()),
                OptionSource.ENVIRONMENT,
                Environment.read(System.getenv(), options)));
        return options.get(RedactionOptions.class);
    }

    private static RedactionKey key(byte[] secret, @Nullable SessionStore store) throws IOException {
        if (store == null) {
            return RedactionKey.of(secret, "");
        }
        try (SqliteSessionReader reader = SqliteSessionReader.open(store.file())) {
            return SessionRedaction.key(reader, secret);
        }
    }
}
