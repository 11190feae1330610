package dev.steno.rule.local;

import dev.steno.flow.Body;
import dev.steno.flow.Headers;
import dev.steno.flow.HttpRequest;
import dev.steno.flow.HttpResponse;
import dev.steno.flow.Times;
import dev.steno.rule.spec.RuleFailure;
import dev.steno.source.BodySources;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The response that serves a file: conditional (RFC 9110, 13), in part (RFC 9110, 14), or from a file beside it that holds
 * its compressed form. For one request; blocking.
 */
final class FileResponse {
    /** The largest part of a file that is read before it is sent, in bytes; more is read while it is sent. */
    private static final int SMALL = 64 * 1024;

    private static final DateTimeFormatter DATE =
            DateTimeFormatter.ofPattern("EEE, dd MMM yyyy HH:mm:ss 'GMT'", Locale.ENGLISH);
    /** The codings of files beside others, in the order in which they are preferred, with the ends of their names. */
    private static final Map<String, String> CODINGS = Map.of("br", ".br", "zstd", ".zst", "gzip", ".gz");

    private static final List<String> PREFERRED = List.of("br", "zstd", "gzip");

    private final HttpRequest request;
    private final int status;
    private final Headers extra;

    /**
     * @param status of a whole answer
     * @param extra fields that every answer has
     */
    FileResponse(HttpRequest request, int status, Headers extra) {
        this.request = request;
        this.status = status;
        this.extra = extra;
    }

    /** The answer if there is no such file. */
    HttpResponse missing() {
        byte[] text = "Steno: no file for this URL\n".getBytes(StandardCharsets.UTF_8);
        return answer(404, Headers.of("Content-Type", "text/plain; charset=utf-8"), new Body.Inline(text), text.length);
    }

    /** The answer with a file. */
    HttpResponse of(Path file) throws RuleFailure {
        try {
            return serve(file);
        } catch (IOException e) {
            throw new RuleFailure("the file " + file + " cannot be read: " + e.getMessage());
        }
    }

    private HttpResponse serve(Path file) throws IOException {
        String coding = coding(file);
        Path sent = coding == null ? file : beside(file, coding);
        BasicFileAttributes facts = Files.readAttributes(sent, BasicFileAttributes.class);
        long size = facts.size();
        Instant modified = facts.lastModifiedTime().toInstant();
        String tag = "\"" + Long.toHexString(modified.toEpochMilli()) + "-" + Long.toHexString(size)
                + (coding == null ? "" : "-" + coding) + "\"";
        Headers headers = Headers.of(
                "Content-Type",
                FileTypes.of(file.getFileName().toString()),
                "ETag",
                tag,
                "Last-Modified",
                date(modified),
                "Accept-Ranges",
                "bytes",
                "Cache-Control",
                "no-cache"); // a cached file would be shown after the rule was switched off
        if (coding != null) {
            headers = headers.with("Content-Encoding", coding);
        }
        if (coding != null || hasCoded(file)) {
            headers = headers.with("Vary", "Accept-Encoding");
        }
        boolean reads = request.method().equals("GET") || request.method().equals("HEAD");
        if (reads && status == 200 && isUnchanged(tag, modified)) {
            return answer(304, headers.without("Content-Type"::equals), Body.NONE, -1);
        }
        ByteSpan part = reads && status == 200 && rangeApplies(tag, modified)
                ? ByteSpan.of(request.headers().get("Range"), size)
                : null;
        if (part == null) {
            return answer(status, headers, read(sent, 0, size), size);
        }
        if (part.length() == 0) {
            return answer(416, headers.with("Content-Range", "bytes */" + size), Body.NONE, 0);
        }
        String range = "bytes " + part.from() + "-" + (part.from() + part.length() - 1) + "/" + size;
        return answer(206, headers.with("Content-Range", range), read(sent, part.from(), part.length()), part.length());
    }

    private Body read(Path file, long from, long length) throws IOException {
        if (request.method().equals("HEAD")) {
            return Body.NONE;
        }
        if (length > SMALL) {
            return new Body.Source(BodySources.file(file, from, length));
        }
        ByteBuffer bytes = ByteBuffer.allocate((int) length);
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
            while (bytes.hasRemaining() && channel.read(bytes, from + bytes.position()) >= 0) {
                // reads on
            }
        }
        if (bytes.hasRemaining()) {
            throw new IOException("it became shorter while it was read");
        }
        return new Body.Inline(bytes.array());
    }

    // ---- conditions

    private boolean isUnchanged(String tag, Instant modified) {
        String known = request.headers().get("If-None-Match");
        if (known != null) {
            for (String one : known.split(",", -1)) {
                String stripped = one.strip();
                if (stripped.equals("*") || stripped.equals(tag) || stripped.equals("W/" + tag)) {
                    return true;
                }
            }
            return false;
        }
        Instant since = instant(request.headers().get("If-Modified-Since"));
        return since != null && modified.getEpochSecond() <= since.getEpochSecond();
    }

    private boolean rangeApplies(String tag, Instant modified) {
        String condition = request.headers().get("If-Range");
        if (condition == null || condition.equals(tag)) {
            return true;
        }
        Instant exactly = instant(condition);
        return exactly != null && modified.getEpochSecond() == exactly.getEpochSecond();
    }

    private static String date(Instant time) {
        return DATE.format(time.atOffset(ZoneOffset.UTC));
    }

    private static @Nullable Instant instant(@Nullable String date) {
        try {
            return date == null
                    ? null
                    : ZonedDateTime.parse(date, DateTimeFormatter.RFC_1123_DATE_TIME)
                            .toInstant();
        } catch (DateTimeException notADate) {
            return null;
        }
    }

    // ---- compressed files

    private @Nullable String coding(Path file) {
        if (request.headers().contains("Range")) {
            return null; // parts of the compressed form help no client that has parts of the file
        }
        for (String coding : PREFERRED) {
            if (accepts(coding) && Files.isRegularFile(beside(file, coding))) {
                return coding;
            }
        }
        return null;
    }

    private static boolean hasCoded(Path file) {
        return PREFERRED.stream().anyMatch(coding -> Files.isRegularFile(beside(file, coding)));
    }

    private static Path beside(Path file, String coding) {
        return file.resolveSibling(file.getFileName() + CODINGS.getOrDefault(coding, ""));
    }

    private boolean accepts(String coding) {
        for (String field : request.headers().all("Accept-Encoding")) {
            for (String element : field.split(",", -1)) {
                String[] parts = element.split(";", -1);
                boolean refused = parts.length > 1 && parts[1].strip().matches("[qQ]=0(\\.0*)?");
                if (parts[0].strip().equalsIgnoreCase(coding) && !refused) {
                    return true;
                }
            }
        }
        return false;
    }

    // ---- the answer

    /** @param length the Content-Length; -1 for none */
    private HttpResponse answer(int code, Headers headers, Body body, long length) {
        Headers all = length < 0 ? headers : headers.with("Content-Length", Long.toString(length));
        for (int i = 0; i < extra.size(); i++) {
            String name = extra.name(i);
            all = all.without(name::equalsIgnoreCase).with(name, extra.value(i));
        }
        long now = Times.now();
        return new HttpResponse("HTTP/1.1", code, "", all, null, body, now, now);
    }
}
