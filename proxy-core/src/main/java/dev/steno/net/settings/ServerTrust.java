package dev.steno.net.settings;

import java.nio.file.Path;
import java.util.List;

/**
 * Which servers are trusted.
 *
 * @param upstreamCas PEM files of further authorities to trust when verifying servers, beside the system's
 * @param insecure whether servers are not verified at all
 */
public record ServerTrust(List<Path> upstreamCas, boolean insecure) {
    /** Trusts servers whose chain leads to an authority of the system. */
    public static final ServerTrust SYSTEM = new ServerTrust(List.of(), false);

    public ServerTrust {
        upstreamCas = List.copyOf(upstreamCas);
    }
}
