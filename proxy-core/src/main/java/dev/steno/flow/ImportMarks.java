package dev.steno.flow;

import java.util.Arrays;

/**
 * What is noted in the metadata of a flow that was imported from a file of another tool, as far as it changes how the flow is
 * read. Stateless.
 */
public final class ImportMarks {
    /** The metadata key of the format and tool that a flow comes from. */
    public static final String FROM = "import.from";

    /** The metadata key of where the flow was in its file. */
    public static final String PLACE = "import.place";

    /** The metadata key of fields of the file that have no place in a flow, as a JSON object. */
    public static final String EXTRA = "import.extra";

    /** The metadata key of the user and the password in the URL of the file, which a request does not have. */
    public static final String USER_INFO = "import.userinfo";

    /** The metadata key of marks on the request's body, separated by blanks. */
    public static final String REQUEST_BODY = "import.body.request";

    /** The metadata key of marks on the response's body, separated by blanks. */
    public static final String RESPONSE_BODY = "import.body.response";

    /** The mark of a body that is stored without the content coding that its header fields name. */
    public static final String DECODED = "decoded";

    /** The mark of a body whose bytes were rebuilt from a text. */
    public static final String TEXT = "text";

    /** The mark of a body that passed and is not in the file. */
    public static final String MISSING = "missing";

    /** The mark of a body of which the file has less than passed. */
    public static final String CUT = "cut";

    /** The mark of a body that came from a cache and did not pass. */
    public static final String CACHE = "cache";

    private ImportMarks() {}

    /** Whether the request's body is stored without its content coding. */
    public static boolean isRequestDecoded(Notes notes) {
        return has(notes, REQUEST_BODY, DECODED);
    }

    /** Whether the response's body is stored without its content coding. */
    public static boolean isResponseDecoded(Notes notes) {
        return has(notes, RESPONSE_BODY, DECODED);
    }

    /**
     * Returns the header fields by which a body is read: those of its message, without Content-Encoding if the body is stored
     * without its content coding.
     *
     * @return {@link Headers#EMPTY} if there is no such message
     */
    public static Headers bodyHeaders(HttpFlow flow, boolean ofRequest) {
        HttpResponse response = flow.response();
        if (!ofRequest && response == null) {
            return Headers.EMPTY;
        }
        Headers sent = ofRequest || response == null ? flow.request().headers() : response.headers();
        boolean decoded = ofRequest ? isRequestDecoded(flow.notes()) : isResponseDecoded(flow.notes());
        return decoded ? sent.remove("content-encoding") : sent;
    }

    /** Whether a key of the metadata has a mark. */
    public static boolean has(Notes notes, String key, String mark) {
        String marks = notes.metadata().get(key);
        return marks != null && Arrays.asList(marks.split(" ")).contains(mark);
    }

    /** Returns notes with one more mark. */
    public static Notes with(Notes notes, String key, String mark) {
        String before = notes.metadata().get(key);
        return has(notes, key, mark) ? notes : notes.withMetadata(key, before == null ? mark : before + " " + mark);
    }
}
