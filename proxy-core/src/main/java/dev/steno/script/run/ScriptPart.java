package dev.steno.script.run;

import com.google.re2j.Pattern;
import dev.steno.addon.RecordedFlows;
import dev.steno.content.BodyText;
import dev.steno.content.ContentCodingException;
import dev.steno.content.ContentDecoder;
import dev.steno.content.encode.ContentEncoder;
import dev.steno.content.encode.EncodedBody;
import dev.steno.content.stream.StreamCodings;
import dev.steno.flow.Body;
import dev.steno.flow.BodyTransform;
import dev.steno.flow.Headers;
import dev.steno.script.Script;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.CharacterCodingException;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** A request or a response of an exchange, as a script sees it. Used by one thread, during a call. */
abstract class ScriptPart implements Script.Part {
    /** Upper bound on the bytes of a body, also decoded, that is read into memory. */
    static final int MOST_BYTES = 64 << 20;

    final ShownExchange flow;
    private final Supplier<RecordedFlows> recorded;
    private byte @Nullable [] decoded;

    ScriptPart(ShownExchange flow, Supplier<RecordedFlows> recorded) {
        this.flow = flow;
        this.recorded = recorded;
    }

    /** The body as it is now. */
    abstract Body now();

    /** Replaces the fields. */
    abstract void set(Headers headers);

    /** Replaces the fields and the body. */
    abstract void set(Headers headers, Body body);

    /** What the part is called. */
    abstract String noun();

    /** Whether only its head has come. */
    abstract boolean isHead();

    /** Fails if the part was sent already. */
    abstract void requireOpen();

    @Override
    public @Nullable String header(String name) {
        return headers().get(name);
    }

    @Override
    public void header(String name, String value) {
        requireOpen();
        requireField(name, value);
        if (!value.equals(header(name)) || headers().all(name).size() > 1) {
            set(headers().set(name, value));
        }
    }

    @Override
    public void addHeader(String name, String value) {
        requireOpen();
        requireField(name, value);
        set(headers().with(name, value));
    }

    @Override
    public void removeHeader(String name) {
        requireOpen();
        if (headers().contains(name)) {
            set(headers().remove(name));
        }
    }

    /** A name or value that would end its field, or begin another one (RFC 9110, 5.5). */
    static void requireField(String name, String value) {
        if (name.isEmpty() || name.chars().anyMatch(c -> c <= ' ' || c == 0x7f) || name.indexOf(':', 1) > 0) {
            throw new IllegalArgumentException("a field cannot have the name '" + name + "'");
        }
        if (value.chars().anyMatch(c -> c == '\r' || c == '\n' || c == 0 || c > 0xff)) {
            throw new IllegalArgumentException(
                    "the value of the field " + name + " has a line break or a character outside of ISO 8859-1");
        }
    }

    @Override
    public boolean hasBody() {
        return !isHead() && !(now() instanceof Body.Source) && !isStreaming();
    }

    /** Whether the body passed, or will pass, without being held: such a body has no number. */
    private boolean isStreaming() {
        return now() instanceof Body.Stored stored && stored.id() == 0;
    }

    private void requireBody() {
        if (isHead()) {
            throw new IllegalStateException(
                    "the body of the " + noun() + " has not come yet: use the hook " + noun() + ", or transform");
        }
        if (!hasBody()) {
            throw new IllegalStateException("the body of the " + noun() + " is not there, as it streams: ask hasBody()"
                    + " first, or use transform in " + noun() + "headers");
        }
    }

    @Override
    public byte[] body() {
        byte[] known = decoded;
        if (known != null) {
            return known.clone();
        }
        requireBody();
        try {
            byte[] sent = now() instanceof Body.Inline inline ? inline.bytes() : stored();
            byte[] plain = ContentDecoder.strict(MOST_BYTES).decode(sent, headers());
            decoded = plain;
            return plain.clone();
        } catch (ContentCodingException e) {
            throw new IllegalStateException("the body of the " + noun() + " cannot be decoded: " + e.getMessage(), e);
        } catch (IOException e) {
            throw new UncheckedIOException("the body of the " + noun() + " cannot be read: " + e.getMessage(), e);
        }
    }

    private byte[] stored() throws IOException {
        if (now() instanceof Body.None) {
            return new byte[0];
        }
        if (now().size() > MOST_BYTES) {
            throw new IllegalStateException("the body of the " + noun() + " has " + now().size()
                    + " bytes, and at most 64 MB are read into memory: use stream() or transform");
        }
        try (InputStream in = recorded.get().body(now())) {
            return in.readAllBytes();
        }
    }

    @Override
    public String text() {
        return BodyText.of(body(), header("Content-Type"));
    }

    @Override
    public InputStream stream() throws IOException {
        if (decoded != null || now() instanceof Body.Inline || now() instanceof Body.None) {
            return new ByteArrayInputStream(body());
        }
        requireBody();
        return ContentDecoder.strict(Long.MAX_VALUE)
                .decode(recorded.get().body(now()), headers().all("Content-Encoding"));
    }

    @Override
    public void body(byte[] bytes) {
        requireOpen();
        if (isHead()) {
            throw new IllegalStateException(
                    "a body is replaced in the hook " + noun() + ", once it has come, or changed by transform");
        }
        EncodedBody coded = ContentEncoder.encode(bytes, headers());
        set(coded.headers(), new Body.Inline(coded.bytes()));
        decoded = bytes.clone();
    }

    @Override
    public void text(String text) {
        byte[] earlier = hasBody() ? body() : new byte[0];
        try {
            body(BodyText.bytes(text, earlier, header("Content-Type")));
        } catch (CharacterCodingException e) {
            throw new IllegalArgumentException(
                    "the text has a character that the charset of the " + noun() + " lacks: " + header("Content-Type"),
                    e);
        }
    }

    @Override
    public void transform(Script.Pieces pieces) {
        add(new ScriptTransform(pieces, flow.failures()));
    }

    @Override
    public void replace(String regex, String replacement) {
        add(ScriptTransform.text(Pattern.compile(regex), replacement, header("Content-Type")));
    }

    private void add(BodyTransform plain) {
        requireOpen();
        if (!isHead()) {
            throw new IllegalStateException("a body is transformed from the hook " + noun() + "headers on");
        }
        if (!StreamCodings.areKnown(headers())) {
            throw new IllegalStateException("the body of the " + noun() + " has a coding that cannot be removed and"
                    + " applied again: " + header("Content-Encoding"));
        }
        Headers headers = headers();
        flow.transform(() -> ScriptTransform.coded(plain, headers, flow.failures()));
    }
}
