package dev.steno.tui.action;

import dev.steno.copy.CopyFormat;
import dev.steno.flow.Flow;
import dev.steno.flow.FlowNumber;
import dev.steno.flow.Headers;
import dev.steno.flow.HttpFlow;
import dev.steno.flow.HttpResponse;
import dev.steno.store.SessionReader;
import dev.steno.text.Quantity;
import dev.steno.tui.screen.Binding;
import dev.steno.tui.screen.Desk;
import dev.steno.tui.screen.KeyTable;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.roaringbitmap.longlong.Roaring64Bitmap;

/** Copies parts of the chosen flows to the clipboard of the terminal. */
public final class CopyActions {
    public static final KeyTable<CopyActions> KEYS = KeyTable.of(
            "Copy to the clipboard",
            Binding.of("y u", "the URL", (CopyActions actions) -> actions.copy("URL", CopyActions::url))
                    .unless(CopyActions::refusal),
            Binding.of(
                            "y c",
                            "a curl command",
                            (CopyActions actions) -> actions.copy("curl command", CopyActions::curl))
                    .unless(CopyActions::refusal),
            Binding.of(
                            "y h",
                            "the header fields",
                            (CopyActions actions) -> actions.copy("headers", CopyActions::headers))
                    .unless(CopyActions::refusal),
            Binding.of(
                            "y b",
                            "the response's body, or else the request's",
                            (CopyActions actions) -> actions.copy("body", CopyActions::body))
                    .unless(CopyActions::refusal),
            Binding.of(
                            "y r",
                            "the request as in HTTP/1.1",
                            (CopyActions actions) -> actions.copy("request", CopyActions::request))
                    .unless(CopyActions::refusal),
            Binding.of(
                            "y R",
                            "the response as in HTTP/1.1",
                            (CopyActions actions) -> actions.copy("response", CopyActions::response))
                    .unless(CopyActions::refusal),
            code("y i", "a command of HTTPie", CopyFormat.HTTPIE),
            code("y f", "JavaScript with fetch", CopyFormat.FETCH),
            code("y p", "Python with http.client", CopyFormat.PYTHON),
            code("y P", "Python with Requests", CopyFormat.PYTHON_REQUESTS),
            code("y w", "a command of PowerShell", CopyFormat.POWERSHELL));

    /** Upper bound on the flows that are copied at once. */
    private static final int MOST = 100;

    /** Upper bound on a copy in bytes: terminals ignore longer ones. */
    private static final int LONGEST = 1 << 20;

    private final Desk desk;
    private final ShownFlows shown;

    public CopyActions(Desk desk, ShownFlows shown) {
        this.desk = desk;
        this.shown = shown;
    }

    private static Binding<CopyActions> code(String key, String label, CopyFormat format) {
        return Binding.of(
                        key,
                        label,
                        (CopyActions actions) ->
                                actions.copy(format.title(), (flow, reader) -> utf8(format.copy(flow, reader))))
                .unless(CopyActions::refusal);
    }

    /** Makes a text of a flow. Blocks. */
    @FunctionalInterface
    private interface Maker {
        String of(Flow flow, SessionReader reader) throws IOException;
    }

    private @Nullable String refusal() {
        long count = shown.chosen().count();
        return count == 0
                ? "there is no flow here"
                : count > MOST ? "at most " + MOST + " flows can be copied at once, not " + count : null;
    }

    private void copy(String what, Maker maker) {
        Roaring64Bitmap flows = shown.chosen().flows();
        List<Long> ids = flows.stream().boxed().toList();
        desk.await(
                desk.source().view().flows(ids),
                found -> desk.read(reader -> text(found, maker, reader), text -> {
                    desk.copy(text);
                    desk.say("copied the " + what + " of " + new Chosen(flows) + ", "
                            + Quantity.bytes(text.getBytes(StandardCharsets.UTF_8).length));
                }));
    }

    private static String text(List<Flow> flows, Maker maker, SessionReader reader) throws IOException {
        StringBuilder all = new StringBuilder();
        for (Flow flow : flows) {
            String text = maker.of(flow, reader);
            all.append(all.isEmpty() || all.charAt(all.length() - 1) == '\n' ? "" : "\n")
                    .append(text);
            if (all.length() > LONGEST) {
                throw new IOException("this is too long for the clipboard of a terminal (over "
                        + Quantity.bytes(LONGEST) + "); b saves a body to a file");
            }
        }
        return all.toString();
    }

    private static String url(Flow flow, SessionReader reader) throws IOException {
        return utf8(CopyFormat.URL.copy(flow, reader));
    }

    private static String curl(Flow flow, SessionReader reader) throws IOException {
        return utf8(CopyFormat.CURL.copy(flow, reader));
    }

    private static String request(Flow flow, SessionReader reader) throws IOException {
        return utf8(CopyFormat.RAW.copy(flow, reader));
    }

    private static String response(Flow flow, SessionReader reader) throws IOException {
        return utf8(CopyFormat.RAW_RESPONSE.copy(flow, reader));
    }

    private static String utf8(byte[] bytes) {
        return new String(bytes, StandardCharsets.UTF_8);
    }

    private static String headers(Flow flow, SessionReader reader) throws IOException {
        if (!(flow instanceof HttpFlow http)) {
            throw new IOException(
                    "flow " + FlowNumber.print(flow.id()) + " is a raw stream, which has no header fields");
        }
        HttpResponse response = http.response();
        return lines(http.request().headers()) + (response == null ? "" : "\n" + lines(response.headers()));
    }

    private static String lines(Headers headers) {
        StringBuilder lines = new StringBuilder();
        for (int i = 0; i < headers.size(); i++) {
            lines.append(headers.name(i)).append(": ").append(headers.value(i)).append('\n');
        }
        return lines.toString();
    }

    private static String body(Flow flow, SessionReader reader) throws IOException {
        return ChosenBody.of(flow).text(reader, LONGEST);
    }
}
