package dev.steno.web.api;

import dev.steno.json.Json;
import dev.steno.web.guard.Guard;
import dev.steno.web.guard.LoginCodes;
import dev.steno.web.guard.WebToken;
import dev.steno.web.http.ApiRequest;
import dev.steno.web.http.ApiResponse;
import dev.steno.web.http.RequestJson;
import dev.steno.web.http.Route;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/** Changes a code for the token, which a page then keeps; and makes codes for those who know the token. */
public final class LoginResource {
    private final Guard guard;
    private final LoginCodes codes;
    private final Path home;

    /** @param home the folder that has the token */
    public LoginResource(Guard guard, LoginCodes codes, Path home) {
        this.guard = guard;
        this.codes = codes;
        this.home = home;
    }

    /** Returns the routes of this resource. */
    public List<Route> routes() {
        return List.of(
                new Route("POST", Guard.LOGIN, "Changes a code, which is good once, for the token.", this::login),
                new Route(
                        "POST",
                        "/api/v1/login/codes",
                        "Makes a code for another page; it is good once, for ten minutes.",
                        request -> string("code", codes.create())),
                new Route(
                        "POST",
                        "/api/v1/login/token",
                        "Reads the token of the home folder again; pages with the former one must log in again.",
                        request -> readToken()));
    }

    private ApiResponse readToken() throws IOException {
        guard.replaceToken(WebToken.read(home));
        return ApiResponse.nothing();
    }

    private ApiResponse login(ApiRequest request) {
        Object code = RequestJson.object(request.body()).get("code");
        boolean right = code instanceof String text && codes.spend(text);
        guard.checkSecret(request, right, code != null, "code");
        return string("token", guard.token().reveal());
    }

    private static ApiResponse string(String name, String value) {
        return ApiResponse.json(Json.bytes(json -> {
            json.writeStartObject();
            json.writeStringProperty(name, value);
            json.writeEndObject();
        }));
    }
}
