package dev.steno.interop.warc;

import dev.steno.flow.Headers;
import dev.steno.interop.intake.LenientTime;
import dev.steno.interop.intake.SkippedEntryException;
import dev.steno.interop.loss.Loss;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * The named fields of a record, as far as they matter for a flow. Immutable.
 *
 * @param type in small letters
 * @param place where it is in the file
 */
record WarcHead(Headers fields, String type, String place) {
    boolean isRequest() {
        return type.equals("request");
    }

    boolean isRevisit() {
        return type.equals("revisit");
    }

    private Optional<String> first(String name) {
        return Optional.ofNullable(fields.get(name)).map(String::strip).filter(value -> !value.isEmpty());
    }

    /** Returns the record's id without brackets; a name of its own if it has none. */
    String id() {
        return first("WARC-Record-ID").map(WarcHead::plain).orElse("no id, " + place);
    }

    /** Returns the ids of records that were made by the same exchange. */
    List<String> concurrent() {
        return fields.all("WARC-Concurrent-To").stream().map(WarcHead::plain).toList();
    }

    /** Returns the URL. */
    String target() throws SkippedEntryException {
        String target = first("WARC-Target-URI").map(WarcHead::plain).orElse("");
        if (target.toLowerCase(Locale.ROOT).startsWith("dns:")) {
            throw new SkippedEntryException(Loss.KIND_UNSUPPORTED, "a record of DNS");
        }
        return target;
    }

    /** Whether the block is a message of HTTP. A record of no type is looked at. */
    boolean isHttp() {
        return first("Content-Type")
                .map(type -> type.toLowerCase(Locale.ROOT).startsWith("application/http"))
                .orElse(true);
    }

    /** Returns the media type of a resource. */
    String contentType() {
        return first("Content-Type").orElse("application/octet-stream");
    }

    /** Returns the time, nanoseconds since the epoch; unset if it is none. */
    long time() {
        return LenientTime.parse(first("WARC-Date").orElse("")).nanos();
    }

    Optional<String> address() {
        return first("WARC-IP-Address");
    }

    /** Whether the block is shorter than what passed. */
    boolean isCut() {
        return first("WARC-Truncated").isPresent()
                || first("WARC-Segment-Number").isPresent();
    }

    Optional<String> payloadDigest() {
        return first("WARC-Payload-Digest");
    }

    Optional<String> refersTo() {
        return first("WARC-Refers-To-Target-URI")
                .map(uri -> plain(uri)
                        + first("WARC-Refers-To-Date").map(date -> " " + date).orElse(""))
                .or(() -> first("WARC-Refers-To").map(WarcHead::plain));
    }

    /** Returns the protocols of the connection, such as {@code h2} and {@code tls/1.3}. */
    List<String> protocols() {
        return fields.all("WARC-Protocol").stream()
                .flatMap(each -> List.of(each.split(",", -1)).stream())
                .map(each -> each.strip().toLowerCase(Locale.ROOT))
                .toList();
    }

    Optional<String> cipher() {
        return first("WARC-Cipher-Suite");
    }

    private static String plain(String uri) {
        String text = uri.strip();
        return text.length() > 1 && text.startsWith("<") && text.endsWith(">")
                ? text.substring(1, text.length() - 1)
                : text;
    }
}
