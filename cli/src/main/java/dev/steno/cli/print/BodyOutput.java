package dev.steno.cli.print;

import dev.steno.cli.command.Failure;
import dev.steno.cli.terminal.Console;
import dev.steno.content.BodyText;
import dev.steno.content.ContentCodingException;
import dev.steno.content.ContentCodingException.Reason;
import dev.steno.content.ContentDecoder;
import dev.steno.content.ContentType;
import dev.steno.content.DecodedStream;
import dev.steno.content.schema.ProtoType;
import dev.steno.content.view.ContentView;
import dev.steno.content.view.ContentViews;
import dev.steno.content.view.ViewContent;
import dev.steno.content.view.ViewOutput;
import dev.steno.flow.Body;
import dev.steno.flow.FlowNumber;
import dev.steno.flow.Headers;
import dev.steno.flow.HttpFlow;
import dev.steno.flow.HttpResponse;
import dev.steno.flow.ImportMarks;
import dev.steno.store.BodyReader;
import dev.steno.text.Arrival;
import dev.steno.text.Colour;
import dev.steno.text.Printable;
import dev.steno.text.Quantity;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Writes bodies to standard output: as transferred, decoded, or formatted for reading. For one thread. */
public final class BodyOutput {
    /** Upper bound on the part of a body that is formatted, in bytes; it is held in memory. */
    private static final int LAID_OUT = 16 << 20;

    private static final int BLOCK = 64 * 1024;

    private final BodyReader reader;
    private final Console console;

    private final PageOptions page;

    public BodyOutput(BodyReader reader, Console console, PageOptions page) {
        this.page = page;
        this.reader = reader;
        this.console = console;
    }

    /** Writes only a body: raw, or decoded. */
    public void write(HttpFlow flow, boolean ofRequest, boolean raw) throws IOException {
        HttpResponse response = flow.response();
        if (!ofRequest && response == null) {
            throw Failure.because("flow " + FlowNumber.print(flow.id()) + " has no response");
        }
        Headers headers = ImportMarks.bodyHeaders(flow, ofRequest);
        Body body = ofRequest || response == null ? flow.request().body() : response.body();
        write(body, headers, type(flow, ofRequest), Arrival.of(flow, ofRequest).lack(), raw);
    }

    /**
     * Writes a body; the arguments as of {@link #print(Body, Headers, ProtoType, String)}.
     *
     * @param raw whether it is written as it was transferred
     */
    public void write(Body body, Headers headers, @Nullable ProtoType type, @Nullable String lack, boolean raw)
            throws IOException {
        if (raw) {
            try (InputStream bytes = reader.body(body)) {
                copy(bytes);
            }
        } else if (console.isTerminal() || page.view() != null) {
            writeView(body, headers, type);
        } else {
            decode(body, headers);
        }
        if (lack != null) {
            console.say(lack);
        }
    }

    private void writeView(Body body, Headers headers, @Nullable ProtoType type) throws IOException {
        Decoded decoded = body.size() == 0 ? null : decoded(body, headers);
        if (decoded == null ? body.size() > 0 : page.view() == null && !isText(decoded, headers)) {
            throw Failure.because("the body is binary (" + describe(body, headers) + "): " + page.call()
                    + " --body > FILE writes it to a file");
        }
        if (decoded != null) {
            show(decoded, body, headers, type, Long.MAX_VALUE);
        }
    }

    private static boolean isText(Decoded decoded, Headers headers) {
        return ContentType.parse(headers.get("content-type")).isText() || BodyText.looksLikeText(decoded.bytes());
    }

    private @Nullable ProtoType type(HttpFlow flow, boolean ofRequest) {
        return ProtoType.ofMethod(page.schema(), flow.request().path(), ofRequest);
    }

    /** Prints a body of a flow formatted for reading, below its headers. */
    void print(HttpFlow flow, boolean ofRequest, Body body) throws IOException {
        print(
                body,
                ImportMarks.bodyHeaders(flow, ofRequest),
                type(flow, ofRequest),
                Arrival.of(flow, ofRequest).lack());
    }

    /**
     * Prints a body formatted for reading.
     *
     * @param type of the messages of gRPC in it; null if it is not known
     * @param lack what is missing of it, as a sentence; null if nothing is
     */
    public void print(Body body, Headers headers, @Nullable ProtoType type, @Nullable String lack) throws IOException {
        if (body.size() > 0) {
            Decoded decoded = decoded(body, headers);
            if (decoded == null) {
                note("(binary, " + describe(body, headers) + ")");
            } else {
                show(decoded, body, headers, type, page.lines());
            }
            console.out().print('\n');
        }
        if (lack != null) {
            console.out().print(Colour.YELLOW.paint("(" + lack + ")", console.colour()) + "\n\n");
        }
    }

    private void decode(Body body, Headers headers) throws IOException {
        List<String> codings = ContentDecoder.codings(headers);
        try (InputStream bytes = reader.body(body);
                InputStream decoded = ContentDecoder.strict(Long.MAX_VALUE).decode(bytes, codings)) {
            copy(decoded);
        } catch (ContentCodingException e) {
            throw Failure.because(e.getMessage() + "; --raw writes it as it was transferred", e);
        }
    }

    private void copy(InputStream bytes) throws IOException {
        byte[] block = new byte[BLOCK];
        int read;
        while ((read = bytes.read(block)) >= 0) {
            console.out().write(block, 0, read);
            console.flush();
        }
    }

    /** The beginning of a body without its codings. */
    private record Decoded(
            byte[] bytes, boolean whole, @Nullable ContentCodingException problem) {}

    /** Decodes as much of the body as is shown; null if no byte of it can be decoded. */
    private @Nullable Decoded decoded(Body body, Headers headers) throws IOException {
        try (InputStream bytes = reader.body(body);
                DecodedStream stream =
                        ContentDecoder.partial(LAID_OUT + 1L).decode(bytes, ContentDecoder.codings(headers))) {
            byte[] decoded = stream.readNBytes(LAID_OUT);
            boolean whole = stream.read() < 0 && stream.problem() == null;
            return decoded.length == 0 ? null : new Decoded(decoded, whole, stream.problem());
        } catch (ContentCodingException e) {
            return null;
        }
    }

    private void show(Decoded decoded, Body body, Headers headers, @Nullable ProtoType type, long lines) {
        ViewContent content = new ViewContent(
                decoded.bytes(),
                headers.get("content-type"),
                decoded.whole() && body.size() == body.trueSize(),
                headers.get("grpc-encoding"),
                type);
        ViewOutput out = new SpanPrinter(console.out(), console.colour()).begin(lines);
        ContentView chosen = page.view();
        ContentView view = chosen == null ? ContentViews.choose(content) : chosen;
        if (chosen == null && view.name().equals("hex")) {
            note("(binary, " + describe(body, headers) + ")");
        }
        ContentViews.show(view, content, out);
        if (out.omitted() > 0) {
            note(String.format(
                    Locale.ROOT,
                    decoded.whole()
                            ? "... %,d more lines; --full shows all, --body writes the body"
                            : "... %,d more lines of this part; --full shows them",
                    out.omitted()));
        }
        if (!decoded.whole()) {
            note("(" + rest(decoded.problem()) + ")");
        }
    }

    private void note(String text) {
        console.out().print(Colour.DIM.paint(text, console.colour()) + "\n");
    }

    private static String rest(@Nullable ContentCodingException problem) {
        return problem == null || problem.reason() == Reason.TOO_LARGE
                ? "only the first " + Quantity.bytes(LAID_OUT)
                        + " of the decoded body are read here; --body writes all of it" + " to a file or a pipe"
                : Printable.line(String.valueOf(problem.getMessage()))
                        + "; --raw writes the body as it was transferred";
    }

    /** Returns the type, the codings and the size of a body in a few words. */
    public static String describe(Body body, Headers headers) {
        String type = ContentType.parse(headers.get("content-type")).type();
        List<String> codings = ContentDecoder.codings(headers);
        return (type.isEmpty() ? "" : Printable.line(type) + ", ")
                + (codings.isEmpty() ? "" : Printable.line(String.join(", ", codings)) + ", ")
                + Quantity.bytes(body.size())
                + unknown(codings);
    }

    /** Returns why the body's content codings cannot be removed; empty if they can. */
    private static String unknown(List<String> codings) {
        try {
            ContentDecoder.strict(0).decode(InputStream.nullInputStream(), codings);
            return "";
        } catch (ContentCodingException e) {
            return "; " + Printable.line(String.valueOf(e.getMessage()));
        }
    }
}
