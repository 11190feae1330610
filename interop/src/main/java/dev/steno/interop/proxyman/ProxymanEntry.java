package dev.steno.interop.proxyman;

import dev.steno.interop.intake.HttpDraft;
import dev.steno.interop.json.ExtraFields;
import dev.steno.interop.json.JsonKind;
import dev.steno.interop.json.JsonScanner;
import dev.steno.interop.json.TextTraits;
import dev.steno.interop.text.TextMessage;
import java.io.IOException;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** An entry as its fields are read; used again for the next one. For one thread. */
final class ProxymanEntry implements AutoCloseable {
    private static final String[] TIMES = {"requestStartedAt", "requestEndedAt", "responseStartedAt", "responseEndedAt"
    };

    @Nullable
    String method;

    @Nullable
    String fullPath;

    @Nullable
    String uri;

    @Nullable
    String scheme;

    @Nullable
    String host;

    double port;

    /** Of the request and the response: 1.1 is 1,001; 0 for unknown. */
    final int[] versions = new int[2];

    double status;

    @Nullable
    String phrase;

    @Nullable
    String problem;

    /** Of {@link #TIMES}, in seconds since 1970. */
    final double[] times = new double[TIMES.length];

    @Nullable
    String clientIp;

    double clientPort;

    @Nullable
    String serverIp;

    double serverPort;

    @Nullable
    String tlsVersion;

    @Nullable
    String cipher;

    @Nullable
    String alpn;

    @Nullable
    String color;

    @Nullable
    String comment;

    boolean webSocket;
    final TextMessage request = new TextMessage();
    final TextMessage response = new TextMessage();
    final ExtraFields client = new ExtraFields(HttpDraft.LONGEST_EXTRA);
    final ExtraFields extra = new ExtraFields(HttpDraft.LONGEST_EXTRA);

    ProxymanEntry() throws IOException {
        clear();
    }

    private void clear() throws IOException {
        method = null;
        fullPath = null;
        uri = null;
        scheme = null;
        host = null;
        port = Double.NaN;
        Arrays.fill(versions, 0);
        status = Double.NaN;
        phrase = null;
        problem = null;
        Arrays.fill(times, Double.NaN);
        clientIp = null;
        clientPort = Double.NaN;
        serverIp = null;
        serverPort = Double.NaN;
        tlsVersion = null;
        cipher = null;
        alpn = null;
        color = null;
        comment = null;
        webSocket = false;
        request.clear();
        response.clear();
        client.clear();
        extra.clear();
    }

    /** Takes the scanner's next value, an object. */
    void read(JsonScanner in) throws IOException {
        clear();
        if (!in.enterObject()) {
            return;
        }
        while (in.nextName()) {
            switch (in.name()) {
                case "request" -> readMessage(in, request);
                case "response" -> readMessage(in, response);
                case "timing" -> readTimes(in);
                case "summary" -> readSummary(in);
                case "extraInfo" -> readTls(in);
                case "client" -> readClient(in);
                case "style" -> readStyle(in);
                case "websocketMessageStorage" -> {
                    webSocket |= in.kind() == JsonKind.OBJECT || in.kind() == JsonKind.ARRAY;
                    extra.take(in);
                }
                case "id", "toolMetadata", "remoteDevice", "uniqueID" -> extra.take(in);
                default -> in.skip();
            }
        }
        extra.put("client", client);
    }

    private void readTimes(JsonScanner in) throws IOException {
        if (!in.enterObject()) {
            return;
        }
        while (in.nextName()) {
            int index = Arrays.asList(TIMES).indexOf(in.name());
            double seconds = in.number();
            if (index >= 0) {
                times[index] = seconds;
            }
        }
    }

    private void readSummary(JsonScanner in) throws IOException {
        if (!in.enterObject()) {
            return;
        }
        while (in.nextName()) {
            switch (in.name()) {
                case "clientIpAddress" -> clientIp = in.text();
                case "clientPort" -> clientPort = in.number();
                case "serverIpAddress" -> serverIp = in.text();
                case "serverPort" -> serverPort = in.number();
                case "tag" -> extra.take(in);
                default -> in.skip();
            }
        }
    }

    private void readTls(JsonScanner in) throws IOException {
        if (!in.enterObject()) {
            return;
        }
        while (in.nextName()) {
            switch (in.name()) {
                case "tlsVersion" -> tlsVersion = in.text();
                case "negotiatedCipherSuite" -> cipher = in.text();
                case "aplnProtocol", "alpnProtocol" -> alpn = in.text();
                default -> in.skip();
            }
        }
    }

    /** The icon is passed over: a picture, in every entry. */
    private void readClient(JsonScanner in) throws IOException {
        if (!in.enterObject()) {
            return;
        }
        while (in.nextName()) {
            switch (in.name()) {
                case "name", "path", "pid" -> client.take(in);
                default -> in.skip();
            }
        }
    }

    private void readStyle(JsonScanner in) throws IOException {
        if (!in.enterObject()) {
            return;
        }
        while (in.nextName()) {
            switch (in.name()) {
                case "color" -> {
                    boolean named = in.kind() == JsonKind.STRING || in.kind() == JsonKind.NUMBER;
                    color = named ? in.text() : null;
                    if (!named) {
                        extra.take(in);
                    }
                }
                case "comment" -> comment = in.text();
                default -> in.skip();
            }
        }
    }

    private void readMessage(JsonScanner in, TextMessage message) throws IOException {
        if (!in.enterObject()) {
            return;
        }
        message.present = true;
        message.base64 = true;
        while (in.nextName()) {
            switch (in.name()) {
                case "method" -> readMethod(in);
                case "fullPath" -> fullPath = in.text();
                case "uri" -> uri = in.text();
                case "scheme" -> scheme = in.text();
                case "host" -> host = in.text();
                case "port" -> port = in.number();
                case "version" -> readVersion(in, message);
                case "header" -> readHeader(in, message);
                case "bodyData" -> {
                    TextTraits traits = in.copy(message.text);
                    message.text.setTraits(traits == null ? TextTraits.EMPTY : traits);
                }
                case "compressedBodyDataCount" -> message.declared = -in.number();
                case "isWebSocketUpgrade" -> webSocket |= in.truth();
                case "status" -> readStatus(in);
                case "error" -> {
                    boolean object = in.kind() == JsonKind.OBJECT;
                    problem = object ? in.compact(HttpDraft.LONGEST_EXTRA) : in.text();
                }
                default -> in.skip();
            }
        }
    }

    private void readMethod(JsonScanner in) throws IOException {
        if (in.kind() != JsonKind.OBJECT) {
            method = in.text();
            return;
        }
        in.enterObject();
        while (in.nextName()) {
            String value = in.text();
            method = in.name().equals("name") ? value : method;
        }
    }

    private void readStatus(JsonScanner in) throws IOException {
        if (in.kind() != JsonKind.OBJECT) {
            status = in.number();
            return;
        }
        in.enterObject();
        while (in.nextName()) {
            switch (in.name()) {
                case "code" -> status = in.number();
                case "phrase" -> phrase = in.text();
                default -> in.skip();
            }
        }
    }

    private void readVersion(JsonScanner in, TextMessage message) throws IOException {
        if (!in.enterObject()) {
            return;
        }
        double major = Double.NaN;
        double minor = 0;
        while (in.nextName()) {
            switch (in.name()) {
                case "major" -> major = in.number();
                case "minor" -> minor = in.number();
                default -> in.skip();
            }
        }
        versions[message == request ? 0 : 1] =
                major >= 0 && major < 10 && minor >= 0 && minor < 10 ? (int) major * 1000 + (int) minor : 0;
    }

    private static void readHeader(JsonScanner in, TextMessage message) throws IOException {
        if (!in.enterObject()) {
            return;
        }
        while (in.nextName()) {
            if (in.name().equals("entries") && in.kind() == JsonKind.ARRAY) {
                in.enterArray();
                while (in.nextItem()) {
                    readField(in, message);
                }
            } else {
                in.skip();
            }
        }
    }

    /** A field that is not enabled was not sent. */
    private static void readField(JsonScanner in, TextMessage message) throws IOException {
        if (!in.enterObject()) {
            return;
        }
        String name = null;
        String value = null;
        boolean enabled = true;
        while (in.nextName()) {
            switch (in.name()) {
                case "key" -> name = readName(in);
                case "value" -> value = in.text();
                case "isEnabled" -> enabled = !"false".equals(in.text());
                default -> in.skip();
            }
        }
        if (enabled && name != null) {
            message.headers.add(name, value);
        }
    }

    private static @Nullable String readName(JsonScanner in) throws IOException {
        if (in.kind() != JsonKind.OBJECT) {
            return in.text();
        }
        String name = null;
        String small = null;
        in.enterObject();
        while (in.nextName()) {
            switch (in.name()) {
                case "name" -> name = in.text();
                case "nameInLowercase" -> small = in.text();
                default -> in.skip();
            }
        }
        return name != null ? name : small;
    }

    @Override
    public void close() throws IOException {
        request.close();
        response.close();
    }
}
