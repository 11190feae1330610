package dev.steno.interop.mitm;

import dev.steno.flow.Body;
import dev.steno.flow.Flow;
import dev.steno.flow.FlowNumber;
import dev.steno.flow.HttpFlow;
import dev.steno.flow.TcpFlow;
import dev.steno.interop.loss.Loss;
import dev.steno.interop.outlet.ExportFlows;
import dev.steno.interop.outlet.FlowExporter;
import dev.steno.interop.tnetstring.TnetWriter;
import java.io.IOException;
import java.io.OutputStream;
import java.util.List;

/** Writes mitmproxy's flow files in format 21, or 17 for mitmproxy 8.1. Stateless. */
public final class MitmExporter implements FlowExporter {
    /** mitmproxy holds a content as one value; a longer one is not written. */
    private static final long LONGEST_BODY = (1L << 31) - 1;

    private static final int BUFFER = 64 << 10;

    @Override
    public String label() {
        return "mitm";
    }

    @Override
    public String title() {
        return "mitmproxy flow file, format 21 or 17, without 1xx responses and holds";
    }

    @Override
    public List<Integer> versions() {
        return List.of(FlowStateWriter.NEWEST, FlowStateWriter.OLD);
    }

    @Override
    public String extension() {
        return ".mitm";
    }

    @Override
    public String mediaType() {
        return "application/octet-stream";
    }

    @Override
    public void exportFlows(ExportFlows from, OutputStream to) throws IOException {
        int asked = from.options().formatVersion();
        int format = asked == 0 ? FlowStateWriter.NEWEST : asked;
        if (format != FlowStateWriter.NEWEST && format != FlowStateWriter.OLD) {
            throw new IOException("format " + format + " of mitmproxy is not written: use " + FlowStateWriter.NEWEST
                    + ", or " + FlowStateWriter.OLD + " for mitmproxy 8.1");
        }
        TnetWriter buffer = new TnetWriter(BUFFER);
        try (Contents contents = new Contents(from)) {
            FlowStateWriter writer = new FlowStateWriter(buffer, format, contents);
            from.forEach(flow -> {
                if (!isTaken(flow, format, from)) {
                    return;
                }
                try (Spool messages = new Spool()) {
                    if (flow.messages() > 0) {
                        new MessageWriter(from, messages).write(flow);
                    }
                    if (flow instanceof HttpFlow http) {
                        writer.http(http, http.webSocket() == null ? null : messages);
                    } else if (flow instanceof TcpFlow tcp) {
                        writer.stream(tcp, messages);
                    }
                    buffer.drainTo(to);
                } finally {
                    contents.release();
                }
                FlowStateWriter.countLosses(flow, from.losses());
                from.wrote();
            });
        }
    }

    private static boolean isTaken(Flow flow, int format, ExportFlows from) {
        if (flow instanceof TcpFlow tcp && tcp.protocol().equals("udp") && format < FlowStateWriter.NEWEST) {
            from.losses()
                    .count(Loss.KIND_UNSUPPORTED, "flow " + FlowNumber.print(flow.id()) + ": UDP in format " + format);
            return false;
        }
        for (HttpFlow at = flow instanceof HttpFlow http ? http : null; at != null; at = at.original()) {
            Body answered = at.response() == null ? Body.NONE : at.response().body();
            if (Math.max(at.request().body().size(), answered.size()) > LONGEST_BODY) {
                from.losses()
                        .count(
                                Loss.KIND_UNSUPPORTED,
                                "flow " + FlowNumber.print(flow.id()) + ": a body of more than 2 GiB");
                return false;
            }
        }
        return true;
    }
}
