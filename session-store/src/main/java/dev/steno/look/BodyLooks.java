package dev.steno.look;

import dev.steno.content.ContentCodingException;
import dev.steno.content.ContentCodingException.Reason;
import dev.steno.content.schema.ProtoSchema;
import dev.steno.content.schema.ProtoType;
import dev.steno.content.view.ContentView;
import dev.steno.content.view.ContentViews;
import dev.steno.content.view.ViewContent;
import dev.steno.content.view.ViewOutput;
import dev.steno.store.BodyReader;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.Charset;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** Shows bodies by content views, within bounds on input, output and time. Any thread. */
public final class BodyLooks {
    /** Upper bound on a view's output: chars of a text, or bytes of the JSON of spans. */
    static final int OUTPUT = 16 << 20;

    private static final long TIME = TimeUnit.SECONDS.toNanos(2);

    /** The number of bytes, from the beginning of a body, by which its views are chosen. */
    private static final int PROBED = 64 * 1024;

    private final DecodedBodies decoded;
    private final ProtoSchema schema;

    /** @param schema names the fields of the messages of gRPC */
    public BodyLooks(DecodedBodies decoded, ProtoSchema schema) {
        this.decoded = decoded;
        this.schema = schema;
    }

    /** Bytes without codings. */
    private record Input(
            byte[] bytes, boolean end, @Nullable String problem, List<String> codings) {}

    /**
     * Looks at a body.
     *
     * @throws IOException if the session cannot be read
     */
    public BodyLook look(BodyReader reader, FlowBody body, LookRequest request) throws IOException {
        Input input = input(reader, body, request);
        boolean whole = input.end() && !body.growing() && request.offset() == 0;
        ViewContent content = new ViewContent(
                input.bytes(),
                body.headers().get("content-type"),
                whole,
                body.headers().get("grpc-encoding"),
                ProtoType.ofMethod(schema, body.path(), body.ofRequest()));
        return look(content, input, request, body.body().size());
    }

    /** Looks at bytes that belong to no body, such as those of a message. */
    public static BodyLook look(ViewContent content, LookRequest request) {
        byte[] data = content.data();
        int from = (int) Math.min(request.offset(), data.length);
        int to = (int) Math.min((long) from + request.limit(), data.length);
        boolean end = to == data.length && content.whole();
        byte[] part = to - from == data.length ? data : Arrays.copyOfRange(data, from, to);
        ViewContent shown =
                new ViewContent(part, content.declared(), end && from == 0, content.messageCoding(), content.schema());
        return look(shown, new Input(part, end, null, List.of()), request, data.length);
    }

    /** Returns the charset by which content is read, as its type declares it or its bytes look like. */
    public static Charset charset(ViewContent content) {
        return Charsets.of(content);
    }

    private Input input(BodyReader reader, FlowBody body, LookRequest request) throws IOException {
        List<String> codings = body.codings();
        if (codings.isEmpty()) {
            return raw(reader, body, request, null);
        }
        try {
            DecodedBodies.Range range = decoded.read(reader, body, request.offset(), request.limit());
            ContentCodingException problem = range.problem();
            if (range.bytes().length == 0 && problem != null && request.offset() == 0) {
                return raw(reader, body, request, sentence(problem) + "; it is shown as it was transferred");
            }
            boolean natural = problem != null && body.growing() && problem.reason() == Reason.CORRUPT;
            return new Input(
                    range.bytes(),
                    range.end() && problem == null,
                    problem == null || natural ? null : sentence(problem),
                    codings);
        } catch (ContentCodingException unknown) {
            return raw(reader, body, request, sentence(unknown) + "; it is shown as it was transferred");
        }
    }

    private static Input raw(BodyReader reader, FlowBody body, LookRequest request, @Nullable String problem)
            throws IOException {
        try (InputStream raw = reader.body(body.body(), request.offset())) {
            byte[] bytes = raw.readNBytes(request.limit());
            long end = request.offset() + bytes.length;
            return new Input(bytes, end >= body.body().trueSize(), problem, List.of());
        }
    }

    private static String sentence(ContentCodingException problem) {
        return String.valueOf(problem.getMessage());
    }

    private static BodyLook look(ViewContent given, Input input, LookRequest request, long size) {
        ViewContent content = Charsets.recoded(given, request.charset());
        List<ContentView> fitting = new ArrayList<>(ContentViews.fitting(probe(content)));
        ContentView view = request.view();
        if (view == null) {
            view = automatic(content, fitting);
        }
        LookSpans spans = new LookSpans();
        LookText text = new LookText(request.spans() ? 0 : Math.min(2 * input.bytes().length, OUTPUT));
        ViewOutput out = new ViewOutput(
                request.spans() ? spans : text,
                Long.MAX_VALUE,
                new ViewOutput.Bounds(OUTPUT, request.spans() ? LookRequest.LINE : OUTPUT, System.nanoTime() + TIME));
        ContentViews.show(view, content, out);
        String problem = input.problem();
        if (out.fault() != null) {
            problem = "the view " + view.name() + " failed: " + out.fault();
        }
        return new BodyLook(
                view,
                List.copyOf(fitting),
                spans.lines(),
                text.text(),
                out.isTruncated() || !input.end(),
                out.omitted(),
                problem,
                request.charset() != null
                        ? request.charset().name()
                        : Charsets.of(given).name(),
                input.codings(),
                input.bytes().length,
                size);
    }

    /** The best view, which is asked about the whole content; it is the first of the fitting ones afterwards. */
    private static ContentView automatic(ViewContent content, List<ContentView> fitting) {
        ContentView best = ContentViews.choose(content);
        ContentView chosen = ContentViews.named(best.name()).orElse(best);
        fitting.remove(chosen);
        fitting.add(0, chosen);
        return chosen;
    }

    private static ViewContent probe(ViewContent content) {
        return content.data().length <= PROBED
                ? content
                : new ViewContent(
                        Arrays.copyOf(content.data(), PROBED),
                        content.declared(),
                        false,
                        content.messageCoding(),
                        content.schema());
    }
}
