package dev.steno.web.held;

import dev.steno.web.guard.Guard;
import dev.steno.web.http.ApiRequest;

/** Names the program that sent a request, for the record of who did what. Stateless. */
public final class Caller {
    /** A longer name is cut. */
    private static final int LONGEST = 40;

    private Caller() {}

    /** Returns {@code web} for a page, and what a program calls itself in {@code User-Agent}, without its version. */
    public static String of(ApiRequest request) {
        if (!Guard.isLocalProgram(request)) {
            return "web";
        }
        String agent =
                request.header("user-agent").orElse("").split("[/(]", 2)[0].strip();
        String name = agent.replaceAll("[^A-Za-z0-9 ._-]", "");
        return name.isEmpty() ? "the API" : name.substring(0, Math.min(LONGEST, name.length()));
    }
}
