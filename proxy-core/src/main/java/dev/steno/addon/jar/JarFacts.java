package dev.steno.addon.jar;

import dev.steno.addon.ApiVersion;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.jar.Attributes;
import java.util.jar.JarFile;
import java.util.jar.Manifest;

/**
 * What the manifest of a jar says. It is read before any class of the jar, so that an addon for another version of the
 * API is refused with a sentence instead of a missing method. Immutable.
 *
 * @param version of the addon; empty if there is none
 * @param api the version of the API; empty if there is none
 */
record JarFacts(String version, Optional<ApiVersion> api) {
    static final JarFacts UNKNOWN = new JarFacts("", Optional.empty());

    private static final String SERVICE = "META-INF/services/dev.steno.addon.Addon";

    /**
     * Reads a jar.
     *
     * @throws IOException if it is not a jar that can be read
     */
    static JarFacts read(Path jar) throws IOException {
        try (JarFile file = new JarFile(jar.toFile())) {
            Manifest manifest = file.getManifest();
            Attributes main = manifest == null ? new Attributes() : manifest.getMainAttributes();
            String version = main.getValue(Attributes.Name.IMPLEMENTATION_VERSION);
            String api = main.getValue(ApiVersion.ATTRIBUTE);
            JarFacts facts = new JarFacts(
                    version == null ? "" : version.strip(), api == null ? Optional.empty() : ApiVersion.parse(api));
            if (file.getEntry(SERVICE) == null) {
                throw new UnusableJarException(
                        facts, "the jar has no " + SERVICE + ": add this file, with the name of the addon's class");
            }
            if (api == null) {
                throw new UnusableJarException(
                        facts,
                        "its manifest does not say which version of the API it needs: add " + ApiVersion.ATTRIBUTE
                                + ": " + ApiVersion.CURRENT);
            }
            facts.checkApi(api);
            return facts;
        }
    }

    private void checkApi(String text) throws UnusableJarException {
        ApiVersion here = ApiVersion.CURRENT;
        if (api.isEmpty()) {
            throw new UnusableJarException(
                    this,
                    "the " + ApiVersion.ATTRIBUTE + " of its manifest is no version such as " + here + ": " + text);
        }
        ApiVersion compiled = api.get();
        if (here.runs(compiled)) {
            return;
        }
        boolean newer =
                compiled.major() > here.major() || compiled.major() == here.major() && compiled.minor() > here.minor();
        throw new UnusableJarException(
                this,
                newer
                        ? "it needs version " + compiled + " of the API, and this Steno has " + here
                                + ": use a newer Steno, or an older version of the addon"
                        : "it was made for version " + compiled + " of the API, which this Steno (" + here
                                + ") has no more: use a newer version of the addon");
    }
}
