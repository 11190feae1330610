package dev.steno.rule.spec;

import com.google.re2j.Pattern;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import org.jspecify.annotations.Nullable;

/** The last part of a rule: a text, or {@code @file} for the content of a file, which is read again once it has changed. */
public sealed interface TextSource {
    /** The largest file, in bytes; a larger one is not read. */
    long LIMIT = 16L << 20;

    /** The text as it is now. Blocks if {@link #isFile}. */
    Replacement now() throws RuleFailure;

    /** Whether the text is read from a file. */
    boolean isFile();

    /**
     * Reads the last part of a rule.
     *
     * @param groupsOf the expression whose groups may be named; null if there is none
     * @throws RuleException if it has an invalid escape, or its file does not exist
     */
    static TextSource parse(String text, @Nullable Pattern groupsOf) {
        return text.startsWith("@") ? FileText.of(text.substring(1)) : new Fixed(Replacement.parse(text, groupsOf));
    }

    /** A text without escapes. */
    static TextSource literal(String text) {
        return new Fixed(Replacement.literally(text));
    }

    /** A text that is part of the rule. */
    record Fixed(Replacement now) implements TextSource {
        @Override
        public boolean isFile() {
            return false;
        }
    }

    /** The content of a file as UTF-8, without escapes; any thread. */
    final class FileText implements TextSource {
        private final Path file;
        private volatile @Nullable Content content;

        private FileText(Path file) {
            this.file = file;
        }

        private record Content(FileTime modified, long size, Replacement text) {}

        static FileText of(String name) {
            try {
                Path file = Path.of(name);
                if (!Files.isRegularFile(file)) {
                    throw new RuleException("the file " + name + " does not exist; after @ stands the name of a file");
                }
                return new FileText(file);
            } catch (InvalidPathException e) {
                throw new RuleException("\"" + name + "\" cannot be the name of a file: " + e.getReason());
            }
        }

        @Override
        public boolean isFile() {
            return true;
        }

        @Override
        public Replacement now() throws RuleFailure {
            try {
                BasicFileAttributes facts = Files.readAttributes(file, BasicFileAttributes.class);
                Content known = content;
                if (known != null && known.size == facts.size() && known.modified.equals(facts.lastModifiedTime())) {
                    return known.text;
                }
                if (facts.size() > LIMIT) {
                    throw new RuleFailure(
                            "the file " + file + " has " + facts.size() + " bytes, more than the limit of " + LIMIT);
                }
                Content read = new Content(
                        facts.lastModifiedTime(),
                        facts.size(),
                        Replacement.literally(new String(Files.readAllBytes(file), StandardCharsets.UTF_8)));
                content = read;
                return read.text;
            } catch (IOException e) {
                throw new RuleFailure("the file " + file + " cannot be read: " + e.getMessage());
            }
        }
    }
}
