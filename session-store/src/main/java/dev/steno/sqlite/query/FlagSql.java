package dev.steno.sqlite.query;

import dev.steno.filter.Flag;
import dev.steno.flow.FlowError;

/** Translates the flags of filters into SQL. Pure functions. */
final class FlagSql {
    /** The flow is open and may still get a response, so the properties of its response are unknown. */
    static final SqlCondition AWAITS_RESPONSE = SqlCondition.of("(kind = 'http' AND state = 0 AND status IS NULL)");

    private static final SqlCondition ASSET =
            SqlCondition.of("(media_type IN ('text/javascript', 'application/javascript', 'application/x-javascript',"
                    + " 'text/css') OR substr(media_type, 1, 6) = 'image/' OR substr(media_type, 1, 5) = 'font/'"
                    + " OR substr(media_type, 1, 16) = 'application/font')");

    private FlagSql() {}

    /**
     * Returns a condition for rows that have the property, or for rows that certainly lack it if {@code yes} is false.
     */
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
            case UNREAD ->
                SqlCondition.of("(kind = 'tcp' AND scheme = 'tls' AND (error_step IS NULL OR error_step = "
                        + FlowError.Step.RELAY.number() + "))");
            case UDP, DNS -> SqlCondition.FALSE;
            case WEBSOCKET -> SqlCondition.of("websocket = 1");
            case HELD -> SqlCondition.of("held IS NOT NULL");
            case MARKED -> SqlCondition.of("mark IS NOT NULL");
            case REPLAYED -> SqlCondition.of("replay <> 0");
            case REPLAYED_REQUEST -> SqlCondition.of("replay = 1");
            case REPLAYED_RESPONSE -> SqlCondition.of("replay = 2");
        };
    }
}
