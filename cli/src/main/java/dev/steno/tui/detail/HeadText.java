package dev.steno.tui.detail;

import dev.steno.content.view.FormView;
import dev.steno.content.view.HeaderViews;
import dev.steno.content.view.ViewOutput;
import dev.steno.flow.Headers;
import dev.steno.flow.HttpRequest;
import dev.steno.flow.HttpResponse;
import dev.steno.text.StatusPhrase;
import dev.steno.tui.line.Line;
import dev.steno.tui.line.Style;
import dev.steno.tui.viewer.SpanText;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/** The head of a message as lines: its first line, its fields as sent, and beneath them what they mean. Pure. */
final class HeadText {
    /** Upper bound on the lines of one explanation. */
    private static final int EXPLAINED = 1_000;

    private HeadText() {}

    static void add(HttpRequest request, List<Line> lines) {
        lines.add(Line.builder()
                .add(Style.BOLD, request.method() + " ")
                .add(request.url())
                .add(Style.DIM, " " + request.version())
                .build());
        addFields(request.headers(), lines);
        int question = request.path().indexOf('?');
        explain(
                "query",
                view -> FormView.showQuery(question < 0 ? "" : request.path().substring(question + 1), view),
                lines);
        explain("cookies", view -> HeaderViews.showCookies(request.headers(), view), lines);
        explain("authorization", view -> HeaderViews.showAuthorization(request.headers(), view), lines);
    }

    static void add(HttpResponse response, List<Line> lines) {
        boolean sent = !response.reason().isEmpty();
        lines.add(Line.builder()
                .add(Style.DIM, response.version() + " ")
                .add(Style.ofStatus(response.status()), Integer.toString(response.status()))
                // HTTP/2 sends no phrase
                .add(sent ? Style.TEXT : Style.DIM, " " + StatusPhrase.of(response.status(), response.reason()))
                .build());
        addFields(response.headers(), lines);
        explain("cookies", view -> HeaderViews.showCookies(response.headers(), view), lines);
    }

    static void addFields(Headers headers, List<Line> lines) {
        for (int i = 0; i < headers.size(); i++) {
            lines.add(Line.builder()
                    .add(Style.KEY, headers.name(i))
                    .add(Style.PUNCTUATION, ": ")
                    .add(headers.value(i))
                    .build());
        }
    }

    private static void explain(String title, Consumer<ViewOutput> view, List<Line> lines) {
        List<Line> explained = new ArrayList<>();
        view.accept(new ViewOutput(spans -> explained.add(SpanText.line(spans)), EXPLAINED));
        if (!explained.isEmpty()) {
            lines.add(Line.EMPTY);
            lines.add(Line.of(Style.DIM, title));
            explained.forEach(line -> lines.add(Line.of("  ").then(line)));
        }
    }
}
