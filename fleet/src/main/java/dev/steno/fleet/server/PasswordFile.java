package dev.steno.fleet.server;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A password file of PostgreSQL (https://www.postgresql.org/docs/current/libpq-pgpass.html): lines of
 * {@code host:port:database:user:password}, in which {@code *} stands for any value and a backslash for the next
 * character. The first line that fits counts. Stateless.
 */
final class PasswordFile {
    private static final Logger LOG = LoggerFactory.getLogger(PasswordFile.class);
    private static final int FIELDS = 5;

    private PasswordFile() {}

    /**
     * Returns the password of a role; null if no line fits, or there is no file. As PostgreSQL's own programs do, a file
     * that others may read is ignored, with a warning.
     */
    static @Nullable String find(Path file, String host, int port, String database, String user) {
        if (!Files.isRegularFile(file)) {
            return null;
        }
        try {
            if (isOpenToOthers(file)) {
                LOG.warn("the password file {} is ignored, since others can read it: chmod 600 {}", file, file);
                return null;
            }
            List<String> wanted = List.of(host, String.valueOf(port), database, user);
            for (String line : Files.readAllLines(file)) {
                List<String> fields = line.startsWith("#") ? List.of() : fields(line);
                if (fields.size() == FIELDS && fits(fields, wanted)) {
                    return fields.get(FIELDS - 1);
                }
            }
        } catch (IOException e) {
            LOG.warn(
                    "the password file {} cannot be read: {}",
                    file,
                    e.getClass().getSimpleName());
        }
        return null;
    }

    private static boolean fits(List<String> fields, List<String> wanted) {
        for (int i = 0; i < wanted.size(); i++) {
            if (!fields.get(i).equals("*") && !fields.get(i).equals(wanted.get(i))) {
                return false;
            }
        }
        return true;
    }

    private static List<String> fields(String line) {
        List<String> fields = new ArrayList<>(FIELDS);
        StringBuilder field = new StringBuilder();
        for (int i = 0; i < line.length(); i++) {
            char c = line.charAt(i);
            if (c == '\\' && i + 1 < line.length()) {
                field.append(line.charAt(++i));
            } else if (c == ':' && fields.size() < FIELDS - 1) {
                fields.add(field.toString());
                field.setLength(0);
            } else {
                field.append(c);
            }
        }
        fields.add(field.toString());
        return fields;
    }

    private static boolean isOpenToOthers(Path file) throws IOException {
        if (!file.getFileSystem().supportedFileAttributeViews().contains("posix")) {
            return false;
        }
        Set<PosixFilePermission> permissions = Files.getPosixFilePermissions(file);
        return permissions.stream().anyMatch(each -> !each.name().startsWith("OWNER"));
    }
}
