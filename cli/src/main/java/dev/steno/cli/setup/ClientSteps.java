package dev.steno.cli.setup;

import dev.steno.text.ShellWord;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Steps by which kinds of clients use the proxy and trust its CA, in short; docs/clients.md has the details. Pure. */
final class ClientSteps {
    private ClientSteps() {}

    /** Returns the kinds with their steps, as the API writes them. */
    static List<Map<String, Object>> all(Path ca) {
        String file = ShellWord.quoted(ca.toString());
        List<Map<String, Object>> all = new ArrayList<>();
        add(all, "A browser with its own profile", "Run steno browser: nothing on the system is changed.");
        add(
                all,
                "A program of a shell",
                "Run steno exec -- PROGRAM, or eval \"$(steno env)\" for all programs of the shell.",
                "A program that still refuses the certificate has a trust store of its own: steno env --check tells which do.");
        add(
                all,
                "Firefox",
                "Settings, Network Settings: manual proxy, also for HTTPS.",
                "Settings, Certificates, Authorities, Import: " + ca + ", trusted to identify websites.");
        add(
                all,
                "Android",
                "In the settings of the Wi-Fi network, set the proxy to the machine's address and the port of the listener.",
                "Open http://steno.internal/ and install the certificate: Settings, Security, Encryption & credentials, "
                        + "Install a certificate, CA certificate.",
                "Apps trust it only if they say so in their network security configuration; browsers do.");
        add(
                all,
                "iPhone and iPad",
                "In the settings of the Wi-Fi network, configure the proxy by hand.",
                "Open http://steno.internal/, install the profile, then Settings, General, About, Certificate Trust Settings: "
                        + "turn Steno's CA on.");
        add(
                all,
                "macOS",
                "sudo security add-trusted-cert -d -r trustRoot -k /Library/Keychains/System.keychain " + file);
        add(all, "Windows", "certutil -addstore -user root \"" + ca + "\"");
        add(
                all,
                "Linux",
                "Debian: sudo cp " + file
                        + " /usr/local/share/ca-certificates/steno.crt && sudo update-ca-certificates",
                "Fedora: sudo cp " + file + " /etc/pki/ca-trust/source/anchors/ && sudo update-ca-trust");
        return all;
    }

    private static void add(List<Map<String, Object>> all, String name, String... steps) {
        all.add(Map.of("name", name, "steps", List.of(steps)));
    }
}
