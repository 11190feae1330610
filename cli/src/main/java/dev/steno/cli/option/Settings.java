package dev.steno.cli.option;

import dev.steno.builtin.CaDocuments;
import dev.steno.certs.CertificateAuthority;
import dev.steno.cli.command.Version;
import dev.steno.log.EventLog;
import dev.steno.net.settings.ProxySettings;
import dev.steno.net.settings.ServerTrust;
import dev.steno.net.settings.Timeouts;
import dev.steno.option.Environment;
import dev.steno.option.OptionSource;
import dev.steno.option.Options;
import dev.steno.option.ValueTypes;
import dev.steno.sqlite.SqliteSessionStore;
import dev.steno.store.Durability;
import dev.steno.store.Seal;
import dev.steno.store.SessionException;
import dev.steno.store.SessionStore;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Builds the parts of the product from the options. Stateless. Most methods read files, so none is called on an event
 * loop.
 */
public final class Settings {
    private Settings() {}

    /**
     * Returns the settings of the wire.
     *
     * @param log gets the main steps of connections, if they are logged
     * @throws IOException if a file that an option names cannot be read
     */
    public static ProxySettings proxy(Options options, EventLog log) throws IOException {
        UpstreamOptions upstream = options.get(UpstreamOptions.class);
        return new ProxySettings(
                UpstreamAuth.added(Listeners.of(options), options),
                Listeners.users(options),
                options.get(ListenOptions.class).keepHost(),
                new ServerTrust(upstream.upstreamCa(), upstream.insecure()),
                new Timeouts(
                        upstream.connectTimeout(),
                        upstream.idleTimeout(),
                        upstream.headerTimeout(),
                        upstream.writeTimeout().orElse(upstream.idleTimeout())),
                options.get(TlsOptions.class).settings(keyLog()),
                options.get(Http2Options.class).terms(),
                options.get(HttpOptions.class).terms(),
                options.get(TraceOptions.class)
                        .settings(options.get(PrintOptions.class).verbose() ? Optional.of(log) : Optional.empty()));
    }

    /** Returns the file named by SSLKEYLOGFILE, to which programs append the secrets of their TLS connections. */
    public static Optional<Path> keyLog() {
        return Optional.ofNullable(System.getenv("SSLKEYLOGFILE"))
                .filter(name -> !name.isBlank())
                .map(Path::of);
    }

    /** Opens the named session, or a temporary one in the home folder. Null if nothing is to be recorded. */
    public static @Nullable SessionStore openSession(Options options) throws IOException {
        if (options.get(RunOptions.class).recordsNothing()) {
            return null;
        }
        Optional<Path> named = options.get(RunOptions.class).session();
        String application = "steno " + Version.number();
        Durability durability = options.get(RecordOptions.class).durability();
        Path home = options.get(RunOptions.class).home();
        Seal seal = Seal.of(
                HomeFolder.use(home, () -> HomeKey.of(home)),
                options.get(RunOptions.class).sessionOptions() == SessionOptions.APPLY);
        SessionStore store = named.isPresent()
                ? SqliteSessionStore.open(named.get(), application, durability, seal)
                : SqliteSessionStore.temporary(options.get(RunOptions.class).home(), application, durability, seal);
        try {
            store.keepExitRules(options.get(RedactionOptions.class).keptInSession());
        } catch (SessionException e) {
            store.close();
            throw e;
        }
        return store;
    }

    /**
     * Returns the home folder of a command that reads no other option.
     *
     * @param given the value of {@code --home}; null if it was not given
     */
    public static Path home(@Nullable Path given) {
        Options options = new Options(ValueTypes.STANDARD);
        options.register(RunOptions.class);
        options.apply(Map.of(
                OptionSource.ENVIRONMENT,
                Environment.read(System.getenv(), options),
                OptionSource.COMMAND_LINE,
                given == null ? Map.of() : Map.of("home", given.toString())));
        return options.get(RunOptions.class).knownHome();
    }

    /** Whether a CA exists, so that {@link #openCa} does not have to create one. */
    public static boolean hasCa(Options options) {
        return options.get(CaOptions.class).caCert().isPresent()
                || Files.exists(options.get(RunOptions.class).home().resolve("ca.pem"));
    }

    /** Opens the user's own CA or that of the home folder, which is created if it does not exist. */
    public static CertificateAuthority openCa(Options options) throws IOException {
        CaOptions ca = options.get(CaOptions.class);
        if (ca.caCert().isPresent()) {
            Path certificate = ca.caCert().get();
            return CertificateAuthority.load(certificate, ca.caKey().orElse(certificate));
        }
        Path home = options.get(RunOptions.class).home();
        return HomeFolder.use(home, () -> CertificateAuthority.open(home, ca.keyType()));
    }

    /**
     * Returns the documents for the page of the CA. Signs a revocation list, so it must not be called on an event loop.
     */
    public static CaDocuments documents(CertificateAuthority ca, Instant now) {
        return new CaDocuments(
                ca.certificate().getSubjectX500Principal().getName(),
                ca.certificate().getNotAfter().toInstant(),
                ca.fingerprint(),
                ca.spkiHash(),
                ca.pem(),
                ca.der(),
                ca.p12(),
                ca.revocationList(now));
    }

    /** Applies the options kept in a session; options that this version does not have are ignored. */
    public static void resume(Options options, Map<String, String> kept) {
        Map<String, String> known = new TreeMap<>(kept);
        known.keySet().removeIf(name -> options.find(name).isEmpty());
        if (!known.isEmpty()) {
            options.apply(Map.of(OptionSource.SESSION, known));
        }
    }
}
