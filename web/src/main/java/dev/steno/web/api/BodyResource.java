package dev.steno.web.api;

import dev.steno.content.ContentCodingException;
import dev.steno.content.ContentDecoder;
import dev.steno.content.DecodedStream;
import dev.steno.look.DecodedBodies;
import dev.steno.look.FlowBody;
import dev.steno.store.BodyReader;
import dev.steno.web.http.ApiProblem;
import dev.steno.web.http.ApiRequest;
import dev.steno.web.http.ApiResponse;
import dev.steno.web.http.Route;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.List;
import java.util.Map;

/** The bytes of bodies, whole or in ranges, as they passed or without content codings. */
public final class BodyResource {
    /** Upper bound on a range of a decoded body, which is held in memory; a longer range is answered in part. */
    static final int DECODED_RANGE = 4 << 20;

    private static final int BLOCK = 64 << 10;
    private static final String BYTES = "application/octet-stream";

    private final RecordedContent content;
    private final String base;
    private final BodyChoice choice;

    /** Bodies of recorded flows. */
    BodyResource(RecordedContent content) {
        this(content, RecordedContent.BODIES, content::body);
    }

    /** @param base what precedes {@code /body} in the paths */
    BodyResource(RecordedContent content, String base, BodyChoice choice) {
        this.content = content;
        this.base = base;
        this.choice = choice;
    }

    /** Returns the routes of this resource. */
    public List<Route> routes() {
        return List.of(new Route(
                "GET",
                base + "/body",
                "Sends the body of the request or the response, or a range of it; with decoded=1 without its codings.",
                this::answer));
    }

    private ApiResponse answer(ApiRequest request) throws IOException {
        BodyChoice.Chosen chosen = choice.of(request);
        FlowBody body = chosen.body();
        return answer(
                        request,
                        chosen.reader(),
                        body,
                        request.isOn("decoded") && !body.codings().isEmpty())
                .with("Content-Disposition", SafeName.attachment(chosen.flow(), chosen.part()));
    }

    /**
     * Answers with a body, or the part of it that the request asks for.
     *
     * @param decoded whether it is sent without its codings, of which there must be some
     */
    ApiResponse answer(ApiRequest request, BodyReader reader, FlowBody body, boolean decoded) throws IOException {
        String tag = "\"" + body.tag() + (decoded ? "-decoded" : "") + "\"";
        if (request.header("if-none-match").filter(tags -> matches(tags, tag)).isPresent()) {
            return new ApiResponse(304, "", Map.of("ETag", tag), 0, out -> {});
        }
        ByteRange range =
                request.header("if-range").filter(known -> !known.equals(tag)).isPresent()
                        ? null
                        : request.header("range").flatMap(ByteRange::parse).orElse(null);
        ApiResponse response;
        if (range == null) {
            response = decoded ? decodedWhole(reader, body) : rawWhole(reader, body);
        } else {
            response = decoded ? decodedRange(reader, body, range) : rawRange(reader, body, range);
        }
        return response.with("ETag", tag).with("Accept-Ranges", "bytes");
    }

    private static boolean matches(String tags, String tag) {
        return tags.strip().equals("*") || List.of(tags.split("\\s*,\\s*", -1)).contains(tag);
    }

    private static ApiResponse rawWhole(BodyReader reader, FlowBody body) throws IOException {
        return raw(200, reader, body, new ByteRange(0, body.body().size() - 1));
    }

    private static ApiResponse rawRange(BodyReader reader, FlowBody body, ByteRange asked) throws IOException {
        long size = body.body().size();
        ByteRange range = asked.within(size);
        if (range.isEmpty() || range.first() >= size) {
            throw unsatisfiable(String.valueOf(size));
        }
        return raw(206, reader, body, range)
                .with("Content-Range", contentRange(range, body.growing() ? "*" : "" + size));
    }

    private static ApiResponse raw(int status, BodyReader reader, FlowBody body, ByteRange range) throws IOException {
        return new ApiResponse(status, BYTES, Map.of(), range.length(), out -> {
            try (InputStream in = reader.body(body.body(), range.first())) {
                copy(in, out, range.length());
            }
        });
    }

    /**
     * Copies up to a number of bytes. Each block is sent before the next is read: a slow client costs one block of memory.
     *
     * @param length upper bound in bytes; {@link Long#MAX_VALUE} for all
     */
    static void copy(InputStream in, OutputStream out, long length) throws IOException {
        byte[] block = new byte[BLOCK];
        long left = length;
        while (left > 0) {
            int read = in.read(block, 0, (int) Math.min(BLOCK, left));
            if (read < 0) {
                return;
            }
            out.write(block, 0, read);
            out.flush();
            left -= read;
        }
    }

    /**
     * A body that cannot be decoded is refused if its first block shows it. If a later one does, the connection is closed
     * before the end of the response.
     */
    private static ApiResponse decodedWhole(BodyReader reader, FlowBody body) throws IOException {
        ContentDecoder decoder = new ContentDecoder(DecodedBodies.MOST, body.growing());
        byte[] first;
        try (DecodedStream in = decoder.decode(reader.body(body.body()), body.codings())) {
            first = in.readNBytes(BLOCK);
            ContentCodingException problem = in.problem();
            if (first.length == 0 && problem != null) {
                throw undecodable(problem);
            }
        } catch (ContentCodingException e) {
            throw undecodable(e);
        }
        if (first.length < BLOCK) {
            return ApiResponse.of(200, BYTES, first);
        }
        // opened again, since nothing would close the first stream if the response had no body, as that to HEAD
        return ApiResponse.stream(BYTES, out -> {
            try (InputStream in = decoder.decode(reader.body(body.body()), body.codings())) {
                copy(in, out, Long.MAX_VALUE);
            }
        });
    }

    private static ApiProblem undecodable(IOException e) {
        return ApiProblem.of(422, e.getMessage() + "; without decoded=1 the body is sent as it was transferred");
    }

    private ApiResponse decodedRange(BodyReader reader, FlowBody body, ByteRange asked) throws IOException {
        try {
            ByteRange wanted = asked.first() < 0 ? asked.within(decodedSize(reader, body)) : asked;
            int length = (int) Math.min(DECODED_RANGE, Math.max(1, wanted.length()));
            DecodedBodies.Range found = content.decoded().read(reader, body, wanted.first(), length);
            ContentCodingException problem = found.problem();
            int count = found.bytes().length;
            boolean known = found.end() && problem == null && !body.growing() && count > 0;
            if (count == 0 && problem != null && wanted.first() == 0) {
                throw undecodable(problem);
            }
            if (count == 0) {
                throw unsatisfiable("*");
            }
            ByteRange sent = new ByteRange(wanted.first(), wanted.first() + count - 1);
            String size = known ? String.valueOf(sent.last() + 1) : "*";
            return ApiResponse.of(206, BYTES, found.bytes()).with("Content-Range", contentRange(sent, size));
        } catch (ContentCodingException unknown) {
            throw undecodable(unknown);
        }
    }

    private static long decodedSize(BodyReader reader, FlowBody body) throws IOException {
        try (InputStream in = DecodedBodies.open(reader, body)) {
            return in.transferTo(OutputStream.nullOutputStream());
        }
    }

    private static String contentRange(ByteRange range, String size) {
        return "bytes " + range.first() + "-" + range.last() + "/" + size;
    }

    private static ApiProblem unsatisfiable(String size) {
        return ApiProblem.of(
                        416, "the body has no byte in that range; its size is " + (size.equals("*") ? "less" : size))
                .withHeader("Content-Range", "bytes */" + size);
    }
}
