package dev.steno.builtin;

import dev.steno.addon.Addon;
import dev.steno.addon.Hook;
import dev.steno.addon.HookContext;
import dev.steno.addon.Phase;
import dev.steno.addon.Registrar;
import dev.steno.addon.Verdict;
import dev.steno.flow.Endpoint;
import dev.steno.flow.HttpFlow;
import dev.steno.flow.HttpRequest;
import java.time.Clock;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Answers requests for one host name, and for the proxy's own address, inside the proxy: with a page that explains how
 * to set the proxy and to trust its CA, offers the files for both, and shows whether this client is intercepted. Such
 * requests are never forwarded. The page has no secrets and changes nothing.
 *
 * <p>The handler runs on event loops and only compares a host name. The page is made on its own thread at the first
 * request for it, and again once a day if there are requests, since its revocation list expires.
 */
public final class CaPage implements Addon {
    /**
     * The default host name: {@code .internal} is reserved for private use and never delegated (ICANN board, 29 July
     * 2024).
     */
    public static final String HOST = "steno.internal";

    private static final CompletionStage<Verdict<HttpFlow>> PASS =
            CompletableFuture.completedFuture(Verdict.<HttpFlow>pass()).minimalCompletionStage();

    private final String host;
    private final Function<Instant, CaDocuments> documents;
    private final Supplier<List<Endpoint>> reachable;
    private final Supplier<String> web;
    private final InstantSource clock;
    private @Nullable CompletableFuture<CaPageContent> content; // guarded by this; null before the first request

    /** The page under its default name. */
    public CaPage(Function<Instant, CaDocuments> documents) {
        this(HOST, documents);
    }

    /**
     * The page under its default name.
     *
     * @param reachable supplies the addresses at which other machines reach the proxy, the best first; called on event
     *     loops each time the page is shown
     * @param web supplies the URL of the web interface, empty if there is none; called as the other one
     */
    public CaPage(Function<Instant, CaDocuments> documents, Supplier<List<Endpoint>> reachable, Supplier<String> web) {
        this(HOST, documents, reachable, web, Clock.systemUTC());
    }

    /**
     * @param host the name under which clients find the page
     * @param documents returns the documents for an instant; called on the page's thread whenever the page is made, and
     *     again at the next request if it threw; may block
     */
    public CaPage(String host, Function<Instant, CaDocuments> documents) {
        this(host, documents, List::of, () -> "", Clock.systemUTC());
    }

    /** @param clock decides when the page is made again */
    CaPage(
            String host,
            Function<Instant, CaDocuments> documents,
            Supplier<List<Endpoint>> reachable,
            Supplier<String> web,
            InstantSource clock) {
        this.web = web;
        this.host = host;
        this.documents = documents;
        this.reachable = reachable;
        this.clock = clock;
    }

    @Override
    public void register(Registrar registrar) {
        registrar.onAsync(Hook.REQUEST_HEAD, Phase.DECIDE, this::decide);
    }

    private CompletionStage<Verdict<HttpFlow>> decide(HttpFlow flow, HookContext context) {
        HttpRequest request = flow.request();
        boolean ours = OwnName.matches(host, request.host()) || ProxyVisit.isDirect(flow);
        if (!ours || request.method().equals("CONNECT")) {
            return PASS;
        }
        // A new stage per request, so that a client that disconnects cancels its own stage and not that of the page.
        return content()
                .handle((made, error) -> new Verdict.Answer<>(
                        made == null ? CaPageContent.unavailable(request, error) : made.answer(flow)));
    }

    private synchronized CompletableFuture<CaPageContent> content() {
        Instant now = clock.instant();
        if (content == null || isSpent(content, now)) {
            content = CompletableFuture.supplyAsync(
                    () -> new CaPageContent(host, documents.apply(now), reachable, web, now), CaPage::onOwnThread);
        }
        return content;
    }

    private static boolean isSpent(CompletableFuture<CaPageContent> made, Instant now) {
        return made.isDone() && (made.isCompletedExceptionally() || made.join().isDue(now));
    }

    private static void onOwnThread(Runnable task) {
        Thread thread = new Thread(task, "ca-page");
        thread.setDaemon(true);
        thread.start();
    }
}
