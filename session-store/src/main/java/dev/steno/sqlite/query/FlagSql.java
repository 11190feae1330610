package dev.steno.sqlite.query;

import dev.steno.filter.Flag;

/** The properties of a flow, in SQL. */
final class FlagSql {
    /** The flow is open and may still get a response: what its response has is not known. */
    static final SqlCondition AWAITS_RESPONSE = SqlCondition.of("(kind = 'http' AND state = 0 AND status IS NULL)");

    private static final SqlCondition ASSET =
            SqlCondition.of("(media_type IN ('text/javascript', 'application/javascript', 'application/x-javascript',"
                    + " 'text/css') OR substr(media_type, 1, 6) = 'image/' OR substr(media_type, 1, 5) = 'font/'"
                    + " OR substr(media_type, 1, 16) = 'application/font')");

    private FlagSql() {}

    /** Where a flow has the property, or surely has it not. */
    static SqlCondition where(Flag flag, boolean yes) {
        SqlCondition has = has(flag);
        if (yes) {
            return has;
        }
        return switch (flag) {
            case ASSET -> SqlCondition.all(has.not(), AWAITS_RESPONSE.not());
            case WEBSOCKET -> SqlCondition.of("(websocket = 0 AND (kind <> 'http' OR state <> 0))");
            default -> has.not();
        };
    }

    private static SqlCondition has(Flag flag) {
        return switch (flag) {
            case NO_RESPONSE -> SqlCondition.of("(kind = 'http' AND status IS NULL)");
            case RESPONSE -> SqlCondition.of("status IS NOT NULL");
            case ERROR -> SqlCondition.of("error_step IS NOT NULL");
            case ASSET -> ASSET;
            case HTTP -> SqlCondition.of("kind = 'http'");
            case TCP -> SqlCondition.of("kind = 'tcp'");
            case UDP, DNS -> SqlCondition.FALSE;
            case WEBSOCKET -> SqlCondition.of("websocket = 1");
            case MARKED -> SqlCondition.of("mark IS NOT NULL");
            case REPLAYED -> SqlCondition.of("replay <> 0");
            case REPLAYED_REQUEST -> SqlCondition.of("replay = 1");
            case REPLAYED_RESPONSE -> SqlCondition.of("replay = 2");
        };
    }
}
