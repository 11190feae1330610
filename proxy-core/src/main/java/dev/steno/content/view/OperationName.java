package dev.steno.content.view;

import dev.steno.content.BodyText;
import dev.steno.content.ContentType;
import dev.steno.content.JsonTokens;
import dev.steno.flow.Body;
import dev.steno.flow.Flow;
import dev.steno.flow.Headers;
import dev.steno.flow.HttpFlow;
import dev.steno.flow.HttpRequest;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What a request asks its server to do, where all requests have one path: the operation of GraphQL, the method of gRPC.
 * Bodies that are stored apart from their flow are not read for it. Stateless; any thread.
 */
public final class OperationName {
    /** Upper bound on the bytes that are decoded for a name. */
    private static final int SEARCHED = 64 * 1024;

    /** The first operation of a document (GraphQL, 2.3), after comments and fragments. */
    private static final Pattern OPERATION =
            Pattern.compile("(?:^|[\\s,}])(query|mutation|subscription)(?:\\s+([_A-Za-z][_0-9A-Za-z]*))?");

    private OperationName() {}

    /** Returns the name; the kind of an operation that has none; null if the flow is neither GraphQL nor gRPC. */
    public static @Nullable String of(Flow flow) {
        if (!(flow instanceof HttpFlow http)) {
            return null;
        }
        HttpRequest request = http.request();
        Headers headers = request.headers();
        String type = headers.get("content-type");
        if (type == null) {
            return null;
        }
        ContentType content = ContentType.parse(type);
        if (content.type().startsWith("application/grpc")) {
            String path = request.path();
            return path.substring(path.lastIndexOf('/') + 1);
        }
        boolean isDocument = content.type().equals("application/graphql");
        if (!isDocument && !content.isJson() || !(request.body() instanceof Body.Inline inline)) {
            return null;
        }
        try {
            String text = BodyText.read(new ByteArrayInputStream(inline.bytes()), headers, SEARCHED);
            return isDocument ? inDocument(text) : inRequest(text.strip());
        } catch (IOException e) {
            throw new UncheckedIOException(e); // memory is read
        }
    }

    /** Of several requests in an array, the first. */
    private static @Nullable String inRequest(String json) {
        String first = json.startsWith("[") ? json.substring(1).strip() : json;
        if (!first.startsWith("{") || !first.contains("\"query\"") && !first.contains("\"operationName\"")) {
            return null;
        }
        Map<String, String> properties = GraphQlView.properties(first);
        String name = properties.get("operationName");
        String document = properties.get("query");
        if (name != null && name.startsWith("\"") && name.length() > 2) {
            return JsonTokens.unquote(name);
        }
        return document != null && GraphQlView.isDocument(document) ? inDocument(JsonTokens.unquote(document)) : null;
    }

    private static String inDocument(String document) {
        Matcher found = OPERATION.matcher(document.replaceAll("#[^\\n]*", ""));
        if (!found.find()) {
            return "query"; // the short form (GraphQL, 2.3)
        }
        String name = found.group(2);
        return name == null ? found.group(1) : name;
    }
}
