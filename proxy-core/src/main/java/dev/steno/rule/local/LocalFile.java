package dev.steno.rule.local;

import com.google.re2j.Matcher;
import com.google.re2j.Pattern;
import dev.steno.addon.Verdict;
import dev.steno.flow.Body;
import dev.steno.flow.Headers;
import dev.steno.flow.HttpFlow;
import dev.steno.flow.HttpRequest;
import dev.steno.flow.HttpResponse;
import dev.steno.flow.Times;
import dev.steno.rule.action.RuleAction;
import dev.steno.rule.action.RulePoint;
import dev.steno.rule.spec.RuleException;
import dev.steno.rule.spec.RuleFailure;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * {@code map-local}: answers requests whose URL matches with a file, or with the file of a folder that the rest of the URL
 * names. Reads files, so it is applied off the event loops. Immutable.
 *
 * @param url found in the URL; of a folder, the first group or what follows names the file
 * @param path the file or folder
 * @param orForward whether a request without a file goes to the server, instead of being answered by 404
 * @param cors whether scripts of all origins may read the answer
 * @param status of a whole answer
 * @param headers further fields of each answer
 */
public record LocalFile(Pattern url, Path path, boolean orForward, boolean cors, int status, Headers headers)
        implements RuleAction {

    /**
     * @param path the name of a file or folder that exists
     * @throws RuleException if it does not exist
     */
    public static LocalFile of(Pattern url, String path) {
        return new LocalFile(url, existing(path), false, false, 200, Headers.EMPTY);
    }

    private static Path existing(String name) {
        try {
            Path path = Path.of(name.startsWith("~/") ? System.getProperty("user.home") + name.substring(1) : name);
            if (!Files.exists(path)) {
                throw new RuleException("the file or folder " + name + " does not exist");
            }
            return path;
        } catch (InvalidPathException e) {
            throw new RuleException("\"" + name + "\" cannot be the name of a file or folder: " + e.getReason());
        }
    }

    @Override
    public Set<RulePoint> points() {
        return EnumSet.of(RulePoint.REQUEST);
    }

    @Override
    public boolean blocks() {
        return true;
    }

    @Override
    public @Nullable Verdict<HttpFlow> apply(HttpFlow flow, RulePoint point) throws RuleFailure {
        HttpRequest request = flow.request();
        Matcher found = url.matcher(request.url());
        if (request.method().equals("CONNECT") || !found.find()) {
            return null;
        }
        if (cors && isPreflight(request)) {
            return new Verdict.Answer<>(preflight(request));
        }
        FileResponse response = new FileResponse(request, status, extra(request));
        Path file = Files.isDirectory(path) ? FolderFile.find(path, rest(found, request.url())) : path;
        if (file == null || !Files.isRegularFile(file)) {
            return orForward ? null : new Verdict.Answer<>(response.missing());
        }
        return new Verdict.Answer<>(response.of(file));
    }

    private static String rest(Matcher found, String in) {
        String group = found.groupCount() == 0 ? null : found.group(1);
        return group == null ? in.substring(found.end()) : group;
    }

    private Headers extra(HttpRequest request) {
        String origin = request.headers().get("Origin");
        return cors && origin != null
                ? headers.with("Access-Control-Allow-Origin", origin)
                        .with("Access-Control-Allow-Credentials", "true")
                        .with("Vary", "Origin")
                : headers;
    }

    private static boolean isPreflight(HttpRequest request) {
        return request.method().equals("OPTIONS")
                && request.headers().contains("Origin")
                && request.headers().contains("Access-Control-Request-Method");
    }

    private HttpResponse preflight(HttpRequest request) {
        String method = request.headers().get("Access-Control-Request-Method");
        String fields = request.headers().get("Access-Control-Request-Headers");
        Headers allowed = extra(request).with("Access-Control-Allow-Methods", method == null ? "GET" : method);
        if (fields != null) {
            allowed = allowed.with("Access-Control-Allow-Headers", fields);
        }
        long now = Times.now();
        return new HttpResponse("HTTP/1.1", 204, "No Content", allowed, null, Body.NONE, now, now);
    }
}
