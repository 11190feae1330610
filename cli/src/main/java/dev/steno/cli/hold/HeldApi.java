package dev.steno.cli.hold;

import dev.steno.cli.command.Failure;
import dev.steno.cli.remote.ApiClient;
import dev.steno.cli.remote.JsonTree;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The resources about held messages of one running Steno. Each call blocks; a refusal is a {@link Failure}. */
final class HeldApi {
    private final ApiClient api;

    HeldApi(ApiClient api) {
        this.api = api;
    }

    /** Returns the held messages; the one that was held first is the first. */
    List<Map<String, @Nullable Object>> list() throws IOException {
        return JsonTree.objects(JsonTree.object(api.get("/held")).get("held"));
    }

    /** Returns the number of the flow of one element of the list. */
    static long id(Map<String, @Nullable Object> held) {
        return JsonTree.number(held, "id");
    }

    /** Returns a held flow. */
    Map<String, @Nullable Object> flow(long flow) throws IOException {
        return JsonTree.object(api.get("/held/" + flow));
    }

    /** Returns the held message as text, and the revision that it shows. */
    Map<String, @Nullable Object> raw(long flow) throws IOException {
        return JsonTree.object(api.get("/held/" + flow + "/raw"));
    }

    /** Returns the head of the held message as text: lines, the last of which is blank. */
    String head(long flow) throws IOException {
        return JsonTree.text(JsonTree.object(api.get("/held/" + flow + "/raw?head=1")), "text");
    }

    /** Opens the body of the held message as it was transferred; the caller closes it. */
    InputStream body(long flow) throws IOException {
        return api.open("/held/" + flow + "/body");
    }

    /** Changes a held message; returns the flow's revision after it. */
    long edit(long flow, long revision, List<Map<String, Object>> edits) throws IOException {
        Object answer = api.post("/held/" + flow + "/edit", Map.of("revision", revision, "edits", edits));
        return JsonTree.number(JsonTree.object(answer), "revision");
    }

    /**
     * Replaces the body of a held message by a file; returns the flow's revision after it.
     *
     * @param encoded whether the file has the content codings of the message already
     */
    long replaceBody(long flow, long revision, Path file, boolean encoded) throws IOException {
        String path = "/held/" + flow + "/body" + (encoded ? "?encoded=1" : "");
        return JsonTree.number(JsonTree.object(api.put(path, file, "\"" + revision + "\"")), "revision");
    }

    void resume(long flow, boolean andResponse) throws IOException {
        api.post("/held/" + flow + "/resume", Map.of("and_response", andResponse));
    }

    /** Sends on all messages that are held, and counts them. */
    long resumeAll() throws IOException {
        return JsonTree.number(JsonTree.object(api.post("/held/resume", Map.of())), "count");
    }

    /** Returns the held messages of a stream, in the order in which they came. */
    List<Map<String, @Nullable Object>> messages(long flow) throws IOException {
        return JsonTree.objects(
                JsonTree.object(api.get("/held/" + flow + "/messages")).get("messages"));
    }

    void editMessage(long flow, long message, String text) throws IOException {
        api.post("/held/" + flow + "/messages/" + message + "/edit", Map.of("text", text));
    }

    /** @param how {@code resume} or {@code drop} */
    void endMessage(long flow, long message, String how) throws IOException {
        api.post("/held/" + flow + "/messages/" + message + "/" + how, Map.of());
    }

    /** Sets an option of the running Steno. */
    void setOption(String name, String value) throws IOException {
        api.post("/commands/options.set", Map.of("arguments", List.of(name, value)));
    }

    void drop(long flow) throws IOException {
        api.post("/held/" + flow + "/drop", Map.of());
    }

    void kill(long flow, String how) throws IOException {
        api.post("/held/" + flow + "/kill", Map.of("how", how));
    }

    /** @param fields as {@code NAME: VALUE} */
    void answer(long flow, int status, List<String> fields, byte[] body) throws IOException {
        List<List<String>> headers = new ArrayList<>();
        for (String field : fields) {
            int colon = field.indexOf(':');
            if (colon < 1) {
                throw Failure.usage(
                        "\"" + field + "\" is not a header field; give one such as \"Content-Type: text/plain\"");
            }
            headers.add(List.of(
                    field.substring(0, colon), field.substring(colon + 1).strip()));
        }
        Map<String, Object> answer = new LinkedHashMap<>();
        answer.put("status", status);
        answer.put("headers", headers);
        answer.put("body_base64", Base64.getEncoder().encodeToString(body));
        api.post("/held/" + flow + "/answer", answer);
    }
}
