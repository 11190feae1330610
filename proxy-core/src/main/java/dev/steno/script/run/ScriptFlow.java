package dev.steno.script.run;

import dev.steno.addon.HookContext;
import dev.steno.addon.RecordedFlows;
import dev.steno.addon.Verdict;
import dev.steno.flow.BodyTransform;
import dev.steno.flow.FlowError;
import dev.steno.flow.Headers;
import dev.steno.flow.HttpFlow;
import dev.steno.flow.HttpResponse;
import dev.steno.flow.Notes;
import dev.steno.flow.Peer;
import dev.steno.script.Script;
import dev.steno.text.FlowSummary;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** An exchange as a script sees it, and what the script does with it. Used by one thread, during a call. */
final class ScriptFlow implements Script.Flow, ShownExchange {
    private final ScriptVersion version;
    private final HookName hook;
    private final Point point;
    private final ScriptFlowScope scope;
    private final Supplier<RecordedFlows> recorded;
    private final HttpFlow before;
    private HttpFlow now;
    private @Nullable Verdict<HttpFlow> decision;
    private @Nullable FlowError failure;
    private boolean retried;
    private @Nullable ScriptRequest request;
    private @Nullable ScriptResponse response;
    private @Nullable List<Supplier<BodyTransform>> transforms;

    ScriptFlow(
            ScriptVersion version,
            HookName hook,
            Point point,
            HttpFlow flow,
            ScriptFlowScope scope,
            Supplier<RecordedFlows> recorded) {
        this.version = version;
        this.hook = hook;
        this.point = point;
        this.scope = scope;
        this.recorded = recorded;
        this.before = flow;
        this.now = flow;
    }

    @Override
    public Point point() {
        return point;
    }

    @Override
    public Consumer<Throwable> failures() {
        String method = hook.method();
        long id = before.id();
        return failure -> version.failed(method, id, failure);
    }

    /** The server failed, which the flow does not say yet. */
    void failedBy(FlowError error) {
        failure = error;
    }

    @Override
    public void set(HttpFlow next) {
        now = next;
    }

    @Override
    public void transform(Supplier<BodyTransform> made) {
        List<Supplier<BodyTransform>> all = transforms == null ? new ArrayList<>() : transforms;
        all.add(made);
        transforms = all;
    }

    /** What the script decided. Called once, on the thread of the call, after it returned. */
    Verdict<HttpFlow> verdict(HookContext context, String script) {
        if (transforms != null) {
            transforms.forEach(context::transform);
        }
        Verdict<HttpFlow> decided = decision;
        boolean changed = now != before;
        if (changed || decided != null || transforms != null) {
            context.trace(script);
        }
        if (decided == null) {
            return changed ? new Verdict.Replace<>(now) : Verdict.pass();
        }
        return changed ? new Verdict.After<>(now, decided) : decided;
    }

    /** Whether the script asked for another attempt at the server. */
    boolean retried() {
        return retried;
    }

    @Override
    public long id() {
        return before.id();
    }

    @Override
    public Script.Request request() {
        ScriptRequest part = request;
        if (part == null) {
            part = new ScriptRequest(this, recorded);
            request = part;
        }
        return part;
    }

    @Override
    public Script.Response response() {
        if (now.response() == null) {
            throw new IllegalStateException("there is no response yet in " + hook.method() + ": use response or "
                    + "responseheaders, or answer()");
        }
        ScriptResponse part = response;
        if (part == null) {
            part = new ScriptResponse(this, recorded);
            response = part;
        }
        return part;
    }

    @Override
    public boolean hasResponse() {
        return now.response() != null;
    }

    @Override
    public String error() {
        FlowError error = failure == null ? now.error() : failure;
        return error == null ? "" : FlowSummary.reason(error);
    }

    @Override
    public String client() {
        return now.client().address().host();
    }

    @Override
    public boolean isReplay() {
        return Peer.REPLAY.equals(now.client().mode())
                || !now.notes().replayOf().isEmpty();
    }

    @Override
    public void kill() {
        kill("killed by the script");
    }

    @Override
    public void kill(String reason) {
        requireUndecided();
        decision = new Verdict.Drop<>(reason);
    }

    @Override
    public void answer(int status, String text, String... headers) {
        answer(status, text.getBytes(StandardCharsets.UTF_8), headers);
    }

    @Override
    public void answer(int status, byte[] body, String... headers) {
        requireUndecided();
        if (headers.length % 2 != 0) {
            throw new IllegalArgumentException("the headers of an answer are names and values in turn");
        }
        for (int i = 0; i < headers.length; i += 2) {
            ScriptPart.requireField(headers[i], headers[i + 1]);
        }
        decision = new Verdict.Answer<>(HttpResponse.made(status, Headers.of(headers), body));
    }

    @Override
    public void retry() {
        if (point != Point.FAILED) {
            throw new IllegalStateException("a request is retried in server_failed only");
        }
        retried = true;
    }

    private void requireUndecided() {
        if (point == Point.OVER) {
            throw new IllegalStateException("the exchange is over in " + hook.method());
        }
        if (decision != null) {
            throw new IllegalStateException("the exchange was ended or answered already: return after that");
        }
    }

    @Override
    public void intercept() {
        if (point == Point.FAILED || point == Point.OVER) {
            throw new IllegalStateException("nothing can be held in " + hook.method());
        }
        scope.intercept = true;
    }

    @Override
    public @Nullable String metadata(String name) {
        return now.notes().metadata().get(name);
    }

    @Override
    public void metadata(String name, String value) {
        if (name.startsWith("steno.") || name.equals(Notes.RULES) || name.equals(ScriptHttp.ANNOTATION)) {
            throw new IllegalArgumentException("the annotation " + name + " is set by Steno only: choose another name");
        }
        now = now.withNotes(now.notes().withMetadata(name, value));
    }

    @Override
    public void comment(String text) {
        now = now.withNotes(now.notes().withComment(text));
    }

    @Override
    public void mark(String text) {
        now = now.withNotes(now.notes().withMark(text));
    }

    @Override
    public Map<String, Object> local() {
        return scope.local();
    }

    @Override
    public HttpFlow value() {
        return now;
    }

    @Override
    public HttpResponse answered() {
        return Objects.requireNonNull(now.response(), "no response");
    }
}
