package dev.steno.rule.local;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Finds the file of a folder that the rest of a URL names, and never one outside the folder. Blocking. Stateless. */
final class FolderFile {
    private static final String INDEX = "index.html";

    private FolderFile() {}

    /**
     * Finds a file: that of the decoded name, its {@code index.html} if it is a folder, and then those with each
     * character replaced by an underscore that may be forbidden in names.
     *
     * @param rest the rest of the URL as sent; the query is ignored
     * @return null if there is no such file within the folder, links resolved
     */
    static @Nullable Path find(Path folder, String rest) {
        String name = decoded(strip(rest));
        if (name == null) {
            return null;
        }
        for (String candidate : candidates(name)) {
            Path file = within(folder, candidate);
            if (file != null) {
                return file;
            }
        }
        return null;
    }

    private static List<String> candidates(String name) {
        if (name.isEmpty()) {
            return List.of(INDEX);
        }
        List<String> all = new ArrayList<>(List.of(name, name + "/" + INDEX));
        String safe = name.replaceAll("[^0-9a-zA-Z\\-_.=(),/]", "_");
        if (!safe.equals(name)) {
            all.add(safe);
            all.add(safe + "/" + INDEX);
        }
        return all;
    }

    private static @Nullable Path within(Path folder, String name) {
        try {
            Path root = folder.toRealPath();
            Path file = root.resolve(name).normalize();
            if (!file.startsWith(root) || !Files.isRegularFile(file)) {
                return null;
            }
            Path real = file.toRealPath();
            return real.startsWith(root) ? real : null;
        } catch (IOException | InvalidPathException none) {
            return null;
        }
    }

    private static String strip(String rest) {
        int query = rest.indexOf('?');
        String path = query < 0 ? rest : rest.substring(0, query);
        int start = 0;
        int end = path.length();
        while (start < end && path.charAt(start) == '/') {
            start++;
        }
        while (end > start && path.charAt(end - 1) == '/') {
            end--;
        }
        return path.substring(start, end);
    }

    /** The name without percent-encoding; null if it has characters that could leave the folder on some system. */
    private static @Nullable String decoded(String path) {
        byte[] bytes = new byte[path.length()];
        int size = 0;
        for (int i = 0; i < path.length(); i++) {
            char c = path.charAt(i);
            int high = c == '%' && i + 2 < path.length() ? Character.digit(path.charAt(i + 1), 16) : -1;
            int low = high < 0 ? -1 : Character.digit(path.charAt(i + 2), 16);
            if (low >= 0) {
                c = (char) (high << 4 | low);
                i += 2;
            }
            bytes[size++] = (byte) c;
        }
        String name = new String(bytes, 0, size, StandardCharsets.UTF_8);
        for (String part : name.split("/", -1)) {
            if (part.equals("..") || part.indexOf('\\') >= 0 || part.indexOf('\0') >= 0 || part.indexOf(':') >= 0) {
                return null;
            }
        }
        return name;
    }
}
