package dev.steno.net.conn;

import dev.steno.addon.ConnectionEvent;
import dev.steno.addon.FlowEvent;
import dev.steno.addon.Hook;
import dev.steno.addon.InterimResponse;
import dev.steno.addon.ServerFailure;
import dev.steno.addon.Verdict;
import dev.steno.addon.bus.AddonWatcher;
import dev.steno.addon.bus.HookChain;
import dev.steno.flow.Endpoint;
import dev.steno.flow.Flow;
import dev.steno.flow.FlowError;
import dev.steno.flow.Peer;
import dev.steno.net.channel.TraceLog;
import dev.steno.net.channel.TraceMask;
import dev.steno.net.channel.TraceStep;
import org.jspecify.annotations.Nullable;

/** Traces the verdicts of addons and the beginning and end of flows, under the number of the client's connection. Any thread. */
public final class AddonTrace implements AddonWatcher {
    private final TraceLog log;

    public AddonTrace(TraceLog log) {
        this.log = log;
    }

    @Override
    public void decided(String addon, Hook<?> hook, Object subject, @Nullable Verdict<?> verdict, long nanos) {
        Flow flow = flow(subject);
        Peer client = flow != null ? flow.client() : client(subject);
        String detail = hook + " " + addon + ": " + words(verdict) + ", " + nanos / 1_000 + " us";
        log.addLine(
                client == null ? 0 : client.connection(),
                0,
                flow == null ? 0 : flow.id(),
                HookChain.class,
                TraceStep.HOOK,
                detail);
    }

    private static @Nullable Flow flow(Object subject) {
        if (subject instanceof Flow shown) {
            return shown;
        } else if (subject instanceof Hook.StreamMessage message) {
            return message.flow();
        }
        if (subject instanceof InterimResponse interim) {
            return interim.flow();
        }
        return subject instanceof ServerFailure failure ? failure.flow() : null;
    }

    /** The client's connection of a hook that shows no flow; null if the hook does not name it. */
    private static @Nullable Peer client(Object subject) {
        if (subject instanceof Peer peer) {
            return peer;
        } else if (subject instanceof Hook.TlsHello hello) {
            return hello.client();
        } else if (subject instanceof Hook.TunnelStart start) {
            return start.client();
        }
        if (subject instanceof ConnectionEvent event) {
            return event.client();
        }
        return subject instanceof Hook.TlsShown shown ? shown.hello().client() : null;
    }

    private static String words(@Nullable Verdict<?> verdict) {
        if (verdict == null) {
            return "failed";
        } else if (verdict instanceof Verdict.Drop<?> drop) {
            return "drop (" + drop.reason() + ")";
        } else if (verdict instanceof Verdict.Answer<?> answer) {
            return "answer " + answer.response().status();
        } else if (verdict instanceof Verdict.Replace<?> replace && replace.subject() instanceof Endpoint target) {
            return "replace by " + target;
        }
        return verdict.getClass().getSimpleName().toLowerCase(java.util.Locale.ROOT);
    }

    @Override
    public void published(FlowEvent.Revision fact) {
        if (fact instanceof FlowEvent.Opened opened) {
            add(opened.flow(), TraceStep.FLOW_OPENED, opened.flow().kind());
        } else if (fact instanceof FlowEvent.Closed closed) {
            FlowError error = closed.flow().error();
            String state = closed.flow().state().name().toLowerCase(java.util.Locale.ROOT);
            add(closed.flow(), TraceStep.FLOW_CLOSED, error == null ? state : state + ": " + text(error));
        }
    }

    /** The text of an error, with its quotations masked if its step is one whose errors quote a peer. */
    private static String text(FlowError error) {
        return switch (error.step()) {
            case REQUEST, RESPONSE -> TraceMask.quotes(error.message());
            default -> error.message();
        };
    }

    private void add(Flow flow, TraceStep step, String detail) {
        long server = flow.server() == null ? 0 : flow.server().connection();
        log.addLine(flow.client().connection(), server, flow.id(), AddonTrace.class, step, detail);
    }
}
