package dev.steno.interop.intake;

import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * What a person may ask of an import. Immutable.
 *
 * @param all whether entries that a format skips by default are imported too, such as those of scanners
 * @param resources whether records of a web archive without a request become flows
 * @param salvage whether a damaged file is searched for further entries behind the damage
 * @param attachments the folder in which files that an archive names may be read; null for none
 * @param password of an encrypted archive; null if none was given
 */
public record ImportOptions(
        boolean all,
        boolean resources,
        boolean salvage,
        @Nullable Path attachments,
        @Nullable String password) {
    /** Nothing is asked. */
    public static final ImportOptions NONE = new ImportOptions(false, false, false, null, null);

    @Override
    public String toString() {
        return "ImportOptions"; // never the password
    }
}
