package dev.steno.cli.client;

import dev.steno.cli.command.Failure;
import dev.steno.flow.Endpoint;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Writes a profile with which Firefox uses the proxy, trusts the CA and sends few requests of its own. The CA gets into
 * the profile by NSS's program {@code certutil}. For one thread; blocks.
 */
final class FirefoxProfile {
    private FirefoxProfile() {}

    /**
     * Returns the text of {@code user.js}.
     *
     * @param direct the address of the web interface, to which the proxy does not lead
     */
    static String preferences(Endpoint proxy, Optional<Endpoint> direct) {
        StringBuilder text = new StringBuilder();
        for (String scheme : List.of("http", "ssl")) {
            text.append(preference("network.proxy." + scheme, '"' + proxy.host() + '"'));
            text.append(preference("network.proxy." + scheme + "_port", proxy.port()));
        }
        return text
                + preference("network.proxy.type", 1)
                // else Firefox connects to localhost directly
                + preference("network.proxy.allow_hijacking_localhost", true)
                + preference(
                        "network.proxy.no_proxies_on",
                        '"' + direct.map(Endpoint::toString).orElse("") + '"')
                + preference("app.normandy.enabled", false)
                + preference("app.update.enabled", false)
                + preference("browser.newtabpage.activity-stream.feeds.telemetry", false)
                + preference("browser.newtabpage.enabled", false)
                + preference("browser.region.network.url", "\"\"")
                + preference("browser.safebrowsing.update.enabled", false)
                + preference("browser.shell.checkDefaultBrowser", false)
                + preference("browser.startup.page", 0)
                + preference("datareporting.healthreport.uploadEnabled", false)
                + preference("datareporting.policy.dataSubmissionEnabled", false)
                + preference("dom.push.connection.enabled", false)
                + preference("extensions.update.enabled", false)
                + preference("network.captive-portal-service.enabled", false)
                + preference("network.connectivity-service.enabled", false)
                + preference("network.trr.mode", 5)
                + preference("services.settings.server", "\"data:,\"")
                + preference("toolkit.telemetry.enabled", false);
    }

    private static String preference(String name, Object value) {
        return "user_pref(\"" + name + "\", " + value + ");\n";
    }

    /**
     * Writes the profile.
     *
     * @param profile an existing folder
     * @param direct see {@link #preferences}
     * @param ca a PEM file with the CA
     */
    static void write(Path profile, Endpoint proxy, Optional<Endpoint> direct, Path ca, Map<String, String> environment)
            throws IOException {
        Files.writeString(profile.resolve("user.js"), preferences(proxy, direct));
        Path certutil = Executables.find("certutil", environment)
                .orElseThrow(
                        () -> Failure.because("Firefox learns the CA from certutil, which is not installed: install it "
                                + "(Debian: libnss3-tools), or Chromium"));
        String store = "sql:" + profile;
        Process process = new ProcessBuilder(
                        certutil.toString(), "-A", "-d", store, "-t", "C,,", "-n", "Steno", "-i", ca.toString())
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start();
        try {
            if (process.waitFor() != 0) {
                throw Failure.because("certutil cannot add the CA " + ca + " to the profile " + profile);
            }
        } catch (InterruptedException e) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
        }
    }
}
