package dev.steno.script.run;

import dev.steno.addon.RecordedFlows;
import dev.steno.content.ContentDecoder;
import dev.steno.flow.Body;
import dev.steno.flow.Headers;
import dev.steno.flow.HttpFlow;
import dev.steno.flow.HttpRequest;
import dev.steno.flow.HttpResponse;
import dev.steno.flow.Notes;
import dev.steno.flow.Times;
import dev.steno.local.LocalClient;
import dev.steno.local.LocalClients;
import dev.steno.local.LocalExchange;
import dev.steno.local.LocalRequest;
import dev.steno.script.Script;
import dev.steno.text.FlowSummary;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** The requests that a script sends, through the proxy itself. Any thread that may block. */
final class ScriptHttp implements Script.Http, AutoCloseable {
    /** The annotation of the flows, whose value is the name of the script. */
    static final String ANNOTATION = "script";

    private static final long PATIENCE_SECONDS = 30;
    private static final int MOST_BYTES = 64 << 20;

    private final String script;
    private final Supplier<LocalClients> clients;
    private final Supplier<RecordedFlows> recorded;
    private @Nullable LocalClient client; // guarded by this

    ScriptHttp(String script, Supplier<LocalClients> clients, Supplier<RecordedFlows> recorded) {
        this.script = script;
        this.clients = clients;
        this.recorded = recorded;
    }

    private synchronized LocalClient client() {
        LocalClient open = client;
        if (open == null) {
            open = clients.get().open(null);
            client = open;
        }
        return open;
    }

    @Override
    public Script.Answer get(String url) {
        return send("GET", url, new byte[0]);
    }

    @Override
    public Script.Answer send(String method, String url, byte[] body, String... headers) {
        HttpRequest request = new HttpRequest(
                        method,
                        "http",
                        "localhost",
                        80,
                        "/",
                        "HTTP/1.1",
                        Headers.of("Host", "localhost"),
                        null,
                        body.length == 0 ? Body.NONE : new Body.Inline(body),
                        Times.now(),
                        Times.now())
                .to(url, false);
        Headers fields = request.headers().with("Accept", "*/*");
        for (int i = 0; i + 1 < headers.length; i += 2) {
            fields = fields.set(headers[i], headers[i + 1]);
        }
        Notes notes = Notes.NONE.withMetadata(ANNOTATION, script);
        LocalExchange exchange = client().send(new LocalRequest(request.withHeaders(fields), notes));
        HttpFlow flow = await(exchange, method + " " + url);
        HttpResponse response = flow.response();
        if (response == null || flow.error() != null) {
            throw new IllegalStateException(method + " " + url + " failed: "
                    + (flow.error() == null ? "there was no response" : FlowSummary.reason(flow.error())));
        }
        return new Script.Answer(response.status(), response.headers(), body(response));
    }

    private static HttpFlow await(LocalExchange exchange, String what) {
        try {
            return exchange.ended().toCompletableFuture().get(PATIENCE_SECONDS, TimeUnit.SECONDS);
        } catch (TimeoutException e) {
            exchange.cancel("the script waited for " + PATIENCE_SECONDS + " s");
            throw new IllegalStateException(what + " had no response within " + PATIENCE_SECONDS + " s", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            exchange.cancel("the script was interrupted");
            throw new IllegalStateException(what + " was interrupted", e);
        } catch (ExecutionException e) {
            throw new IllegalStateException(what + " failed: " + e.getCause(), e);
        }
    }

    private byte[] body(HttpResponse response) {
        if (response.body() instanceof Body.None) {
            return new byte[0];
        }
        try (InputStream raw = response.body() instanceof Body.Inline inline
                ? new ByteArrayInputStream(inline.bytes())
                : recorded.get().body(response.body())) {
            byte[] sent = raw.readNBytes(MOST_BYTES);
            return ContentDecoder.partial(MOST_BYTES).decode(sent, response.headers());
        } catch (IOException e) {
            throw new UncheckedIOException("the body of the response cannot be read: " + e.getMessage(), e);
        }
    }

    @Override
    public synchronized void close() {
        if (client != null) {
            client.close();
        }
    }
}
