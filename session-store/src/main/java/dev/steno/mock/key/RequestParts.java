package dev.steno.mock.key;

import dev.steno.flow.HttpRequest;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What of a request must be equal beside its {@link RequestPlace}: the parameters of its query, named header fields, and its
 * content, each as a name and a value. Immutable.
 */
public final class RequestParts {
    private static final MessageDigest NEW_SHA256 = newSha256();

    private final List<Part> parts;

    private RequestParts(List<Part> parts) {
        this.parts = List.copyOf(parts);
    }

    /**
     * A part.
     *
     * @param where what it is, such as {@code query page} or {@code content $.items[0]}
     */
    record Part(String where, String value) {}

    /**
     * A part in which two requests differ.
     *
     * @param recorded null if the recorded request lacks it
     * @param asked null if the other one does
     */
    public record Difference(
            String where,
            @Nullable String recorded,
            @Nullable String asked) {

        @Override
        public String toString() {
            if (recorded == null) {
                return where + ": asked " + asked + ", not recorded";
            }
            return asked == null
                    ? where + ": recorded " + recorded + ", not asked"
                    : where + ": recorded " + recorded + ", asked " + asked;
        }
    }

    /**
     * Returns the parts of a request.
     *
     * @param body its bytes as sent; null if its content does not count or is unknown
     */
    public static RequestParts of(HttpRequest request, byte @Nullable [] body, MatchRules rules) {
        List<Part> parts = new ArrayList<>();
        addQuery(parts, request.path(), rules);
        for (String name : rules.headers()) {
            List<String> values = request.headers().all(name);
            if (!values.isEmpty()) {
                parts.add(new Part("header " + name, String.join(", ", values)));
            }
        }
        if (body != null && body.length > 0 && rules.content() != ContentRule.NONE) {
            new ContentParts(parts, rules).add(request.headers(), body);
        }
        return new RequestParts(parts);
    }

    /**
     * Returns the parts of a request whose body is too large for memory; it is compared by its bytes as sent.
     *
     * @param body is read to its end, and not closed
     * @throws IOException if it cannot be read
     */
    public static RequestParts ofLarge(HttpRequest request, InputStream body, MatchRules rules) throws IOException {
        List<Part> parts = new ArrayList<>(of(request, null, rules).parts);
        if (rules.content() != ContentRule.NONE) {
            MessageDigest hash = sha256();
            byte[] piece = new byte[64 * 1024];
            long size = 0;
            for (int read = body.read(piece); read >= 0; read = body.read(piece)) {
                hash.update(piece, 0, read);
                size += read;
            }
            parts.add(new Part("content", ContentParts.hashed(size, hash)));
        }
        return new RequestParts(parts);
    }

    /** Returns the parts of a request without header fields and content. */
    public static RequestParts ofPath(String path, MatchRules rules) {
        List<Part> parts = new ArrayList<>();
        addQuery(parts, path, rules);
        return new RequestParts(parts);
    }

    private static void addQuery(List<Part> parts, String path, MatchRules rules) {
        int question = path.indexOf('?');
        if (question < 0 || question == path.length() - 1) {
            return;
        }
        int from = parts.size();
        for (String pair : path.substring(question + 1).split("&", -1)) {
            String written = rules.loose() ? LooseText.of(pair.replace("+", "%20")) : pair;
            int equals = written.indexOf('=');
            String name = equals < 0 ? written : written.substring(0, equals);
            if (!rules.ignoredParams().contains(FormNames.decode(name))) {
                // a parameter without a value is not one with an empty value
                parts.add(new Part("query " + name, equals < 0 ? "" : written.substring(equals)));
            }
        }
        if (!rules.queryOrder()) {
            parts.subList(from, parts.size())
                    .sort(Comparator.comparing(Part::where)); // stable: repeated ones keep theirs
        }
    }

    /**
     * Returns a hash of these parts and the place.
     *
     * @param place the {@link RequestPlace}
     */
    public RequestDigest digest(long place) {
        MessageDigest hash = sha256();
        hash.update(ByteBuffer.allocate(Long.BYTES).putLong(0, place));
        for (Part part : parts) {
            put(hash, part.where());
            put(hash, part.value());
        }
        ByteBuffer result = ByteBuffer.wrap(hash.digest());
        return new RequestDigest(result.getLong(), result.getLong());
    }

    private static void put(MessageDigest hash, String text) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        hash.update(ByteBuffer.allocate(Integer.BYTES).putInt(0, bytes.length));
        hash.update(bytes);
    }

    /** A copy of a new one: the search for an implementation takes longer than a hash of a few parts. */
    static MessageDigest sha256() {
        try {
            return (MessageDigest) NEW_SHA256.clone();
        } catch (CloneNotSupportedException e) {
            return newSha256();
        }
    }

    private static MessageDigest newSha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java runtime has SHA-256", e);
        }
    }

    /** Returns the first part in which a recorded request and another differ; null if none does. */
    public static @Nullable Difference first(RequestParts recorded, RequestParts asked) {
        Map<String, List<String>> one = recorded.byName();
        Map<String, List<String>> other = asked.byName();
        Set<String> names = new LinkedHashSet<>(one.keySet());
        names.addAll(other.keySet());
        for (String name : names) {
            List<String> mine = one.get(name);
            List<String> its = other.get(name);
            if (mine == null || its == null || !mine.equals(its)) {
                return new Difference(name, shown(mine), shown(its));
            }
        }
        return recorded.parts.equals(asked.parts)
                ? null
                : new Difference("order of the query", recorded.names(), asked.names());
    }

    /** Returns in how many parts two requests differ. */
    public static int differences(RequestParts recorded, RequestParts asked) {
        Map<String, List<String>> one = recorded.byName();
        Map<String, List<String>> other = asked.byName();
        Set<String> names = new LinkedHashSet<>(one.keySet());
        names.addAll(other.keySet());
        int count = 0;
        for (String name : names) {
            List<String> mine = one.get(name);
            count += mine != null && mine.equals(other.get(name)) ? 0 : 1;
        }
        return count == 0 && !recorded.parts.equals(asked.parts) ? 1 : count;
    }

    private Map<String, List<String>> byName() {
        Map<String, List<String>> all = new LinkedHashMap<>();
        parts.forEach(part ->
                all.computeIfAbsent(part.where(), name -> new ArrayList<>(1)).add(part.value()));
        return all;
    }

    private String names() {
        StringBuilder all = new StringBuilder();
        parts.stream()
                .filter(part -> part.where().startsWith("query "))
                .forEach(part -> all.append(all.length() == 0 ? "" : "&")
                        .append(part.where().substring("query ".length())));
        return all.toString();
    }

    private static @Nullable String shown(@Nullable List<String> values) {
        if (values == null) {
            return null;
        }
        StringBuilder all = new StringBuilder();
        for (String value : values) {
            String plain = value.startsWith("=") ? value.substring(1) : value;
            String cut = plain.length() > 120 ? plain.substring(0, 120) + "\u2026" : plain;
            all.append(all.length() == 0 ? "\"" : ", \"").append(cut).append('"');
        }
        return all.toString();
    }

    @Override
    public String toString() {
        return parts.toString();
    }
}
