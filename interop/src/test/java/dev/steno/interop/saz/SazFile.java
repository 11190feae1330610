package dev.steno.interop.saz;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/** An archive that a test writes. */
final class SazFile {
    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    private final ZipOutputStream zip = new ZipOutputStream(bytes);

    SazFile entry(String name, String latin1) throws IOException {
        return entry(name, latin1.getBytes(StandardCharsets.ISO_8859_1));
    }

    SazFile entry(String name, byte[] content) throws IOException {
        zip.putNextEntry(new ZipEntry(name));
        zip.write(content);
        zip.closeEntry();
        return this;
    }

    /** A GET of a path that was answered with a text. */
    SazFile session(String number, String path, String body) throws IOException {
        entry("raw/" + number + "_c.txt", "GET http://a.test" + path + " HTTP/1.1\r\nHost: a.test\r\n\r\n");
        return entry("raw/" + number + "_s.txt", "HTTP/1.1 200 OK\r\n\r\n" + body);
    }

    byte[] bytes() throws IOException {
        zip.close();
        return bytes.toByteArray();
    }

    Path write(Path folder) throws IOException {
        return Files.write(folder.resolve("test.saz"), bytes());
    }
}
