package dev.steno.cli.setup;

import dev.steno.addon.Addon;
import dev.steno.addon.Hook;
import dev.steno.addon.Hook.TlsShown;
import dev.steno.addon.Phase;
import dev.steno.addon.Registrar;
import dev.steno.addon.Verdict;
import dev.steno.store.FlowRow;
import dev.steno.store.SessionException;
import dev.steno.store.SessionReader;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * How far the first client got: whether one connected, whether plain HTTP passed, and whether a client took the certificate.
 * It observes certificates only, once a TLS connection; the rest is read when it is asked for. Any thread.
 */
public final class FirstSteps implements Addon {
    /** How many of the newest flows are looked at, at most. */
    private static final int FLOWS = 200;

    /** Opens a reader of the session. */
    @FunctionalInterface
    public interface Sessions {
        /** Returns a reader, which the caller closes; null if nothing is recorded. */
        @Nullable
        SessionReader reader() throws SessionException;
    }

    private final Sessions sessions;
    private final Supplier<Set<String>> clients;
    private volatile @Nullable TlsShown accepted;
    private volatile @Nullable TlsShown refused;
    private volatile @Nullable String plainHost;
    private volatile @Nullable String client;

    /** @param clients supplies the addresses of the clients that are connected, as {@code ip:port} */
    public FirstSteps(Sessions sessions, Supplier<Set<String>> clients) {
        this.sessions = sessions;
        this.clients = clients;
    }

    @Override
    public String name() {
        return "first-steps";
    }

    @Override
    public void register(Registrar registrar) {
        registrar.on(Hook.TLS_SHOWN, Phase.SEAL, (shown, context) -> {
            if (shown.reaction() == TlsShown.Reaction.ACCEPTED) {
                accepted = shown;
            } else {
                refused = shown;
            }
            return Verdict.pass();
        });
    }

    /** Returns the steps as the API writes them. Reads the disk until plain HTTP has passed. */
    public Map<String, @Nullable Object> checks() throws SessionException {
        look();
        TlsShown shown = accepted != null ? accepted : refused;
        String address = client;
        if (address == null) {
            address = shown != null
                    ? shown.hello().client().address().toString()
                    : clients.get().stream().findFirst().orElse(null);
            client = address;
        }
        Map<String, @Nullable Object> checks = new LinkedHashMap<>();
        checks.put("connected", step(address != null, "address", address));
        checks.put("plain", step(plainHost != null, "host", plainHost));
        Map<String, @Nullable Object> certificate = new LinkedHashMap<>();
        certificate.put("state", shown == null ? "none" : accepted != null ? "accepted" : "refused");
        certificate.put(
                "client",
                shown == null ? null : shown.hello().client().address().host());
        certificate.put("host", shown == null ? null : shown.hello().server().host());
        certificate.put("reason", shown == null || accepted != null ? null : "the client " + shown.detail());
        checks.put("certificate", certificate);
        return checks;
    }

    private static Map<String, @Nullable Object> step(boolean done, String name, @Nullable Object value) {
        Map<String, @Nullable Object> step = new LinkedHashMap<>();
        step.put("done", done);
        step.put(name, value);
        return step;
    }

    private void look() throws SessionException {
        if (plainHost != null && client != null) {
            return;
        }
        try (SessionReader reader = sessions.reader()) {
            if (reader == null) {
                return;
            }
            for (FlowRow row : reader.rows(SessionReader.START, FLOWS, true)) {
                client = row.client();
                if (row.kind().equals("http") && row.scheme().equals("http") && !"CONNECT".equals(row.method())) {
                    plainHost = row.host();
                    return;
                }
            }
        }
    }
}
