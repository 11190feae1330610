package dev.steno.cli.client;

import dev.steno.flow.Endpoint;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The switches by which a Chromium with a profile of its own uses the proxy and trusts the CA, and by which it sends as
 * few requests of its own as possible. Pure.
 */
final class ChromiumSwitches {
    /** Against the browser's own requests: updates, experiments, hints, metrics, sync, and questions at a first start. */
    private static final List<String> QUIET = List.of(
            "--no-first-run",
            "--no-default-browser-check",
            "--no-pings",
            "--no-service-autorun",
            "--metrics-recording-only",
            "--disable-background-networking",
            "--disable-breakpad",
            "--disable-client-side-phishing-detection",
            "--disable-component-extensions-with-background-pages",
            "--disable-component-update",
            "--disable-default-apps",
            "--disable-domain-reliability",
            "--disable-field-trial-config",
            "--disable-search-engine-choice-screen",
            "--disable-sync",
            "--password-store=basic",
            "--use-mock-keychain",
            "--disable-features=AutofillServerCommunication,CertificateTransparencyComponentUpdater,DialMediaRouteProvider,"
                    + "InterestFeedContentSuggestions,MediaRouter,NetworkTimeServiceQuerying,OptimizationHints,"
                    + "OptimizationGuideModelDownloading,Translate");

    private ChromiumSwitches() {}

    /**
     * Returns the switches.
     *
     * @param direct the address of the web interface, to which the proxy does not lead
     * @param spki the digest of the CA's key, see {@link dev.steno.certs.CertificateAuthority#spkiHash}
     * @param profile a folder for the profile, without which the browser would ignore the digest
     * @param root whether the browser runs as root; its sandbox does not start then
     */
    static List<String> of(Endpoint proxy, Optional<Endpoint> direct, String spki, Path profile, boolean root) {
        List<String> switches = new ArrayList<>(QUIET);
        switches.add("--proxy-server=http://" + proxy);
        // else Chromium connects to localhost and 127.0.0.1 directly
        switches.add("--proxy-bypass-list=<-loopback>"
                + direct.map(address -> ";" + address).orElse(""));
        switches.add("--ignore-certificate-errors-spki-list=" + spki);
        switches.add("--user-data-dir=" + profile);
        if (root) {
            switches.add("--no-sandbox");
        }
        return switches;
    }
}
