package dev.steno.interop.har;

import dev.steno.interop.intake.HttpDraft;
import dev.steno.interop.json.ExtraFields;
import dev.steno.interop.text.TextHeaders;
import dev.steno.interop.text.TextSpool;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A request or a response of an entry, as its fields are read; used again for the next entry. For one thread. */
final class HarMessage implements AutoCloseable {
    boolean present;

    @Nullable
    String method;

    @Nullable
    String url;

    double status;

    @Nullable
    String statusText;

    @Nullable
    String version;

    final TextHeaders headers = new TextHeaders();
    final TextHeaders trailers = new TextHeaders();

    /** How many bytes of the body passed, if our own export says so; else 0. */
    long passed;

    /** Whether our own export says that the content coding was not removed. */
    boolean coded;

    /** {@code bodySize}, in bytes. */
    double bodySize;

    /** {@code content.size}, in bytes. */
    double contentSize;

    @Nullable
    String mimeType;

    /** Whether {@code text} is there, be it empty. */
    boolean hasText;

    final TextSpool text = new TextSpool();

    @Nullable
    String encoding;

    @Nullable
    String file;

    @Nullable
    String bodyComment;

    /** Names and values in turn. */
    final List<String> params = new ArrayList<>();

    boolean multipart;

    @Nullable
    String error;

    @Nullable
    String fetchType;

    boolean fromCache;

    @Nullable
    String securityProtocol;

    final ExtraFields extra = new ExtraFields(HttpDraft.LONGEST_EXTRA);
    final ExtraFields bodyExtra = new ExtraFields(HttpDraft.LONGEST_EXTRA);

    HarMessage() {
        status = Double.NaN;
        bodySize = Double.NaN;
        contentSize = Double.NaN;
    }

    void clear() throws IOException {
        present = false;
        method = null;
        url = null;
        status = Double.NaN;
        statusText = null;
        version = null;
        headers.clear();
        trailers.clear();
        passed = 0;
        coded = false;
        bodySize = Double.NaN;
        contentSize = Double.NaN;
        mimeType = null;
        hasText = false;
        text.clear();
        encoding = null;
        file = null;
        bodyComment = null;
        params.clear();
        multipart = false;
        error = null;
        fetchType = null;
        fromCache = false;
        securityProtocol = null;
        extra.clear();
        bodyExtra.clear();
    }

    /** Whether the text is Base64. Other encodings do not occur. */
    boolean isBase64() {
        return encoding != null && encoding.strip().equalsIgnoreCase("base64");
    }

    /** Returns the media type: that of the header field if there is one. */
    @Nullable
    String mediaType() {
        String field = headers.get("content-type");
        return field != null ? field : mimeType;
    }

    @Override
    public void close() throws IOException {
        text.close();
    }
}
