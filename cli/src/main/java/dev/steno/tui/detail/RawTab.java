package dev.steno.tui.detail;

import dev.steno.content.BodyText;
import dev.steno.content.view.ContentViews;
import dev.steno.content.view.ViewContent;
import dev.steno.copy.CopyFormat;
import dev.steno.flow.Body;
import dev.steno.flow.Flow;
import dev.steno.flow.HttpFlow;
import dev.steno.flow.HttpResponse;
import dev.steno.look.BodyLooks;
import dev.steno.look.LookRequest;
import dev.steno.store.SessionReader;
import dev.steno.text.Quantity;
import dev.steno.tui.line.Line;
import dev.steno.tui.line.Style;
import dev.steno.tui.viewer.Content;
import dev.steno.tui.viewer.Excerpt;
import dev.steno.tui.viewer.SpanText;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Both messages as in HTTP/1.1, whatever their version, with their bodies as they were transferred. */
final class RawTab implements TextTab {
    /** Upper bound on a body that is shown here; the other tabs show larger ones part by part. */
    private static final int LARGEST = 256 << 10;

    @Override
    public String name() {
        return "Raw";
    }

    @Override
    public boolean fits(ShownFlow shown) {
        return shown.flow() instanceof HttpFlow;
    }

    @Override
    public Content content(ShownFlow shown, Panes panes) {
        HttpFlow flow = (HttpFlow) shown.flow();
        return (reader, offset) -> Excerpt.of(lines(flow, reader));
    }

    private static List<Line> lines(HttpFlow flow, SessionReader reader) throws IOException {
        List<Line> lines = new ArrayList<>();
        add(flow, CopyFormat.RAW, flow.request().body(), reader, lines);
        HttpResponse response = flow.response();
        if (response != null) {
            lines.add(Line.EMPTY);
            add(flow, CopyFormat.RAW_RESPONSE, response.body(), reader, lines);
        }
        return lines;
    }

    private static void add(HttpFlow flow, CopyFormat format, Body body, SessionReader reader, List<Line> lines)
            throws IOException {
        boolean large = body.size() > LARGEST;
        Flow shown = large ? bodiless(flow, format) : flow;
        byte[] raw = format.copy(shown, reader);
        int head = headLength(raw);
        new String(raw, 0, head, StandardCharsets.ISO_8859_1).lines().forEach(line -> lines.add(Line.of(line)));
        if (large) {
            lines.add(Line.of(
                    Style.NOTE,
                    "(" + Quantity.bytes(body.size()) + " of body; the tab "
                            + (format == CopyFormat.RAW ? "Request" : "Response") + " shows it)"));
        } else if (raw.length > head) {
            byte[] bytes = Arrays.copyOfRange(raw, head, raw.length);
            String view = BodyText.looksLikeText(bytes) ? "text" : "hex";
            LookRequest how = new LookRequest(ContentViews.named(view).orElseThrow(), 0, LookRequest.MOST, null, true);
            BodyLooks.look(ViewContent.of(bytes, null), how).lines().forEach(spans -> lines.add(SpanText.line(spans)));
        }
    }

    private static Flow bodiless(HttpFlow flow, CopyFormat format) {
        HttpResponse response = flow.response();
        return format == CopyFormat.RAW || response == null
                ? flow.withRequest(flow.request().withBody(Body.NONE))
                : flow.withResponse(response.withBody(Body.NONE));
    }

    /** The length of the head with the empty line at its end. */
    private static int headLength(byte[] raw) {
        for (int i = 3; i < raw.length; i++) {
            if (raw[i] == '\n' && raw[i - 1] == '\r' && raw[i - 2] == '\n' && raw[i - 3] == '\r') {
                return i + 1;
            }
        }
        return raw.length;
    }
}
