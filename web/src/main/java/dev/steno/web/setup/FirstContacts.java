package dev.steno.web.setup;

import dev.steno.addon.Addon;
import dev.steno.addon.Hook;
import dev.steno.addon.Hook.TlsShown.Reaction;
import dev.steno.addon.Phase;
import dev.steno.addon.Registrar;
import dev.steno.addon.Verdict;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Notes the first client, the first plain request, and how a client last reacted to our certificate. Called on event
 * loops; after the first time, a connection and a request cost one read of a field. Any thread.
 */
public final class FirstContacts implements Addon {
    private volatile @Nullable String client;
    private volatile @Nullable String plainHost;
    private volatile Hook.@Nullable TlsShown shown;

    @Override
    public void register(Registrar registrar) {
        registrar.on(Hook.CLIENT, Phase.SEAL, (peer, context) -> {
            if (client == null) {
                client = peer.address().toString();
            }
            return Verdict.pass();
        });
        registrar.on(Hook.REQUEST_HEAD, Phase.SEAL, (flow, context) -> {
            if (plainHost == null && flow.request().scheme().equals("http")) {
                plainHost = flow.request().host();
            }
            return Verdict.pass();
        });
        registrar.on(Hook.TLS_SHOWN, Phase.SEAL, (reaction, context) -> {
            shown = reaction;
            return Verdict.pass();
        });
    }

    /** Returns the three checks: {@code connected}, {@code plain} and {@code certificate}. */
    Map<String, Object> checks() {
        String from = client;
        String host = plainHost;
        Map<String, Object> checks = new LinkedHashMap<>(); // in this order each time
        checks.put("connected", done("address", from));
        checks.put("plain", done("host", host));
        checks.put("certificate", certificate(shown));
        return checks;
    }

    private static Map<String, Object> done(String what, @Nullable String seen) {
        Map<String, Object> check = new LinkedHashMap<>();
        check.put("done", seen != null);
        if (seen != null) {
            check.put(what, seen);
        }
        return check;
    }

    private static Map<String, Object> certificate(Hook.@Nullable TlsShown last) {
        if (last == null) {
            return Map.of("state", "none");
        }
        Map<String, Object> told = new LinkedHashMap<>();
        told.put("state", last.reaction() == Reaction.ACCEPTED ? "accepted" : "refused");
        told.put("client", last.hello().client().address().host());
        told.put("host", last.hello().server().toString());
        if (last.reaction() != Reaction.ACCEPTED) {
            told.put("reason", last.detail());
        }
        return told;
    }
}
