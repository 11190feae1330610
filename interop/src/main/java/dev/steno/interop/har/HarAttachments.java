package dev.steno.interop.har;

import dev.steno.interop.intake.Archive;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * The bodies that stand beside an archive, which names them in {@code _file}: entries of the same ZIP file, or files of a folder
 * that a person named. Nothing else is ever opened. For one thread.
 */
interface HarAttachments {
    /** There are none. */
    HarAttachments NONE = name -> null;

    /** Opens one; null if there is none of this name. */
    @Nullable
    InputStream open(String name) throws IOException;

    /** The entries of a ZIP file, in the same folder as the archive. */
    static HarAttachments in(Archive zip, String archive) {
        String folder = archive.substring(0, archive.lastIndexOf('/') + 1);
        return name -> isPlain(name) ? zip.open(folder + name) : null;
    }

    /** The files of a folder, but not of those below it. */
    static HarAttachments in(Path folder) {
        return name -> {
            if (!isPlain(name)) {
                return null;
            }
            Path file = folder.resolve(name);
            return Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS) ? Files.newInputStream(file) : null;
        };
    }

    /** Whether a name leads into no other folder. */
    static boolean isPlain(String name) {
        return !name.isEmpty()
                && !name.equals(".")
                && !name.equals("..")
                && name.length() <= 255
                && name.chars().noneMatch(c -> c == '/' || c == '\\' || c == ':' || c < ' ' || c == 0x7F);
    }
}
