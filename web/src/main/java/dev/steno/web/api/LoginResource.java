package dev.steno.web.api;

import dev.steno.json.Json;
import dev.steno.web.guard.Guard;
import dev.steno.web.guard.LoginCodes;
import dev.steno.web.guard.WebToken;
import dev.steno.web.http.ApiRequest;
import dev.steno.web.http.ApiResponse;
import dev.steno.web.http.RequestJson;
import dev.steno.web.http.Route;
import java.util.List;

/** Changes a code for the token, which a page then keeps; and makes codes for those who know the token. */
public final class LoginResource {
    private final Guard guard;
    private final LoginCodes codes;
    private final WebToken token;

    public LoginResource(Guard guard, LoginCodes codes, WebToken token) {
        this.guard = guard;
        this.codes = codes;
        this.token = token;
    }

    /** Returns the routes of this resource. */
    public List<Route> routes() {
        return List.of(
                new Route("POST", Guard.LOGIN, "Changes a code, which is good once, for the token.", this::login),
                new Route(
                        "POST",
                        "/api/v1/login/codes",
                        "Makes a code for another page; it is good once, for ten minutes.",
                        request -> string("code", codes.create())));
    }

    private ApiResponse login(ApiRequest request) {
        Object code = RequestJson.object(request.body()).get("code");
        boolean right = code instanceof String text && codes.spend(text);
        guard.checkSecret(request, right, code != null, "code");
        return string("token", token.reveal());
    }

    private static ApiResponse string(String name, String value) {
        return ApiResponse.json(Json.bytes(json -> {
            json.writeStartObject();
            json.writeStringProperty(name, value);
            json.writeEndObject();
        }));
    }
}
