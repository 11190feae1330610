package dev.steno.flow;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Estimates the heap that a flow occupies, in bytes, for byte budgets. Counts every part whose size a peer controls.
 * Parts that revisions share are counted for each of them, so a sum may be too high but never too low. Stateless.
 */
public final class HeapBytes {
    /** The heap of a flow with short strings: its records and both peers. */
    private static final long BARE_FLOW = 1024;

    private static final long STRING = 56;
    private static final long FIELD = 2 * STRING;
    private static final long BARE_MESSAGE = 128;
    private static final long BARE_HOLD = 64 + 2 * STRING;
    private static final long BARE_CERTIFICATE = 256;
    private static final long NUMBER = 20;

    private HeapBytes() {}

    /** The heap of a flow, without the certificates of its connections, which are shared with other flows. */
    public static long of(Flow flow) {
        long bytes = BARE_FLOW
                + of(flow.notes())
                + of(flow.error())
                + of(flow.client())
                + of(flow.server())
                + of(flow.holds());
        if (flow instanceof TcpFlow tcp) {
            return bytes + tcp.target().host().length() + tcp.protocol().length();
        }
        for (HttpFlow at = (HttpFlow) flow; at != null; at = at.original()) {
            bytes += of(at.request());
            if (at != flow && at.holds() != flow.holds()) {
                bytes += of(at.holds());
            }
            HttpResponse response = at.response();
            if (response != null) {
                bytes += of(response);
            }
            if (at == flow || at.interim() != ((HttpFlow) flow).interim()) {
                for (HttpResponse interim : at.interim()) {
                    bytes += BARE_MESSAGE + of(interim);
                }
            }
        }
        return bytes;
    }

    private static long of(List<Hold> holds) {
        long bytes = 0;
        for (Hold hold : holds) {
            bytes += BARE_HOLD + hold.why().length() + hold.by().length();
        }
        return bytes;
    }

    private static long of(HttpRequest request) {
        return (long) request.method().length()
                + request.host().length()
                + request.path().length()
                + request.version().length()
                + of(request.headers())
                + of(request.trailers())
                + of(request.body());
    }

    private static long of(HttpResponse response) {
        return (long) response.reason().length()
                + of(response.headers())
                + of(response.trailers())
                + of(response.body());
    }

    private static long of(@Nullable Headers headers) {
        long bytes = 0;
        if (headers != null) {
            for (int i = 0; i < headers.size(); i++) {
                bytes += FIELD + headers.name(i).length() + headers.value(i).length();
            }
        }
        return bytes;
    }

    private static long of(Body body) {
        return body instanceof Body.Inline inline ? inline.bytes().length : 0;
    }

    private static long of(@Nullable FlowError error) {
        return error == null ? 0 : STRING + error.message().length();
    }

    private static long of(Notes notes) {
        if (notes == Notes.NONE) {
            return 0;
        }
        long bytes = (long) notes.mark().length() + notes.comment().length();
        for (Map.Entry<String, String> one : notes.metadata().entrySet()) {
            bytes += FIELD + one.getKey().length() + one.getValue().length();
        }
        return bytes;
    }

    private static long of(@Nullable Peer peer) {
        Tls tls = peer == null ? null : peer.tls();
        if (tls == null) {
            return 0;
        }
        long bytes = NUMBER * tls.extensions().size();
        String sni = tls.sni();
        if (sni != null) {
            bytes += STRING + sni.length();
        }
        List<String> offers = tls.alpnOffers();
        for (int i = 0; i < offers.size(); i++) {
            bytes += STRING + offers.get(i).length();
        }
        return bytes;
    }

    /** The heap of the certificates that both peers presented. */
    public static long ofCertificates(Flow flow) {
        return certificates(flow.client()) + certificates(flow.server());
    }

    private static long certificates(@Nullable Peer peer) {
        Tls tls = peer == null ? null : peer.tls();
        long bytes = 0;
        if (tls != null) {
            for (Certificate one : tls.peerCertificates()) {
                bytes += BARE_CERTIFICATE + one.der().length;
            }
        }
        return bytes;
    }
}
