package dev.steno.cli.print;

import dev.steno.cli.command.Failure;
import dev.steno.cli.terminal.Console;
import dev.steno.flow.Body;
import dev.steno.flow.Headers;
import dev.steno.flow.HttpFlow;
import dev.steno.flow.HttpRequest;
import dev.steno.flow.HttpResponse;
import dev.steno.text.Colour;
import dev.steno.text.Printable;
import java.io.IOException;
import java.io.PrintStream;
import org.jspecify.annotations.Nullable;

/** Prints one HTTP flow for reading: details, request and response. For one thread. */
public final class HttpPage {
    private final HttpFlow flow;
    private final BodyOutput bodies;
    private final PrintStream out;
    private final boolean colour;

    public HttpPage(HttpFlow flow, BodyOutput bodies, Console console) {
        this.flow = flow;
        this.bodies = bodies;
        this.out = console.out();
        this.colour = console.colour();
    }

    public void print(boolean request, boolean response) throws IOException {
        HttpResponse answer = flow.response();
        if (!request && answer == null) {
            throw Failure.because("flow " + flow.id() + " has no response");
        }
        if (request && response) {
            FlowDetails.print(flow, out, colour);
            out.print('\n');
        }
        if (request) {
            HttpRequest sent = flow.request();
            start(sent.method() + " " + sent.path() + " " + sent.version());
            message(sent.headers(), sent.body(), sent.trailers());
        }
        if (response) {
            for (HttpResponse interim : flow.interim()) {
                start(interim.version() + " " + interim.status() + " " + interim.reason());
                headers(interim.headers());
                out.print('\n');
            }
            if (answer != null) {
                start(answer.version() + " " + answer.status() + " " + answer.reason());
                message(answer.headers(), answer.body(), answer.trailers());
            }
        }
    }

    private void start(String line) {
        out.print(Colour.BOLD.paint(Printable.line(line.stripTrailing()), colour) + "\n");
    }

    private void message(Headers headers, Body body, @Nullable Headers trailers) throws IOException {
        headers(headers);
        out.print('\n');
        bodies.print(body, headers);
        if (trailers != null && !trailers.isEmpty()) {
            headers(trailers);
            out.print('\n');
        }
    }

    private void headers(Headers headers) {
        for (int i = 0; i < headers.size(); i++) {
            out.print(Colour.CYAN.paint(Printable.line(headers.name(i)), colour) + ": "
                    + Printable.line(headers.value(i)) + "\n");
        }
    }
}
