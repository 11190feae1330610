package dev.steno.tui.detail;

import dev.steno.content.view.ContentViews;
import dev.steno.flow.Flow;
import dev.steno.flow.Headers;
import dev.steno.flow.HttpFlow;
import dev.steno.flow.HttpRequest;
import dev.steno.flow.HttpResponse;
import dev.steno.look.BodyLook;
import dev.steno.look.FlowBody;
import dev.steno.look.LookRequest;
import dev.steno.text.Quantity;
import dev.steno.text.StatusPhrase;
import dev.steno.tui.line.Line;
import dev.steno.tui.line.Style;
import dev.steno.tui.line.StyledText;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A request or a response: its start line, its header fields, and its body by a content view. */
final class MessageTab implements DetailTab {
    private final boolean ofRequest;

    MessageTab(boolean ofRequest) {
        this.ofRequest = ofRequest;
    }

    @Override
    public String name() {
        return ofRequest ? "Request" : "Response";
    }

    @Override
    public boolean fits(Flow flow) {
        return flow instanceof HttpFlow http && (ofRequest || http.response() != null);
    }

    @Override
    public List<Line> read(Wanted wanted) throws IOException {
        List<Line> lines = new ArrayList<>();
        if (wanted.flow() instanceof HttpFlow http) {
            HttpResponse response = http.response();
            if (ofRequest || response == null) {
                HttpRequest request = http.request();
                lines.add(Line.of(Style.BOLD, request.method() + " " + request.url() + " " + request.version()));
                addFields(request.headers(), lines);
            } else {
                String phrase = StatusPhrase.of(response.status(), response.reason());
                lines.add(Line.builder()
                        .add(Style.BOLD, response.version() + " ")
                        .add(Style.ofStatus(response.status()), response.status() + " " + phrase)
                        .build());
                addFields(response.headers(), lines);
            }
            lines.add(Line.EMPTY);
            addBody(wanted, lines);
        }
        return lines;
    }

    private static void addFields(Headers headers, List<Line> lines) {
        for (int i = 0; i < headers.size(); i++) {
            lines.add(Line.builder()
                    .add(Style.KEY, headers.name(i))
                    .add(Style.PUNCTUATION, ": ")
                    .add(headers.value(i))
                    .build());
        }
    }

    private void addBody(Wanted wanted, List<Line> lines) throws IOException {
        FlowBody body = FlowBody.of(wanted.flow(), ofRequest).orElse(null);
        if (body == null || body.body().size() == 0) {
            lines.add(Line.of(Style.NOTE, body != null && body.growing() ? "(no body yet)" : "(no body)"));
            return;
        }
        @Nullable String named = wanted.view();
        LookRequest request = new LookRequest(
                named == null ? null : ContentViews.named(named).orElse(null), 0, LookRequest.MOST, null, true);
        BodyLook look = wanted.looks().look(wanted.reader(), body, request);
        lines.add(Line.of(Style.NOTE, describe(look)));
        look.lines()
                .forEach(spans -> lines.add(Line.of(spans.stream()
                        .map(span -> new StyledText(Style.of(span.kind()), span.text()))
                        .toArray(StyledText[]::new))));
        if (look.truncated()) {
            lines.add(Line.of(Style.NOTE, "(more follows)"));
        }
    }

    private static String describe(BodyLook look) {
        StringBuilder text = new StringBuilder(look.view().name()).append(", ").append(Quantity.bytes(look.size()));
        if (!look.decodedFrom().isEmpty()) {
            text.append(", decoded from ").append(String.join(", ", look.decodedFrom()));
        }
        if (look.problem() != null) {
            text.append("; ").append(look.problem());
        }
        return text.toString();
    }
}
