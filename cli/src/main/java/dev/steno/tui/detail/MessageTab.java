package dev.steno.tui.detail;

import dev.steno.flow.FlowError;
import dev.steno.flow.Headers;
import dev.steno.flow.HttpFlow;
import dev.steno.flow.HttpResponse;
import dev.steno.look.FlowBody;
import dev.steno.store.SessionReader;
import dev.steno.text.FlowSummary;
import dev.steno.tui.line.Line;
import dev.steno.tui.line.Style;
import dev.steno.tui.viewer.BodyPages;
import dev.steno.tui.viewer.BodyPart;
import dev.steno.tui.viewer.Content;
import dev.steno.tui.viewer.Excerpt;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A request or a response: its head, what that means, and its body by a content view. */
final class MessageTab implements TextTab {
    private final boolean ofRequest;

    MessageTab(boolean ofRequest) {
        this.ofRequest = ofRequest;
    }

    @Override
    public String name() {
        return ofRequest ? "Request" : "Response";
    }

    @Override
    public boolean fits(ShownFlow shown) {
        return shown.flow() instanceof HttpFlow http && (ofRequest || http.response() != null);
    }

    @Override
    public Content content(ShownFlow shown, Panes panes) {
        HttpFlow flow = (HttpFlow) shown.flow();
        FlowBody body = FlowBody.of(flow, ofRequest).orElseThrow();
        return new MessageContent(flow, body, new BodyPages(new HttpBody(flow, body, panes.looks()), panes.choices()));
    }

    /** The content of such a tab. Immutable. */
    private record MessageContent(HttpFlow flow, FlowBody body, BodyPages pages) implements Content {
        @Override
        public Excerpt read(SessionReader reader, long offset) throws IOException {
            List<Line> lines = new ArrayList<>();
            if (offset == 0) {
                addHead(lines);
                lines.add(Line.EMPTY);
            }
            BodyPart part = null;
            if (body.body().size() > 0) {
                part = pages.read(reader, offset, lines);
            } else {
                lines.add(Line.of(Style.NOTE, absence()));
            }
            Headers trailers = trailers();
            if (trailers != null && !trailers.isEmpty() && (part == null || !part.more())) {
                lines.add(Line.EMPTY);
                lines.add(Line.of(Style.DIM, "trailers"));
                HeadText.addFields(trailers, lines);
            }
            return new Excerpt(lines, part);
        }

        private void addHead(List<Line> lines) {
            FlowError error = flow.error();
            if (error != null) {
                lines.add(Line.of(Style.ERROR, "failed: " + FlowSummary.reason(error)));
            }
            if (body.ofRequest()) {
                HeadText.add(flow.request(), lines);
                return;
            }
            for (HttpResponse interim : flow.interim()) {
                HeadText.add(interim, lines);
                lines.add(Line.EMPTY);
            }
            HttpResponse response = flow.response();
            if (response != null) {
                HeadText.add(response, lines);
            }
        }

        private String absence() {
            if (body.body().trueSize() > 0) {
                return String.format(
                        "(%,d bytes of body passed, none was kept, by --body-limit)",
                        body.body().trueSize());
            }
            return body.growing() ? "(no body yet)" : "(no body)";
        }

        private @Nullable Headers trailers() {
            HttpResponse response = flow.response();
            return body.ofRequest() ? flow.request().trailers() : response == null ? null : response.trailers();
        }

        @Override
        public Found find(SessionReader reader, String text, long from, long before, boolean last) throws IOException {
            return pages.find(reader, text, from, before, last);
        }
    }
}
