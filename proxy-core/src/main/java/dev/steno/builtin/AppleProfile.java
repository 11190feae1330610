package dev.steno.builtin;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.UUID;

/**
 * A configuration profile for iOS, iPadOS and macOS that holds the CA's certificate (Apple, "Configuration Profile
 * Reference", payload {@code com.apple.security.root}). Pure; any thread.
 */
final class AppleProfile {
    static final String TYPE = "application/x-apple-aspen-config";

    private AppleProfile() {}

    /** The same CA gives the same identifiers, so that a profile that is installed twice replaces itself. */
    static String of(CaDocuments ca) {
        String id = "dev.steno.ca." + ca.fingerprint().replace(":", "").substring(0, 16);
        return """
                <?xml version="1.0" encoding="UTF-8"?>
                <!DOCTYPE plist PUBLIC "-//Apple//DTD PLIST 1.0//EN" "http://www.apple.com/DTDs/PropertyList-1.0.dtd">
                <plist version="1.0"><dict>
                <key>PayloadContent</key><array><dict>
                <key>PayloadType</key><string>com.apple.security.root</string>
                <key>PayloadVersion</key><integer>1</integer>
                <key>PayloadIdentifier</key><string>%1$s.certificate</string>
                <key>PayloadUUID</key><string>%2$s</string>
                <key>PayloadDisplayName</key><string>Steno CA</string>
                <key>PayloadCertificateFileName</key><string>steno-ca.cer</string>
                <key>PayloadContent</key><data>%4$s</data>
                </dict></array>
                <key>PayloadType</key><string>Configuration</string>
                <key>PayloadVersion</key><integer>1</integer>
                <key>PayloadIdentifier</key><string>%1$s</string>
                <key>PayloadUUID</key><string>%3$s</string>
                <key>PayloadDisplayName</key><string>Steno CA</string>
                <key>PayloadDescription</key><string>Lets Steno read the HTTPS traffic of this device while it is the proxy. Switch it on under Certificate Trust Settings, and remove it when you are done.</string>
                </dict></plist>
                """.formatted(
                id, uuid(id + ".certificate"), uuid(id), Base64.getEncoder().encodeToString(ca.der()));
    }

    private static String uuid(String name) {
        return UUID.nameUUIDFromBytes(name.getBytes(StandardCharsets.UTF_8))
                .toString()
                .toUpperCase(java.util.Locale.ROOT);
    }
}
