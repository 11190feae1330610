package dev.steno.sqlite.query;

import dev.steno.filter.Flag;

/** The properties of a flow, in SQL. */
final class FlagSql {
    /** The flow is open and may still get a response: what its response has is not known. */
    static final Condition AWAITS_RESPONSE = Condition.of("(kind = 'http' AND state = 0 AND status IS NULL)");

    private static final Condition ASSET =
            Condition.of("(media_type IN ('text/javascript', 'application/javascript', 'application/x-javascript',"
                    + " 'text/css') OR substr(media_type, 1, 6) = 'image/' OR substr(media_type, 1, 5) = 'font/'"
                    + " OR substr(media_type, 1, 16) = 'application/font')");

    private FlagSql() {}

    /** Where a flow has the property, or surely has it not. */
    static Condition where(Flag flag, boolean yes) {
        Condition has = has(flag);
        if (yes) {
            return has;
        }
        return switch (flag) {
            case ASSET -> Condition.all(has.not(), AWAITS_RESPONSE.not());
            case WEBSOCKET -> Condition.of("(websocket = 0 AND (kind <> 'http' OR state <> 0))");
            default -> has.not();
        };
    }

    private static Condition has(Flag flag) {
        return switch (flag) {
            case NO_RESPONSE -> Condition.of("(kind = 'http' AND status IS NULL)");
            case RESPONSE -> Condition.of("status IS NOT NULL");
            case ERROR -> Condition.of("error_step IS NOT NULL");
            case ASSET -> ASSET;
            case HTTP -> Condition.of("kind = 'http'");
            case TCP -> Condition.of("kind = 'tcp'");
            case UDP, DNS -> Condition.FALSE;
            case WEBSOCKET -> Condition.of("websocket = 1");
            case MARKED -> Condition.of("mark IS NOT NULL");
            case REPLAYED -> Condition.of("replay <> 0");
            case REPLAYED_REQUEST -> Condition.of("replay = 1");
            case REPLAYED_RESPONSE -> Condition.of("replay = 2");
        };
    }
}
