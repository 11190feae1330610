package dev.steno.interop.har;

import dev.steno.interop.ImportedSession;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/** Small HTTP archives; an apostrophe in them stands for a quotation mark. */
final class Hars {
    /** A request of an entry. */
    static final String GET =
            "'request':{'method':'GET','url':'http://a.example/x','httpVersion':'HTTP/1.1','headers':[]}";

    /** When the entries begin. */
    static final String STARTED = "'startedDateTime':'2026-01-02T03:04:05.250Z'";

    private Hars() {}

    /** Returns an archive of a tool. */
    static String log(String tool, String... entries) {
        return json("{'log':{'version':'1.2','creator':{'name':'" + tool + "','version':'1'},'entries':["
                + String.join(",", entries) + "]}}");
    }

    /** Returns an entry with a response of these fields. */
    static String entry(String response) {
        return "{" + STARTED + "," + GET + ",'response':{'status':200,'statusText':'OK','headers':[]," + response
                + "}}";
    }

    /** Returns an entry with a response whose content is this. */
    static String content(String content) {
        return entry("'content':{" + content + "}");
    }

    /** Returns an entry with a request of these fields. */
    static String request(String fields) {
        return "{" + STARTED + ",'request':{'method':'POST','url':'http://a.example/x'," + fields + "}}";
    }

    /** Returns JSON. */
    static String json(String text) {
        return text.replace('\'', '"');
    }

    /** Imports an archive. */
    static ImportedSession imported(Path folder, String har) throws IOException {
        return imported(folder, har.getBytes(StandardCharsets.UTF_8));
    }

    /** Imports a file. */
    static ImportedSession imported(Path folder, byte[] file) throws IOException {
        Path path = Files.createTempFile(folder, "a", ".har");
        Files.write(path, file);
        return ImportedSession.of(path, folder);
    }
}
