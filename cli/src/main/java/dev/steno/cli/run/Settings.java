package dev.steno.cli.run;

import dev.steno.builtin.CaDocuments;
import dev.steno.certs.CertificateAuthority;
import dev.steno.cli.command.Version;
import dev.steno.net.settings.ProxySettings;
import dev.steno.option.OptionSource;
import dev.steno.option.Options;
import dev.steno.sqlite.SqliteSessionStore;
import dev.steno.store.Durability;
import dev.steno.store.Seal;
import dev.steno.store.SessionStore;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** The parts as the options ask for them. */
public final class Settings {
    private Settings() {}

    /**
     * What the wire is told.
     *
     * @throws IOException if a file that an option names cannot be read
     */
    static ProxySettings proxy(Options options) throws IOException {
        UpstreamOptions upstream = options.get(UpstreamOptions.class);
        return new ProxySettings(
                Listeners.of(options),
                upstream.upstreamCa(),
                upstream.insecure(),
                upstream.connectTimeout(),
                upstream.idleTimeout(),
                options.get(TlsOptions.class).settings(keyLog()),
                Listeners.users(options),
                options.get(ListenOptions.class).keepHost(),
                upstream.headerTimeout(),
                upstream.writeTimeout().orElse(upstream.idleTimeout()),
                options.get(Http2Options.class).terms(),
                options.get(HttpOptions.class).terms());
    }

    /** The file that every program which heeds this variable writes the secrets of its TLS to. */
    static Optional<Path> keyLog() {
        return Optional.ofNullable(System.getenv("SSLKEYLOGFILE"))
                .filter(name -> !name.isBlank())
                .map(Path::of);
    }

    /** The session that is named, or a temporary one; null where nothing is to be recorded. */
    static @Nullable SessionStore openSession(Options options) throws IOException {
        if (options.get(RunOptions.class).recordsNothing()) {
            return null;
        }
        Optional<Path> named = options.get(RunOptions.class).session();
        String application = "steno " + Version.number();
        Durability durability = options.get(RecordOptions.class).durability();
        Seal seal = Seal.of(
                HomeKey.of(options.get(RunOptions.class).home()),
                options.get(RunOptions.class).sessionOptions() == SessionOptions.APPLY);
        return named.isPresent()
                ? SqliteSessionStore.open(named.get(), application, durability, seal)
                : SqliteSessionStore.temporary(application, durability, seal);
    }

    /** Whether there is a CA to be opened, so that none would have to be made. */
    static boolean hasCa(Options options) {
        return options.get(CaOptions.class).caCert().isPresent()
                || Files.exists(options.get(RunOptions.class).home().resolve("ca.pem"));
    }

    /** One's own CA, or that of the home folder, which is made where there is none. */
    public static CertificateAuthority openCa(Options options) throws IOException {
        CaOptions ca = options.get(CaOptions.class);
        if (ca.caCert().isPresent()) {
            Path certificate = ca.caCert().get();
            return CertificateAuthority.load(certificate, ca.caKey().orElse(certificate));
        }
        return CertificateAuthority.open(options.get(RunOptions.class).home(), ca.keyType());
    }

    /** What the CA's page hands out. Signs a revocation list, so it must not be called on an event loop. */
    static CaDocuments documents(CertificateAuthority ca, Instant now) {
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

    /** Takes over what a session keeps; options that this Steno does not have are left alone. */
    static void resume(Options options, Map<String, String> kept) {
        Map<String, String> known = new TreeMap<>(kept);
        known.keySet().removeIf(name -> options.find(name).isEmpty());
        if (!known.isEmpty()) {
            options.apply(Map.of(OptionSource.SESSION, known));
        }
    }
}
