package dev.steno.cli.client;

import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * A browser that is installed.
 *
 * @param program its executable file
 * @param family which switches and which profile it takes
 */
record Browser(Path program, Family family) {

    /** Browsers with the same switches and profiles. */
    enum Family {
        CHROMIUM,
        FIREFOX
    }

    /** In the order of preference; Chromium first, since it takes the CA by a switch. */
    private static final List<String> NAMES = List.of(
            "chromium",
            "chromium-browser",
            "google-chrome",
            "google-chrome-stable",
            "chrome",
            "microsoft-edge",
            "microsoft-edge-stable",
            "msedge",
            "/Applications/Chromium.app/Contents/MacOS/Chromium",
            "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
            "/Applications/Microsoft Edge.app/Contents/MacOS/Microsoft Edge",
            "C:\\Program Files\\Google\\Chrome\\Application\\chrome.exe",
            "C:\\Program Files (x86)\\Microsoft\\Edge\\Application\\msedge.exe",
            "firefox",
            "firefox-esr",
            "/Applications/Firefox.app/Contents/MacOS/firefox",
            "C:\\Program Files\\Mozilla Firefox\\firefox.exe");

    /** Returns the browser to start: the one that is named, else the first that is installed. */
    static Optional<Browser> find(String named, Map<String, String> environment) {
        List<String> names = named.isEmpty() ? NAMES : List.of(named);
        return names.stream()
                .flatMap(name -> Executables.find(name, environment).stream())
                .findFirst()
                .map(Browser::of);
    }

    private static Browser of(Path program) {
        String name = program.getFileName().toString().toLowerCase(Locale.ROOT);
        return new Browser(program, name.startsWith("firefox") ? Family.FIREFOX : Family.CHROMIUM);
    }
}
