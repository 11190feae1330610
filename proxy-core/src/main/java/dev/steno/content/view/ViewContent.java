package dev.steno.content.view;

import dev.steno.content.BodyText;
import dev.steno.content.ContentType;
import dev.steno.content.schema.ProtoType;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * Content to be shown, without content codings. Immutable.
 *
 * @param data at most a few MiB, since views hold several times as much; not copied, must not be modified
 * @param declared the value of the Content-Type field; null if there is none
 * @param whole whether the data includes the end of the content
 * @param messageCoding the value of the grpc-encoding field; null if there is none
 * @param schema the type of protocol buffer messages in it; null if it is not known
 */
public record ViewContent(
        byte[] data,
        @Nullable String declared,
        boolean whole,
        @Nullable String messageCoding,
        @Nullable ProtoType schema) {

    /** Content without a schema. */
    public ViewContent(byte[] data, @Nullable String declared, boolean whole, @Nullable String messageCoding) {
        this(data, declared, whole, messageCoding, null);
    }

    /** Complete content of a type. */
    public static ViewContent of(byte[] data, @Nullable String declared) {
        return new ViewContent(data, declared, true, null);
    }

    /** Complete text, e.g. a value within other content. */
    static ViewContent ofText(String text) {
        return of(text.getBytes(StandardCharsets.UTF_8), null);
    }

    ContentType type() {
        return ContentType.parse(declared);
    }

    /** The content as text, whatever it is. */
    String text() {
        return BodyText.of(data, declared, whole);
    }

    /** Whether people read it as text. */
    boolean isText() {
        return type().isText() || BodyText.looksLikeText(data);
    }

    /** Whether the data begins with these bytes, given as latin-1. */
    boolean beginsWith(String latin1) {
        return hasAt(0, latin1);
    }

    /** Whether these bytes, given as latin-1, are at an offset. */
    boolean hasAt(int offset, String latin1) {
        if (data.length - offset < latin1.length()) {
            return false;
        }
        for (int i = 0; i < latin1.length(); i++) {
            if ((data[offset + i] & 0xff) != latin1.charAt(i)) {
                return false;
            }
        }
        return true;
    }

    /** The first character of the text that is not white space; 0 if there is none near the start. */
    char firstCharacter() {
        for (int i = 0; i < Math.min(data.length, 1024); i++) {
            int c = data[i] & 0xff;
            if (c > ' ' && c < 0x7f) {
                return (char) c;
            }
        }
        return 0;
    }
}
