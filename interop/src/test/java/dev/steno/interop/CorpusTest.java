package dev.steno.interop;

import static org.assertj.core.api.Assertions.assertThat;

import dev.steno.flow.Body;
import dev.steno.flow.Flow;
import dev.steno.flow.HttpFlow;
import dev.steno.flow.HttpResponse;
import dev.steno.flow.TcpFlow;
import dev.steno.interop.intake.RefusedFileException;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Imports a collection of foreign captures and compares the flows with tables of what each file holds. The collection is not
 * part of the project: {@code STENO_CORPUS} names its folder, with the files in folders by kind and the tables in
 * {@code expected}. {@code -Dsteno.corpus.kinds=har,saz} compares some kinds only.
 */
class CorpusTest {
    /** The digest of no bytes. */
    private static final String NOTHING = "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855";

    @TempDir
    Path folder;

    private record Count(int files, int expected, int equal) {
        Count plus(int moreExpected, int moreEqual) {
            return new Count(files + 1, expected + moreExpected, equal + moreEqual);
        }
    }

    @Test
    void everyFlowOfTheCollectionIsImportedAsItIs() throws IOException {
        String named = System.getProperty("steno.corpus", System.getenv().getOrDefault("STENO_CORPUS", ""));
        Assumptions.assumeFalse(named.isEmpty(), "STENO_CORPUS names no collection of captures");
        Path corpus = Path.of(named);
        List<String> faults = new ArrayList<>();
        Map<String, Count> counts = new TreeMap<>();
        for (Path file : files(corpus)) {
            String kind = file.getParent().getFileName().toString();
            Path table = corpus.resolve("expected").resolve(file.getFileName() + ".tsv");
            if (!Files.exists(table) || kind.equals("pcap")) {
                continue;
            }
            List<CorpusRow> rows = CorpusRow.read(table);
            int expected = (int) rows.stream().filter(CorpusRow::isFlow).count();
            int equal = compare(file, rows, faults);
            counts.merge(kind, new Count(1, expected, equal), (a, b) -> a.plus(expected, equal));
        }
        counts.forEach((kind, count) -> System.out.printf(
                "%-9s files %3d, flows expected %5d, equal %5d%n", kind, count.files, count.expected, count.equal));
        assertThat(faults).as("differences").isEmpty();
    }

    private static List<Path> files(Path corpus) throws IOException {
        List<Path> files = new ArrayList<>();
        for (String kind : System.getProperty("steno.corpus.kinds", "burp,charles,har,mitm,proxyman,saz,warc,zap")
                .split(",", -1)) {
            Path of = corpus.resolve(kind);
            if (Files.isDirectory(of)) {
                try (Stream<Path> all = Files.list(of)) {
                    all.sorted().forEach(files::add);
                }
            }
        }
        return files;
    }

    private int compare(Path file, List<CorpusRow> rows, List<String> faults) throws IOException {
        String name = file.getFileName().toString();
        boolean refused = rows.stream().anyMatch(row -> row.get("kind").equals("refuse"));
        try (ImportedSession imported = ImportedSession.of(target(file), folder)) {
            if (refused) {
                faults.add(name + ": imported, but is to be refused");
                return 0;
            }
            List<CorpusRow> wanted = rows.stream().filter(CorpusRow::isFlow).toList();
            List<Flow> flows = imported.flows();
            if (flows.size() != wanted.size()) {
                faults.add(name + ": " + flows.size() + " flows, expected " + wanted.size());
            }
            int equal = 0;
            for (int i = 0; i < Math.min(flows.size(), wanted.size()); i++) {
                String difference = difference(imported, flows.get(i), wanted.get(i));
                if (difference.isEmpty()) {
                    equal++;
                } else {
                    faults.add(name + " row " + wanted.get(i).get("n") + ": " + difference);
                }
            }
            long skipped =
                    rows.stream().filter(row -> row.get("kind").equals("skip")).count();
            if (skipped > 0 && imported.result.losses().entries().isEmpty()) {
                faults.add(name + ": " + skipped + " entries left out in silence");
            }
            return equal;
        } catch (RefusedFileException e) {
            if (!refused) {
                faults.add(name + ": refused: " + e.getMessage());
            }
            return 0;
        }
    }

    /** A session of ZAP is a folder of files, one of which is opened. */
    private static Path target(Path file) throws IOException {
        if (!Files.isDirectory(file)) {
            return file;
        }
        try (Stream<Path> inside = Files.list(file)) {
            return inside.filter(each -> each.toString().endsWith(".session"))
                    .findFirst()
                    .orElse(file);
        }
    }

    private static String difference(ImportedSession imported, Flow flow, CorpusRow row) throws IOException {
        if (flow instanceof TcpFlow tcp) {
            return row.get("kind").equals(tcp.protocol().equals("udp") ? "udp" : "tcp") ? "" : "kind tcp";
        }
        HttpFlow http = (HttpFlow) flow;
        HttpResponse response = http.response();
        StringBuilder out = new StringBuilder();
        differs(out, row, "method", http.request().method());
        if (!usual(http.request().url()).equals(usual(row.get("url")))) {
            out.append("url ")
                    .append(http.request().url())
                    .append(", expected ")
                    .append(row.get("url"))
                    .append("; ");
        }
        differs(out, row, "status", response == null ? "-" : Integer.toString(response.status()));
        differs(out, row, "req_sha256", digest(imported, http.request().body()));
        differs(out, row, "resp_sha256", response == null ? "-" : digest(imported, response.body()));
        differs(out, row, "ws", http.webSocket() == null ? "-" : Long.toString(messages(http)));
        differs(out, row, "state", http.state().label());
        return out.toString();
    }

    private static long messages(HttpFlow http) {
        var socket = http.webSocket();
        return socket == null ? 0 : socket.client().messages() + socket.server().messages();
    }

    /**
     * Where the tables say what an independent reader saw, and this product decides otherwise: a form of which a file has only
     * the parameters is joined from them again, Fiddler's notes on a tunnel are no body, and a text of the second alphabet of
     * Base64 is decoded. Of an archive without requests, the method is likely and not known; and without a status line, there is no
     * response that bytes could be the body of.
     */
    private static boolean isDecidedOtherwise(CorpusRow row, String column, String value) {
        String note = row.get("note");
        return switch (column) {
            case "req_sha256" ->
                note.contains("request body only as params") && row.get(column).equals("-")
                        || isTunnelOfFiddler(row) && value.equals("-");
            case "resp_sha256" ->
                note.contains("bad base64") && row.get("url").endsWith("/url64")
                        || isTunnelOfFiddler(row) && value.equals("-")
                        || note.contains("no HTTP head") && value.equals("-");
            case "method" -> row.get("method").equals("-") && note.contains("no request record");
            default -> false;
        };
    }

    private static boolean isTunnelOfFiddler(CorpusRow row) {
        String note = row.get("note");
        return row.get("method").equals("CONNECT")
                && (note.startsWith("url in file http://") || note.contains("Fiddler writes notes"));
    }

    private static void differs(StringBuilder out, CorpusRow row, String column, String value) {
        String wanted = row.get(column);
        boolean none = value.equals("-") && (wanted.isEmpty() || row.allows(column, NOTHING));
        if (!row.allows(column, value) && !none && !isDecidedOtherwise(row, column, value)) {
            out.append(column)
                    .append(' ')
                    .append(value)
                    .append(", expected ")
                    .append(row.get(column))
                    .append("; ");
        }
    }

    private static String digest(ImportedSession imported, Body body) throws IOException {
        if (body.size() == 0) {
            return "-";
        }
        try (InputStream in = imported.reader().body(body)) {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            byte[] buffer = new byte[1 << 16];
            int n;
            while ((n = in.read(buffer)) >= 0) {
                digest.update(buffer, 0, n);
            }
            return HexFormat.of().formatHex(digest.digest());
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    /** A URL with a small host, without its default port and its fragment. */
    private static String usual(String url) {
        int hash = url.indexOf('#');
        String text = hash < 0 ? url : url.substring(0, hash);
        try {
            URI uri = URI.create(text);
            if (uri.getHost() == null) {
                return text;
            }
            String port = uri.getPort() < 0
                            || uri.getPort() == 80 && "http".equals(uri.getScheme())
                            || uri.getPort() == 443 && "https".equals(uri.getScheme())
                    ? ""
                    : ":" + uri.getPort();
            String path = uri.getRawPath() == null || uri.getRawPath().isEmpty() ? "/" : uri.getRawPath();
            return uri.getScheme().toLowerCase(Locale.ROOT) + "://"
                    + uri.getHost().toLowerCase(Locale.ROOT) + port + path
                    + (uri.getRawQuery() == null ? "" : "?" + uri.getRawQuery());
        } catch (IllegalArgumentException e) {
            return text.replaceFirst("^([a-z]+://[^/?]+)$", "$1/");
        }
    }
}
