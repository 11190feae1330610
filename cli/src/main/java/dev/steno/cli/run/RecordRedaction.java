package dev.steno.cli.run;

import dev.steno.addon.bus.AddonRuntime;
import dev.steno.log.EventLog;
import dev.steno.option.Options;
import dev.steno.redact.RedactionKey;
import dev.steno.redact.RedactionRules;
import dev.steno.redact.Redactor;
import dev.steno.session.Session;
import dev.steno.sqlite.SqliteSessionReader;
import dev.steno.sqlite.tool.SessionRedaction;
import dev.steno.store.SessionStore;
import java.io.IOException;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** Redacts all that a run records and shows. To be applied before the first client is accepted. Blocking disk access. */
final class RecordRedaction {
    private RecordRedaction() {}

    /**
     * Applies the options.
     *
     * @param store the session; null if nothing is recorded
     */
    static void apply(
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
