package dev.steno.cli.print;

import dev.steno.cli.command.Failure;
import dev.steno.cli.terminal.Console;
import dev.steno.content.BodyText;
import dev.steno.content.ContentCodingException;
import dev.steno.content.ContentCodingException.Reason;
import dev.steno.content.ContentDecoder;
import dev.steno.content.ContentType;
import dev.steno.content.DecodedStream;
import dev.steno.flow.Body;
import dev.steno.flow.Headers;
import dev.steno.flow.HttpFlow;
import dev.steno.flow.HttpResponse;
import dev.steno.store.SessionReader;
import dev.steno.text.Colour;
import dev.steno.text.Printable;
import dev.steno.text.Quantity;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Writes bodies to standard output: as transferred, decoded, or formatted for reading. For one thread. */
public final class BodyOutput {
    /** Upper bound on the part of a text that is formatted, in bytes; it is held in memory. */
    private static final int LAID_OUT = 16 << 20;

    private static final int BLOCK = 64 * 1024;

    private final SessionReader reader;
    private final Console console;

    public BodyOutput(SessionReader reader, Console console) {
        this.reader = reader;
        this.console = console;
    }

    /** Writes only a body: raw, or decoded. */
    public void write(HttpFlow flow, boolean ofRequest, boolean raw) throws IOException {
        HttpResponse response = flow.response();
        if (!ofRequest && response == null) {
            throw Failure.because("flow " + flow.id() + " has no response");
        }
        Headers headers = ofRequest || response == null ? flow.request().headers() : response.headers();
        Body body = ofRequest || response == null ? flow.request().body() : response.body();
        if (raw) {
            try (InputStream bytes = reader.body(body)) {
                copy(bytes);
            }
        } else if (console.isTerminal()) {
            String text = text(body, headers);
            if (text == null) {
                throw Failure.because("the body is " + describe(body, headers)
                        + " and is not written to a terminal: redirect the output to a file or a pipe");
            }
            console.out().print(text);
            if (!text.endsWith("\n")) {
                console.out().print('\n');
            }
        } else {
            decode(body, headers);
        }
        String lack = lack(body);
        if (lack != null) {
            console.say(lack);
        }
    }

    /** Prints a body formatted for reading, below its headers. */
    void print(Body body, Headers headers) throws IOException {
        if (body.size() > 0) {
            String text = text(body, headers);
            String shown =
                    text == null ? Colour.DIM.paint("(" + describe(body, headers) + ")", console.colour()) : text;
            console.out().print(shown);
            console.out().print(shown.endsWith("\n") ? "\n" : "\n\n");
        }
        String lack = lack(body);
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

    /** Returns the body as text that is safe for a terminal, or null if it is not text. */
    private @Nullable String text(Body body, Headers headers) throws IOException {
        ContentType type = ContentType.parse(headers.get("content-type"));
        byte[] decoded;
        try (InputStream bytes = reader.body(body);
                DecodedStream stream =
                        ContentDecoder.partial(LAID_OUT + 1L).decode(bytes, ContentDecoder.codings(headers))) {
            decoded = stream.readNBytes(BLOCK);
            if (decoded.length == 0 || !(type.isText() || BodyText.looksLikeText(decoded))) {
                return null;
            }
            decoded = join(decoded, stream.readNBytes(LAID_OUT - decoded.length));
            boolean whole = stream.read() < 0 && stream.problem() == null;
            String text = BodyText.of(decoded, headers.get("content-type"), whole);
            String laidOut = Printable.block(type.isJson() && whole ? JsonIndent.of(text) : text);
            return whole ? laidOut : laidOut + "\n(" + rest(stream.problem()) + ")\n";
        } catch (ContentCodingException e) {
            return null;
        }
    }

    private static String rest(@Nullable ContentCodingException problem) {
        return problem == null || problem.reason() == Reason.TOO_LARGE
                ? "the rest is omitted; --body writes all of it to a file or a pipe"
                : Printable.line(String.valueOf(problem.getMessage()))
                        + "; --raw writes the body as it was transferred";
    }

    private static byte[] join(byte[] first, byte[] second) {
        if (second.length == 0) {
            return first;
        }
        byte[] both = new byte[first.length + second.length];
        System.arraycopy(first, 0, both, 0, first.length);
        System.arraycopy(second, 0, both, first.length, second.length);
        return both;
    }

    private static String describe(Body body, Headers headers) {
        String type = ContentType.parse(headers.get("content-type")).type();
        List<String> codings = ContentDecoder.codings(headers);
        return "binary, " + (type.isEmpty() ? "" : Printable.line(type) + ", ")
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

    /** Returns what is missing of a body in the record, or null if it is complete. */
    private static @Nullable String lack(Body body) {
        if (body.size() < body.trueSize()) {
            return "the record has " + body.size() + " of " + body.trueSize() + " bytes";
        }
        if (body instanceof Body.Stored stored && !stored.complete()) {
            return "the body is incomplete: " + body.size() + " bytes were transferred";
        }
        return null;
    }
}
