package dev.steno.cli.client;

import dev.steno.addon.Addon;
import dev.steno.addon.Hook;
import dev.steno.addon.Phase;
import dev.steno.addon.Registrar;
import dev.steno.addon.Verdict;
import dev.steno.flow.HttpFlow;
import java.util.Locale;
import java.util.Set;

/**
 * Marks requests that a browser sends of its own accord, by their hosts, with a comment, so that a list can leave them
 * out: {@code not comment = browser-background}. Runs on event loops; never blocks.
 */
final class BackgroundTraffic implements Addon {
    static final String COMMENT = "browser-background";

    /** Hosts that pages do not use: updates, hints, metrics, connectivity checks, push and accounts of browsers. */
    private static final Set<String> HOSTS = Set.of(
            "accounts.google.com",
            "android.clients.google.com",
            "clients2.google.com",
            "clients4.google.com",
            "clientservices.googleapis.com",
            "content-autofill.googleapis.com",
            "mtalk.google.com",
            "optimizationguide-pa.googleapis.com",
            "redirector.gvt1.com",
            "safebrowsing.googleapis.com",
            "update.googleapis.com",
            "edge.microsoft.com",
            "config.edge.skype.com",
            "detectportal.firefox.com",
            "firefox.settings.services.mozilla.com",
            "aus5.mozilla.org",
            "push.services.mozilla.com",
            "incoming.telemetry.mozilla.org",
            "normandy.cdn.mozilla.net");

    @Override
    public void register(Registrar registrar) {
        registrar.on(Hook.REQUEST_HEAD, Phase.ROUTE, (flow, context) -> mark(flow));
    }

    private static Verdict<HttpFlow> mark(HttpFlow flow) {
        return HOSTS.contains(flow.request().host().toLowerCase(Locale.ROOT))
                ? new Verdict.Replace<>(flow.withNotes(flow.notes().withComment(COMMENT)))
                : Verdict.pass();
    }
}
