package dev.steno.mock;

/** What a request gets that was not recorded; the names are mitmproxy's. */
public enum ExtraPolicy {
    FORWARD(0),
    KILL(0),
    NO_CONTENT(204),
    BAD_REQUEST(400),
    NOT_FOUND(404),
    SERVER_ERROR(500);

    private final int status;

    ExtraPolicy(int status) {
        this.status = status;
    }

    /** The status of the answer; 0 if there is none. */
    int status() {
        return status;
    }

    /**
     * Returns the policy of a text.
     *
     * @param text one of {@code forward}, {@code kill} and the four numbers
     */
    static ExtraPolicy of(String text) {
        return switch (text) {
            case "forward" -> FORWARD;
            case "kill" -> KILL;
            case "204" -> NO_CONTENT;
            case "400" -> BAD_REQUEST;
            case "404" -> NOT_FOUND;
            case "500" -> SERVER_ERROR;
            default -> throw new IllegalArgumentException("\"" + text + "\" is no policy for extra requests");
        };
    }
}
