package dev.steno.cli.print;

import dev.steno.cli.command.Failure;
import dev.steno.cli.terminal.Console;
import dev.steno.content.view.FormView;
import dev.steno.content.view.HeaderViews;
import dev.steno.content.view.Span;
import dev.steno.content.view.ViewOutput;
import dev.steno.flow.Body;
import dev.steno.flow.FlowEdit;
import dev.steno.flow.FlowNumber;
import dev.steno.flow.Headers;
import dev.steno.flow.HttpFlow;
import dev.steno.flow.HttpRequest;
import dev.steno.flow.HttpResponse;
import dev.steno.store.GivenNote;
import dev.steno.text.Colour;
import dev.steno.text.Printable;
import dev.steno.text.StatusPhrase;
import java.io.IOException;
import java.io.PrintStream;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Prints one HTTP flow for reading: details, request and response. For one thread. */
public final class HttpPage {
    /** Upper bound on the lines of a table of details. */
    private static final int TABLE = 1_000;

    private final HttpFlow flow;
    private final List<FlowEdit> edits;
    private final List<GivenNote> given;
    private final String shown;
    private final BodyOutput bodies;
    private final PrintStream out;
    private final boolean colour;
    private final boolean detail;

    /**
     * @param edits of the flow after its exchange
     * @param given what viewers noted
     * @param shown which revision the flow is, in words; empty if there is only one
     */
    public HttpPage(
            HttpFlow flow,
            List<FlowEdit> edits,
            List<GivenNote> given,
            String shown,
            BodyOutput bodies,
            Console console,
            PageOptions page) {
        this.detail = page.detail();
        this.flow = flow;
        this.edits = edits;
        this.given = given;
        this.shown = shown;
        this.bodies = bodies;
        this.out = console.out();
        this.colour = console.colour();
    }

    public void print(boolean request, boolean response) throws IOException {
        HttpResponse answer = flow.response();
        if (!request && answer == null) {
            throw Failure.because("flow " + FlowNumber.print(flow.id()) + " has no response");
        }
        if (request && response) {
            FlowDetails.print(flow, edits, given, shown, out, colour, detail);
            out.print('\n');
        }
        if (request) {
            HttpRequest sent = flow.request();
            start(sent.method() + " " + sent.path() + " " + sent.version());
            headers(sent.headers());
            if (detail) {
                int question = sent.path().indexOf('?');
                table(
                        "query",
                        view -> FormView.showQuery(
                                question < 0 ? "" : sent.path().substring(question + 1), view));
                table("cookies", view -> HeaderViews.showCookies(sent.headers(), view));
                table("authorization", view -> HeaderViews.showAuthorization(sent.headers(), view));
            }
            content(true, sent.body(), sent.trailers());
        }
        if (response) {
            for (HttpResponse interim : flow.interim()) {
                start(interim.version() + " " + interim.status() + " "
                        + StatusPhrase.of(interim.status(), interim.reason()));
                headers(interim.headers());
                out.print('\n');
            }
            if (answer != null) {
                start(answer.version() + " " + answer.status() + " "
                        + StatusPhrase.of(answer.status(), answer.reason()));
                headers(answer.headers());
                if (detail) {
                    table("cookies", view -> HeaderViews.showCookies(answer.headers(), view));
                }
                content(false, answer.body(), answer.trailers());
            }
        }
    }

    private void start(String line) {
        out.print(Colour.BOLD.paint(Printable.line(line.stripTrailing()), colour) + "\n");
    }

    /** Prints what header fields contain below a title; nothing if it is empty. */
    private void table(String title, Consumer<ViewOutput> view) {
        List<List<Span>> lines = new ArrayList<>();
        view.accept(new ViewOutput(lines::add, TABLE));
        if (!lines.isEmpty()) {
            out.print("\n" + Colour.DIM.paint(title, colour) + "\n");
            lines.forEach(line -> new SpanPrinter(out, colour).printLine("  ", line));
        }
    }

    private void content(boolean ofRequest, Body body, @Nullable Headers trailers) throws IOException {
        out.print('\n');
        bodies.print(flow, ofRequest, body);
        if (trailers != null && !trailers.isEmpty()) {
            headers(trailers);
            out.print('\n');
        }
    }

    private void headers(Headers headers) {
        for (int i = 0; i < headers.size(); i++) {
            if (!detail && headers.name(i).startsWith(":")) {
                continue; // the line above says the same
            }
            out.print(Colour.CYAN.paint(Printable.line(headers.name(i)), colour) + ": "
                    + Printable.line(headers.value(i)) + "\n");
        }
    }
}
