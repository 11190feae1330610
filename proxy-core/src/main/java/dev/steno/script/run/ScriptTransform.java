package dev.steno.script.run;

import com.google.re2j.Pattern;
import dev.steno.content.stream.StreamCodings;
import dev.steno.content.stream.TransformChain;
import dev.steno.flow.BodyTransform;
import dev.steno.flow.Headers;
import dev.steno.rule.body.LenientTransform;
import dev.steno.rule.body.ReplacedText;
import dev.steno.rule.body.TextChange;
import dev.steno.rule.spec.Replacement;
import dev.steno.script.Script;
import java.io.IOException;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** A change of a body by a script, piece by piece. For one body; one thread at a time. */
final class ScriptTransform implements BodyTransform {
    private static final String FAILED = "the script failed"; // and was told

    private final Script.Pieces pieces;
    private final Consumer<Throwable> failed;
    private byte @Nullable [] ready;

    ScriptTransform(Script.Pieces pieces, Consumer<Throwable> failed) {
        this.pieces = pieces;
        this.failed = failed;
    }

    /** Replaces text. */
    static BodyTransform text(Pattern what, String with, @Nullable String contentType) {
        TextChange change = new TextChange(what, Replacement.parse(with, what), () -> {});
        return new ReplacedText(List.of(change), contentType, unsuitable -> {});
    }

    /** A change of the decoded body as one of the body as it is sent; a body that cannot be decoded passes unchanged. */
    static BodyTransform coded(BodyTransform plain, Headers headers, Consumer<Throwable> failed) {
        BodyTransform coded;
        try {
            coded = StreamCodings.around(plain, headers);
        } catch (IOException e) {
            failed.accept(e);
            coded = new TransformChain(List.of());
        }
        return new LenientTransform(coded, why -> decodingFailed(why, failed), notes -> notes);
    }

    private static void decodingFailed(String why, Consumer<Throwable> failed) {
        if (!why.equals(FAILED)) {
            failed.accept(new IOException("the body cannot be decoded: " + why));
        }
    }

    private interface Step {
        byte[] run() throws Exception;
    }

    private void take(Step step) throws IOException {
        try {
            byte[] made = step.run();
            ready = made.length == 0 ? null : made;
        } catch (Throwable e) {
            failed.accept(e);
            throw new IOException(FAILED, e);
        }
    }

    @Override
    public void put(byte[] piece) throws IOException {
        take(() -> pieces.piece(piece));
    }

    @Override
    public void end() throws IOException {
        take(pieces::end);
    }

    @Override
    public byte @Nullable [] next() {
        byte[] piece = ready;
        ready = null;
        return piece;
    }
}
