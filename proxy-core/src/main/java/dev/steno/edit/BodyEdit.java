package dev.steno.edit;

import static dev.steno.edit.FieldRules.invalid;

import dev.steno.content.BodyText;
import dev.steno.content.encode.ContentEncoder;
import dev.steno.content.encode.EncodedBody;
import dev.steno.edit.EditOp.NewBody;
import dev.steno.edit.EditOp.StoredBody;
import dev.steno.exchange.head.Framing;
import dev.steno.flow.Body;
import dev.steno.flow.FlowState;
import dev.steno.flow.Headers;
import dev.steno.flow.HttpFlow;
import dev.steno.flow.Notes;
import java.nio.charset.CharacterCodingException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Gives a changed message its body, and what depends on that: codings, length, and notes on what does not follow. Stateless. */
final class BodyEdit {
    /** Fields that name a digest of the body, which only their author can compute anew. */
    private static final List<String> DIGESTS =
            List.of("Content-MD5", "Digest", "Content-Digest", "Repr-Digest", "x-amz-content-sha256");

    private BodyEdit() {}

    /**
     * @param message the message after all other operations
     * @param body null if it stays
     */
    static HttpFlow finish(EditedMessage before, EditedMessage message, @Nullable NewBody body) {
        List<String> notes = new ArrayList<>();
        EditedMessage next = body == null ? message : withBody(before, message, body, notes);
        checkLength(before, next, next.body() != before.body());
        if (next.bodiless() != null
                && before.bodiless() == null
                && before.hasEnded()
                && next.body().trueSize() > 0) {
            throw invalid(next.bodiless() + " has no body; remove the body as well");
        }
        HttpFlow flow = next.flow();
        if (flow == before.flow()) {
            return flow;
        }
        notes.addAll(stale(before, next));
        return notes.isEmpty() ? flow : noted(flow, String.join("; ", notes));
    }

    /** Notes of earlier edits stay, up to a bound. */
    private static HttpFlow noted(HttpFlow flow, String what) {
        String earlier = flow.notes().metadata().getOrDefault(Notes.EDIT, "");
        if (earlier.contains(what) || earlier.length() > Notes.LONGEST_ODD) {
            return flow;
        }
        Notes notes = flow.notes().withMetadata(Notes.EDIT, earlier.isEmpty() ? what : earlier + "; " + what);
        return new HttpFlow(
                flow.id(),
                flow.revision(),
                flow.state(),
                flow.started(),
                flow.duration(),
                flow.client(),
                flow.server(),
                flow.request(),
                flow.response(),
                flow.interim(),
                flow.error(),
                notes,
                flow.webSocket(),
                flow.holds(),
                flow.original());
    }

    private static EditedMessage withBody(
            EditedMessage before, EditedMessage message, NewBody body, List<String> notes) {
        if (!before.hasEnded() && before.flow().state() == FlowState.OPEN) {
            throw invalid("only the head of this message is held; its body is sent as it comes");
        }
        DecodedBody earlier = DecodedBody.of(before);
        byte[] given = bytes(body, message, earlier);
        if (!body.encoded()
                && earlier.isDecoded()
                && Arrays.equals(given, earlier.bytes())
                && sameCodings(before, message)) {
            return message; // encoding it anew would change the bytes on the wire
        }
        EncodedBody coded = body.encoded()
                ? new EncodedBody(given, message.headers(), null)
                : ContentEncoder.encode(given, message.headers());
        if (coded.note() != null) {
            notes.add(coded.note());
        }
        String bodiless = message.bodiless();
        if (bodiless != null) {
            if (coded.bytes().length > 0) {
                throw invalid(bodiless + " has no body");
            }
            return before.body() instanceof Body.None
                    ? message
                    : message.withBody(Body.NONE).withHeaders(message.headers().remove("Content-Length"));
        }
        if (coded.bytes().length == 0 && before.body() instanceof Body.None) {
            return message;
        }
        Headers headers = coded.headers();
        List<String> lengths = headers.all("Content-Length");
        if (lengths.isEmpty() || lengths.equals(before.headers().all("Content-Length"))) {
            headers = Framing.withChangedBody(headers, message.version(), coded.bytes().length);
        }
        Body next = coded.bytes().length == 0 ? Body.NONE : new Body.Inline(coded.bytes());
        return message.withHeaders(headers).withBody(next);
    }

    /** @throws dev.steno.addon.FlowActionException if the message is held without its body, or can have none */
    static EditedMessage withStored(EditedMessage before, EditedMessage message, StoredBody stored) {
        if (!before.hasEnded()) {
            throw invalid("only the head of this message is held; its body is sent as it comes");
        }
        if (message.bodiless() != null && stored.body().trueSize() > 0) {
            throw invalid(message.bodiless() + " has no body");
        }
        Headers headers =
                stored.note() == null ? message.headers() : message.headers().remove("Content-Encoding");
        List<String> lengths = headers.all("Content-Length");
        if (lengths.isEmpty() || lengths.equals(before.headers().all("Content-Length"))) {
            headers = Framing.withChangedBody(
                    headers, message.version(), stored.body().trueSize());
        }
        return message.withHeaders(headers).withBody(stored.body());
    }

    private static boolean sameCodings(EditedMessage before, EditedMessage message) {
        return before.headers().all("Content-Encoding").equals(message.headers().all("Content-Encoding"));
    }

    private static byte[] bytes(NewBody body, EditedMessage message, DecodedBody earlier) {
        if (body.bytes() != null) {
            return body.bytes();
        }
        String type = message.headers().get("Content-Type");
        try {
            return BodyText.bytes(String.valueOf(body.text()), earlier.bytes(), type);
        } catch (CharacterCodingException e) {
            throw invalid("the charset of the body, "
                    + BodyText.charset(earlier.bytes(), type, true).name()
                    + ", lacks a character of the text; change the charset in Content-Type, or give bytes");
        }
    }

    /** A length that a person gave must be that of the body; a response without a body may announce any (RFC 9110, 8.6). */
    private static void checkLength(EditedMessage before, EditedMessage next, boolean changed) {
        List<String> lengths = next.headers().all("Content-Length");
        if (lengths.isEmpty() || !changed && lengths.equals(before.headers().all("Content-Length"))) {
            return;
        }
        long length = Framing.contentLength(next.headers());
        if (length < 0) {
            throw invalid("the Content-Length \"" + lengths.get(0) + "\" is not a number");
        }
        if (next.bodiless() != null) {
            return;
        }
        if (!before.hasEnded() && !changed) {
            throw invalid("Content-Length cannot be changed: the body has not been read");
        }
        if (length != next.body().trueSize()) {
            throw invalid("Content-Length is " + length + ", but the body has "
                    + next.body().trueSize() + " bytes; leave the field out of the edit, and it follows the body");
        }
    }

    private static List<String> stale(EditedMessage before, EditedMessage next) {
        List<String> notes = new ArrayList<>();
        for (String name : DIGESTS) {
            String value = next.headers().get(name);
            if (value != null
                    && next.body() != before.body()
                    && value.equals(before.headers().get(name))) {
                notes.add("the body was changed, but not " + name.toLowerCase(Locale.ROOT) + ", its digest");
            }
        }
        String authorization = next.headers().get("Authorization");
        boolean signed = next.headers().contains("Signature-Input")
                || authorization != null && authorization.startsWith("AWS4-HMAC");
        if (signed) {
            notes.add("the message was changed, but not its signature");
        }
        return notes;
    }
}
