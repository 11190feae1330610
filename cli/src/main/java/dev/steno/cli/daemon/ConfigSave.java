package dev.steno.cli.daemon;

import dev.steno.option.ConfigException;
import dev.steno.option.ConfigFile;
import dev.steno.option.ConfigText;
import dev.steno.option.OptionSource;
import dev.steno.option.OptionSpec;
import dev.steno.option.Options;
import dev.steno.option.ValueType;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Writes options into a file as {@code config.toml} is one: those that the configuration sets, and those that were set while the
 * program runs. Values of the session, of the environment and of the command line are those of one start, and are not written;
 * neither are secrets, nor values that are the default. Blocking disk access on the calling thread.
 */
public final class ConfigSave {
    private ConfigSave() {}

    /**
     * Writes the file at once, readable by its owner only. What it says of other options stays, with its comments and with the
     * secrets that it has.
     *
     * @param isConfig whether it is the file that the configuration was read of
     * @return the texts that have changed in the file, by option name; null for an option that was removed from it
     * @throws ConfigException if the file cannot be read or written, or has an error; it is as before then
     */
    public static Map<String, @Nullable String> save(Path file, boolean isConfig, Options options) {
        Map<String, String> there = ConfigFile.read(file, options);
        Map<String, @Nullable String> changed = new TreeMap<>();
        Map<String, String> wanted = new TreeMap<>();
        if (!isConfig) { // of the configuration itself, the file is newer than what was read of it
            wanted.putAll(options.texts(OptionSource.CONFIG));
        }
        wanted.putAll(options.texts(OptionSource.RUNTIME));
        wanted.forEach((name, text) -> {
            String value = isDefault(options.require(name), text) ? null : text;
            if (!Objects.equals(value, there.get(name))) {
                changed.put(name, value);
            }
        });
        if (!changed.isEmpty()) {
            write(file, changed, options);
        }
        return changed;
    }

    private static boolean isDefault(OptionSpec option, String text) {
        return printed(option.type(), text).equals(printed(option.type(), option.defaultText()));
    }

    private static <T> String printed(ValueType<T> type, String text) {
        return type.print(type.parse(text));
    }

    private static void write(Path file, Map<String, @Nullable String> changed, Options options) {
        try {
            // a symbolic link, to a file under version control for instance, stays one
            Path target = Files.exists(file) ? file.toRealPath() : file.toAbsolutePath();
            String text = ConfigText.with(content(target), changed, options);
            Path part = Files.createTempFile(
                    target.getParent(), target.getFileName().toString(), ".part"); // 0600
            try {
                Files.writeString(part, text, StandardCharsets.UTF_8);
                Files.move(part, target, StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.ATOMIC_MOVE);
            } finally {
                Files.deleteIfExists(part);
            }
        } catch (IOException e) {
            String reason = e instanceof AccessDeniedException ? "permission denied" : String.valueOf(e.getMessage());
            throw new ConfigException(List.of(file + ": cannot be written: " + reason));
        }
    }

    private static String content(Path file) throws IOException {
        try {
            String text = Files.readString(file);
            return text.startsWith("\uFEFF") ? text.substring(1) : text;
        } catch (NoSuchFileException e) {
            return "";
        }
    }
}
