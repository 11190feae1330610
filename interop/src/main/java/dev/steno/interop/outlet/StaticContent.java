package dev.steno.interop.outlet;

import dev.steno.content.ContentType;
import dev.steno.flow.HttpFlow;
import dev.steno.flow.HttpResponse;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;

/** What a server gives to everybody alike: images, fonts, style sheets, scripts and media. Stateless. */
public final class StaticContent {
    private static final Set<String> TYPES = Set.of(
            "text/css", "text/javascript", "application/javascript", "application/x-javascript", "application/wasm");

    private static final Pattern ENDING = Pattern.compile(
            "\\.(avif|bmp|css|eot|gif|ico|jpe?g|js|map|mjs|mp[34]|ogg|otf|png|svg|ttf|wasm|webm|webp|woff2?)");

    private StaticContent() {}

    /** Whether a flow got such content: by the type of the response, or else by the path. */
    public static boolean isStatic(HttpFlow flow) {
        if (!flow.request().method().equals("GET")) {
            return false;
        }
        HttpResponse response = flow.response();
        String type = response == null
                ? ""
                : ContentType.parse(response.headers().get("content-type")).type();
        if (!type.isEmpty()) {
            return TYPES.contains(type)
                    || type.startsWith("image/")
                    || type.startsWith("font/")
                    || type.startsWith("audio/")
                    || type.startsWith("video/");
        }
        String path = flow.request().path().toLowerCase(Locale.ROOT).split("\\?", 2)[0];
        return ENDING.matcher(path.substring(Math.max(0, path.lastIndexOf('.'))))
                .matches();
    }
}
