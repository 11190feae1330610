package dev.steno.cli.terminal;

import dev.steno.certs.PrivateFiles;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/**
 * Opens a URL that has a secret in the system's browser. Every user of the machine can read the arguments of processes,
 * so the browser is given a file that only its user may read, which leads to the URL. Stateless; blocks for a moment.
 */
public final class SystemBrowser {
    private static final String FILE = "open.html";

    private SystemBrowser() {}

    /**
     * Opens a URL.
     *
     * @param folder for the file; only the user may read the file
     * @return what a person has to know if the URL was not opened; empty if it was
     */
    public static Optional<String> open(String url, Path folder, Map<String, String> environment) {
        String system = System.getProperty("os.name", "").toLowerCase(Locale.ROOT);
        boolean unix = !system.startsWith("windows") && !system.startsWith("mac");
        if (unix && !isSet(environment, "DISPLAY") && !isSet(environment, "WAYLAND_DISPLAY")) {
            return Optional.of("there is no display (DISPLAY is not set): open the URL on a machine that has one, e.g. "
                    + "through ssh -L");
        }
        try {
            Path page = page(url, folder);
            List<String> words = system.startsWith("windows")
                    ? List.of(
                            "rundll32",
                            "url.dll,FileProtocolHandler",
                            page.toUri().toString())
                    : List.of(unix ? "xdg-open" : "open", page.toUri().toString());
            Process opener = new ProcessBuilder(words)
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .redirectError(ProcessBuilder.Redirect.DISCARD)
                    .start();
            // a program that shows the page itself goes on; one that hands it to a browser ends
            boolean failed = opener.waitFor(5, TimeUnit.SECONDS) && opener.exitValue() != 0;
            return failed
                    ? Optional.of("no browser could be started (" + words.get(0) + " ended with exit code "
                            + opener.exitValue() + "): open the URL by hand")
                    : Optional.empty();
        } catch (IOException e) {
            return Optional.of("no browser could be started (" + e.getMessage() + "): open the URL by hand");
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return Optional.empty();
        }
    }

    private static boolean isSet(Map<String, String> environment, String name) {
        return !environment.getOrDefault(name, "").isEmpty();
    }

    /**
     * Writes a page that leads to a URL, readable by this user only.
     *
     * @param url without characters that HTML gives a meaning
     * @throws IOException if it cannot be written
     */
    public static Path page(String url, Path folder) throws IOException {
        if (!url.matches("https?://[\\w.:\\[\\]-]+/#?[\\w=.-]*")) {
            throw new IllegalArgumentException("not a URL of the web interface");
        }
        Files.createDirectories(folder);
        Path page = folder.toAbsolutePath().resolve(FILE);
        Files.deleteIfExists(page); // one with other permissions may be there
        String html = "<!DOCTYPE html>\n<meta charset=\"utf-8\">\n<title>Steno</title>\n"
                + "<meta http-equiv=\"refresh\" content=\"0; url=" + url + "\">\n"
                + "<p><a href=\"" + url + "\">Open Steno</a></p>\n";
        try (FileChannel file = PrivateFiles.append(page)) {
            file.write(ByteBuffer.wrap(html.getBytes(StandardCharsets.UTF_8)));
        }
        return page;
    }
}
