package dev.steno.rule.local;

import java.util.HashMap;
import java.util.Locale;
import java.util.Map;

/** The media types of files by the ends of their names. Stateless. */
final class FileTypes {
    private static final String UNKNOWN = "application/octet-stream";

    private static final Map<String, String> TYPES = types();

    private FileTypes() {}

    /** The value of Content-Type; text is taken to be UTF-8. */
    static String of(String file) {
        String end = file.substring(file.lastIndexOf('.') + 1).toLowerCase(Locale.ROOT);
        return TYPES.getOrDefault(end, UNKNOWN);
    }

    private static Map<String, String> types() {
        Map<String, String> types = new HashMap<>();
        put(types, "text/html; charset=utf-8", "html", "htm");
        put(types, "text/css; charset=utf-8", "css");
        put(types, "text/javascript; charset=utf-8", "js", "mjs", "cjs");
        put(types, "text/plain; charset=utf-8", "txt", "text", "log", "md");
        put(types, "text/csv; charset=utf-8", "csv");
        put(types, "text/xml; charset=utf-8", "xml", "xsl", "xslt");
        put(types, "text/calendar; charset=utf-8", "ics");
        put(types, "text/vtt; charset=utf-8", "vtt");
        put(types, "application/json", "json", "map", "geojson");
        put(types, "application/manifest+json", "webmanifest");
        put(types, "application/yaml", "yaml", "yml");
        put(types, "application/wasm", "wasm");
        put(types, "application/pdf", "pdf");
        put(types, "application/zip", "zip");
        put(types, "application/gzip", "gz", "tgz");
        put(types, "application/x-tar", "tar");
        put(types, "application/vnd.apple.mpegurl", "m3u8");
        put(types, "application/dash+xml", "mpd");
        put(types, "application/xhtml+xml", "xhtml");
        put(types, "application/vnd.android.package-archive", "apk");
        put(types, "image/png", "png");
        put(types, "image/jpeg", "jpg", "jpeg");
        put(types, "image/gif", "gif");
        put(types, "image/webp", "webp");
        put(types, "image/avif", "avif");
        put(types, "image/svg+xml", "svg");
        put(types, "image/x-icon", "ico");
        put(types, "image/bmp", "bmp");
        put(types, "image/tiff", "tif", "tiff");
        put(types, "font/woff", "woff");
        put(types, "font/woff2", "woff2");
        put(types, "font/ttf", "ttf");
        put(types, "font/otf", "otf");
        put(types, "audio/mpeg", "mp3");
        put(types, "audio/ogg", "ogg", "oga", "opus");
        put(types, "audio/wav", "wav");
        put(types, "audio/flac", "flac");
        put(types, "audio/mp4", "m4a");
        put(types, "video/mp4", "mp4", "m4v", "m4s");
        put(types, "video/webm", "webm");
        put(types, "video/mp2t", "ts");
        put(types, "video/quicktime", "mov");
        return Map.copyOf(types);
    }

    private static void put(Map<String, String> types, String type, String... ends) {
        for (String end : ends) {
            types.put(end, type);
        }
    }
}
