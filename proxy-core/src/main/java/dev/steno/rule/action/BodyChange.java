package dev.steno.rule.action;

import dev.steno.addon.Verdict;
import dev.steno.content.BodyText;
import dev.steno.content.ContentCodingException;
import dev.steno.content.ContentDecoder;
import dev.steno.content.encode.ContentEncoder;
import dev.steno.content.encode.EncodedBody;
import dev.steno.flow.Body;
import dev.steno.flow.Headers;
import dev.steno.flow.HttpFlow;
import dev.steno.flow.HttpResponse;
import dev.steno.flow.Notes;
import dev.steno.rule.spec.RuleException;
import dev.steno.rule.spec.RuleFailure;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * {@code modify-body}: changes the decoded text of a body, which is encoded as before. Of a body that is no text, characters
 * stand for bytes. Immutable.
 *
 * @param edit changes the text
 */
public record BodyChange(TextEdit edit) implements RuleAction {
    /** Upper bound on the bytes of a decoded body; a body that is larger is not changed. */
    public static final int DECODED = 32 << 20;

    private static final char MARK = '\uFEFF';

    @Override
    public Set<RulePoint> points() {
        return EnumSet.allOf(RulePoint.class);
    }

    @Override
    public boolean needsBody() {
        return true;
    }

    /**
     * Reads a change.
     *
     * @param subject an expression, or {@code json:PATH} or {@code merge:PATH}
     * @param replacement takes the place of what it finds
     * @throws RuleException if either is not valid
     */
    public static BodyChange of(String subject, String replacement) {
        TextEdit json = JsonEdit.of(subject, replacement);
        return new BodyChange(json == null ? TextReplacement.of(subject, replacement) : json);
    }

    /** Whether a text begins as a subject that changes JSON. */
    public static boolean isOfJson(String text) {
        return JsonEdit.isOne(text.strip());
    }

    @Override
    public boolean streams() {
        return true;
    }

    @Override
    public boolean blocks() {
        return true; // it decodes and searches up to the limit
    }

    @Override
    public @Nullable Verdict<HttpFlow> apply(HttpFlow flow, RulePoint point) throws RuleFailure {
        HttpResponse response = point == RulePoint.REQUEST ? null : flow.response();
        Body body = response == null ? flow.request().body() : response.body();
        if (body instanceof Body.Stored stored && stored.id() != 0) {
            throw new RuleFailure("the body is held in the session, from which it is sent as it came");
        }
        if (!(body instanceof Body.Inline sent) || sent.bytes().length == 0) {
            return null;
        }
        Headers headers = RuleFields.headers(flow, point);
        byte[] changed = changed(decoded(sent.bytes(), headers), headers.get("Content-Type"));
        if (changed == null) {
            return null;
        }
        EncodedBody next = ContentEncoder.encode(changed, headers);
        Body.Inline with = new Body.Inline(next.bytes());
        HttpFlow noted =
                next.note() == null ? flow : flow.withNotes(flow.notes().withMetadata(Notes.EDIT, next.note()));
        return new Verdict.Replace<>(
                response == null
                        ? noted.withRequest(
                                flow.request().withHeaders(next.headers()).withBody(with))
                        : noted.withResponse(
                                response.withHeaders(next.headers()).withBody(with)));
    }

    private static byte[] decoded(byte[] sent, Headers headers) throws RuleFailure {
        try {
            return ContentDecoder.strict(DECODED).decode(sent, headers);
        } catch (ContentCodingException e) {
            throw new RuleFailure("the body cannot be decoded: " + e.getMessage());
        }
    }

    private byte @Nullable [] changed(byte[] decoded, @Nullable String type) throws RuleFailure {
        Charset charset = BodyText.charset(decoded, type, true);
        String text = new String(decoded, charset);
        if (!Arrays.equals(text.getBytes(charset), decoded)) { // not what it claims to be
            charset = StandardCharsets.ISO_8859_1;
            text = new String(decoded, charset);
        }
        boolean marked = !text.isEmpty() && text.charAt(0) == MARK;
        String changed = edit.apply(marked ? text.substring(1) : text);
        return changed == null ? null : encoded(marked ? MARK + changed : changed, charset);
    }

    private static byte[] encoded(String text, Charset charset) throws RuleFailure {
        try {
            ByteBuffer bytes = charset.newEncoder().encode(CharBuffer.wrap(text));
            return Arrays.copyOfRange(bytes.array(), bytes.arrayOffset(), bytes.arrayOffset() + bytes.limit());
        } catch (CharacterCodingException e) {
            throw new RuleFailure("the replacement has a character that " + charset + " does not have");
        }
    }
}
