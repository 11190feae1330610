package dev.steno.interop.charles;

import dev.steno.interop.intake.HttpDraft;
import dev.steno.interop.intake.LenientTime;
import dev.steno.interop.json.ExtraFields;
import dev.steno.interop.json.JsonKind;
import dev.steno.interop.json.JsonScanner;
import dev.steno.interop.json.TextTraits;
import dev.steno.interop.text.TextMessage;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** A transaction as its fields are read; used again for the next one. For one thread. */
final class CharlesTransaction implements AutoCloseable {
    @Nullable
    String status;

    @Nullable
    String method;

    @Nullable
    String version;

    @Nullable
    String scheme;

    @Nullable
    String host;

    double port;

    @Nullable
    String path;

    @Nullable
    String query;

    boolean tunnel;
    boolean webSocket;

    @Nullable
    String remote;

    @Nullable
    String client;

    double clientPort;

    @Nullable
    String problem;

    @Nullable
    String notes;

    @Nullable
    String tlsVersion;

    @Nullable
    String cipher;

    @Nullable
    String alpn;

    /** {@code start}, {@code requestBegin}, {@code requestComplete}, {@code responseBegin}, {@code end}. */
    final LenientTime[] times = new LenientTime[TIMES.length];

    /** {@code durations.total}, in milliseconds. */
    double total;

    double code;

    @Nullable
    String firstLine;

    final TextMessage request = new TextMessage();
    final TextMessage response = new TextMessage();
    final ExtraFields extra = new ExtraFields(HttpDraft.LONGEST_EXTRA);

    private static final String[] TIMES = {"start", "requestBegin", "requestComplete", "responseBegin", "end"};

    CharlesTransaction() throws IOException {
        clear();
    }

    void clear() throws IOException {
        status = null;
        method = null;
        version = null;
        scheme = null;
        host = null;
        port = Double.NaN;
        path = null;
        query = null;
        tunnel = false;
        webSocket = false;
        remote = null;
        client = null;
        clientPort = Double.NaN;
        problem = null;
        notes = null;
        tlsVersion = null;
        cipher = null;
        alpn = null;
        java.util.Arrays.fill(times, LenientTime.NONE);
        total = Double.NaN;
        code = Double.NaN;
        firstLine = null;
        request.clear();
        response.clear();
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
                case "status" -> status = in.text();
                case "method" -> method = in.text();
                case "protocolVersion" -> version = in.text();
                case "scheme" -> scheme = in.text();
                case "host" -> host = in.text();
                case "actualPort" -> port = in.number();
                case "port" -> {
                    double named = in.number();
                    port = Double.isNaN(port) ? named : port;
                }
                case "path" -> path = in.text();
                case "query" -> query = in.text();
                case "tunnel" -> tunnel = in.truth();
                case "webSocket" -> webSocket = in.truth();
                case "remoteAddress" -> remote = in.text();
                case "clientAddress" -> client = in.text();
                case "clientPort" -> clientPort = in.number();
                case "errorMessage", "exceptionMessage" -> {
                    String message = in.text();
                    problem = message == null || message.isBlank() ? problem : message;
                }
                case "notes" -> notes = in.text();
                case "times" -> readTimes(in);
                case "durations" -> readDurations(in);
                case "ssl" -> readTls(in);
                case "alpn" -> readAlpn(in);
                case "request" -> readMessage(in, request);
                case "response" -> readMessage(in, response);
                case "keptAlive", "totalSize" -> in.skip();
                default -> extra.take(in);
            }
        }
    }

    private void readTimes(JsonScanner in) throws IOException {
        if (!in.enterObject()) {
            return;
        }
        while (in.nextName()) {
            int index = java.util.Arrays.asList(TIMES).indexOf(in.name());
            LenientTime time = LenientTime.parse(in.text());
            if (index >= 0) {
                times[index] = time;
            }
        }
    }

    private void readDurations(JsonScanner in) throws IOException {
        if (!in.enterObject()) {
            return;
        }
        while (in.nextName()) {
            double millis = in.number();
            if (in.name().equals("total")) {
                total = millis;
            }
        }
    }

    private void readTls(JsonScanner in) throws IOException {
        if (!in.enterObject()) {
            return;
        }
        while (in.nextName()) {
            switch (in.name()) {
                case "protocol" -> tlsVersion = in.text();
                case "cipherSuite" -> cipher = in.text();
                default -> in.skip();
            }
        }
    }

    private void readAlpn(JsonScanner in) throws IOException {
        if (!in.enterObject()) {
            return;
        }
        while (in.nextName()) {
            String value = in.text();
            alpn = in.name().equals("protocol") ? value : alpn;
        }
    }

    private void readMessage(JsonScanner in, TextMessage message) throws IOException {
        if (!in.enterObject()) {
            return;
        }
        message.present = true;
        boolean coded = false;
        while (in.nextName()) {
            switch (in.name()) {
                case "status" -> code = in.number();
                case "sizes" -> readSizes(in, message);
                case "charset" -> message.charset = in.text();
                case "contentEncoding" -> {
                    String coding = in.text();
                    coded = coding != null && !coding.isBlank();
                }
                case "header" -> readHeader(in, message);
                case "body" -> readBody(in, message);
                default -> in.skip();
            }
        }
        if (coded) {
            message.declared = -message.declared; // not the size of the bytes in the file
        }
    }

    private static void readSizes(JsonScanner in, TextMessage message) throws IOException {
        if (!in.enterObject()) {
            return;
        }
        while (in.nextName()) {
            double size = in.number();
            if (in.name().equals("body")) {
                message.declared = size;
            }
        }
    }

    private void readHeader(JsonScanner in, TextMessage message) throws IOException {
        if (!in.enterObject()) {
            return;
        }
        while (in.nextName()) {
            switch (in.name()) {
                case "headers" -> message.headers.read(in);
                case "firstLine" -> {
                    String line = in.text();
                    firstLine = message == response ? line : firstLine;
                }
                default -> in.skip();
            }
        }
    }

    private static void readBody(JsonScanner in, TextMessage message) throws IOException {
        if (in.kind() == JsonKind.STRING) {
            readText(in, message);
            return;
        }
        if (!in.enterObject()) {
            return;
        }
        while (in.nextName()) {
            switch (in.name()) {
                case "text", "encoded" -> readText(in, message);
                case "encoding" -> message.base64 = "base64".equalsIgnoreCase(in.text());
                case "charset" -> {
                    String named = in.text();
                    message.charset = named == null ? message.charset : named;
                }
                default -> in.skip();
            }
        }
    }

    private static void readText(JsonScanner in, TextMessage message) throws IOException {
        if (message.text.size() > 0) {
            in.skip();
            return;
        }
        TextTraits traits = in.copy(message.text);
        message.text.setTraits(traits == null ? TextTraits.EMPTY : traits);
    }

    @Override
    public void close() throws IOException {
        request.close();
        response.close();
    }
}
