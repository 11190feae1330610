package dev.steno.cli.acceptance;

import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Random;
import java.util.zip.CRC32;
import java.util.zip.Deflater;
import java.util.zip.DeflaterOutputStream;

/**
 * A web page with its assets: files that a server sends, by request target. The page's script requests each asset
 * again, hashes what the browser received, and posts the hashes to {@code /done}.
 *
 * @param root the folder with the files
 * @param page the page's target
 * @param assets the file for each target that the page loads
 */
record Site(Path root, String page, Map<String, Path> assets) {
    /**
     * The file for a target with a byte that is not UTF-8; not every file system allows such a name, so the file has
     * another.
     */
    static final String LATIN_FILE = "latin.json";

    /** That target percent-encoded, as servers see it. */
    static final String LATIN_TARGET = "/caf%E9%20menu.json";

    /** The same target as sent by a client that does not percent-encode: with the byte itself. */
    static final String LATIN_RAW = "/caf\u00e9%20menu.json";

    static final String LATIN_NAME = "/caf\u00e9 menu.json";

    private static final int MANY = 14;
    private static final int LARGE = 6 << 20;

    static Site make(Path root) throws IOException {
        Files.createDirectories(root);
        Map<String, Path> assets = new LinkedHashMap<>();
        Site site = new Site(root, "/index.html", assets);
        for (int i = 0; i < MANY; i++) {
            site.add("/style-" + i + ".css", text("#a" + i + " { color: #%06x }\n", 40 + 100 * i, i));
            site.add("/code-" + i + ".js", text("var v" + i + " = 0x%06x;\n", 50 + 90 * i, i));
            site.add("/image-" + i + ".png", png(20 + 5 * i, i));
            site.add("/drawing-" + i + ".svg", svg(i));
            site.add("/data-" + i + ".json", ("[" + text("%d,", 60 * i, i) + "0]"));
        }
        site.add("/photo-1.png", png(400, 91)); // noise, so larger than 300 KiB
        site.add("/photo-2.png", png(700, 92));
        site.add("/bundle.js", text("/* %032x */\n", 12_000, 93));
        site.add("/font-1.woff2", Bytes.of(94, 61_440));
        site.add("/font-2.woff2", Bytes.of(95, 320_001));
        site.add("/large.bin", Bytes.of(96, LARGE));
        site.add("/empty.css", "");
        site.put("/a%20b%25c%2Bd.css", "a b%c+d.css", bytes("i { color: red }"));
        site.put("/%7Euser/x.svg?v=%C3%A9&w=1+2", "~user/x.svg", bytes(svg(97)));
        site.put("/na%C3%AFve.js", "na\u00efve.js", bytes("var naive = 1;"));
        site.put(LATIN_TARGET, LATIN_FILE, bytes("{\"latin\":1}"));
        Files.writeString(root.resolve("index.html"), site.html());
        return site;
    }

    /** The content for a target. */
    byte[] content(String target) throws IOException {
        if (target.equals(page)) {
            return Files.readAllBytes(root.resolve("index.html"));
        }
        return Files.readAllBytes(assets.get(target.equals(LATIN_RAW) ? LATIN_TARGET : target));
    }

    private void add(String target, String content) throws IOException {
        add(target, bytes(content));
    }

    private void add(String target, byte[] content) throws IOException {
        put(target, target.substring(1), content);
    }

    private void put(String target, String name, byte[] content) throws IOException {
        Path file = root.resolve(name);
        Files.createDirectories(file.getParent());
        Files.write(file, content);
        assets.put(target, file);
    }

    private String html() {
        StringBuilder html = new StringBuilder(
                "<!doctype html><meta charset=utf-8><link rel=icon href=data:,><title>loading</title>\n");
        StringBuilder list = new StringBuilder();
        for (String target : assets.keySet()) {
            String quoted = target.replace("&", "&amp;");
            String path = target.replaceFirst("\\?.*", "");
            if (path.endsWith(".css")) {
                html.append("<link rel=stylesheet href=\"").append(quoted).append("\">\n");
            } else if (path.endsWith(".js")) {
                html.append("<script src=\"").append(quoted).append("\"></script>\n");
            } else if (path.endsWith(".png") || path.endsWith(".svg")) {
                html.append("<img src=\"").append(quoted).append("\">\n");
            }
            list.append(list.isEmpty() ? "" : ",").append('"').append(target).append('"');
        }
        return html + """
                <script>
                onload = async () => {
                  const lines = [];
                  for (const target of [%s]) {
                    const answer = await fetch(target);
                    const hash = await crypto.subtle.digest("SHA-256", await answer.arrayBuffer());
                    const hex = Array.from(new Uint8Array(hash), b => b.toString(16).padStart(2, "0")).join("");
                    lines.push(answer.status + " " + hex + " " + target);
                  }
                  await fetch("/done", {method: "POST", body: lines.join("\\n")});
                };
                </script>
                """.formatted(list);
    }

    private static String text(String line, int lines, long seed) {
        Random random = new Random(seed);
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < lines; i++) {
            text.append(line.formatted(random.nextInt(1 << 24)));
        }
        return text.toString();
    }

    private static String svg(int seed) {
        return "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"20\" height=\"20\">"
                + text("<circle r=\"%d\"/>", 3 + 20 * (seed % MANY), seed) + "</svg>";
    }

    /** A square image of noise (PNG 1.2: 8 bits per sample, RGB). */
    private static byte[] png(int side, long seed) throws IOException {
        ByteArrayOutputStream pixels = new ByteArrayOutputStream();
        try (DeflaterOutputStream deflate = new DeflaterOutputStream(pixels, new Deflater(1))) {
            byte[] noise = Bytes.of(seed, 3 * side * side);
            for (int row = 0; row < side; row++) {
                deflate.write(0);
                deflate.write(noise, 3 * side * row, 3 * side);
            }
        }
        ByteArrayOutputStream head = new ByteArrayOutputStream();
        DataOutputStream fields = new DataOutputStream(head);
        fields.writeInt(side);
        fields.writeInt(side);
        fields.write(new byte[] {8, 2, 0, 0, 0});
        ByteArrayOutputStream png = new ByteArrayOutputStream();
        png.write(new byte[] {(byte) 0x89, 'P', 'N', 'G', '\r', '\n', 0x1a, '\n'});
        chunk(png, "IHDR", head.toByteArray());
        chunk(png, "IDAT", pixels.toByteArray());
        chunk(png, "IEND", new byte[0]);
        return png.toByteArray();
    }

    private static void chunk(ByteArrayOutputStream png, String type, byte[] data) throws IOException {
        CRC32 sum = new CRC32();
        sum.update(bytes(type));
        sum.update(data);
        DataOutputStream out = new DataOutputStream(png);
        out.writeInt(data.length);
        out.write(bytes(type));
        out.write(data);
        out.writeInt((int) sum.getValue());
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
