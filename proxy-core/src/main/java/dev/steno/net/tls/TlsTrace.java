package dev.steno.net.tls;

import dev.steno.flow.Tls;
import dev.steno.net.channel.ConnectionTrace;
import dev.steno.net.channel.Failures;
import dev.steno.net.channel.TraceStep;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The steps of TLS in a connection's trace. Stateless. */
public final class TlsTrace {
    private TlsTrace() {}

    public static void hello(ConnectionTrace trace, Object by, Tls hello) {
        if (trace.isOn()) {
            trace.step(TraceStep.CLIENT_HELLO, by, hello.sni() + ", offers " + hello.alpnOffers());
        }
    }

    /** @param offers the protocols that are offered or agreed to */
    public static void begun(ConnectionTrace trace, Object by, String name, List<String> offers) {
        if (trace.isOn()) {
            trace.step(TraceStep.TLS_BEGUN, by, name + ", " + offers);
        }
    }

    public static void done(ConnectionTrace trace, Object by, @Nullable Tls tls) {
        if (trace.isOn() && tls != null) {
            trace.step(TraceStep.TLS_DONE, by, tls.version() + " " + tls.cipher() + ", ALPN " + tls.alpn());
        }
    }

    public static void failed(ConnectionTrace trace, Object by, Throwable cause) {
        if (trace.isOn()) {
            trace.step(TraceStep.TLS_FAILED, by, Failures.text(cause));
        }
    }
}
