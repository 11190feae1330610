package dev.steno.web.held;

import dev.steno.flow.Headers;
import dev.steno.flow.HttpResponse;
import dev.steno.hold.HandAnswer;
import dev.steno.web.http.ApiProblem;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Reads the response with which a person answers a held request. Stateless. */
final class AnswerJson {
    private AnswerJson() {}

    /**
     * Returns the response.
     *
     * @throws ApiProblem 400 if a member has another type
     * @throws dev.steno.addon.FlowActionException if it cannot be sent
     */
    static HttpResponse read(Map<String, @Nullable Object> members) {
        if (!(members.get("status") instanceof Number status)) {
            throw ApiProblem.badRequest("status is missing: give a number from 200 to 599");
        }
        String reason = members.get("reason") instanceof String text ? text : "";
        return HandAnswer.of(status.intValue(), reason, headers(members.get("headers")), content(members));
    }

    private static Headers headers(@Nullable Object given) {
        if (given == null) {
            return Headers.EMPTY;
        }
        if (given instanceof List<?> list) {
            Headers.Builder fields = Headers.builder(list.size());
            for (Object each : list) {
                if (!(each instanceof List<?> pair)
                        || pair.size() != 2
                        || !(pair.get(0) instanceof String name)
                        || !(pair.get(1) instanceof String value)) {
                    throw badHeaders();
                }
                fields.add(name, value);
            }
            return fields.build();
        }
        throw badHeaders();
    }

    private static ApiProblem badHeaders() {
        return ApiProblem.badRequest("headers must be a list of pairs, such as [[\"Content-Type\", \"text/plain\"]]");
    }

    private static byte[] content(Map<String, @Nullable Object> members) {
        Object coded = members.get("body_base64");
        if (coded == null) {
            Object text = members.get("body");
            return text == null ? new byte[0] : String.valueOf(text).getBytes(StandardCharsets.UTF_8);
        }
        try {
            return Base64.getDecoder().decode(String.valueOf(coded));
        } catch (IllegalArgumentException e) {
            throw ApiProblem.badRequest("body_base64 is not Base64 (RFC 4648, 4): " + e.getMessage());
        }
    }
}
