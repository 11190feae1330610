package dev.steno.net.http2;

import dev.steno.flow.Body;
import dev.steno.flow.Headers;
import dev.steno.flow.HttpResponse;
import dev.steno.flow.Times;
import dev.steno.net.http.FieldSectionRules;
import dev.steno.net.http.ParseRemarks;
import dev.steno.net.http.StreamRequestReader;
import io.netty.handler.codec.http2.Http2Headers;

/** Converts a header section of HTTP/2 into the domain's response (RFC 9113, 8.3.2). Stateless. */
final class Http2ResponseReader {
    private Http2ResponseReader() {}

    /**
     * The response, without its body.
     *
     * @param odd collects remarks on fields that are irregular and unambiguous
     * @throws FieldSectionRules.Malformed if the section is not that of a response; the message says why
     */
    static HttpResponse read(Http2Headers fields, ParseRemarks odd) throws FieldSectionRules.Malformed {
        Headers headers = Http2Fields.headers(fields);
        if (fields instanceof Http2Fields read && read.isMisplaced()) {
            throw new FieldSectionRules.Malformed("a pseudo-header field comes after a regular one");
        }
        int status = FieldSectionRules.checkResponse(headers, odd);
        headers = FieldSectionRules.withOneLength(headers);
        return new HttpResponse(
                StreamRequestReader.VERSION, status, "", headers, null, Body.NONE, Times.now(), Times.UNSET);
    }
}
