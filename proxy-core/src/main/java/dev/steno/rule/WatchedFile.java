package dev.steno.rule;

import dev.steno.rule.spec.RuleException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A rules file, and what it was like when it was read. Guarded by its owner; blocking. */
final class WatchedFile {
    private final Path path;
    private final RuleStates states;
    private @Nullable Seen seen;

    private record Seen(FileTime modified, long size) {}

    WatchedFile(Path path, RuleStates states) {
        this.path = path;
        this.states = states;
    }

    /** @throws RuleException if the file cannot be read, or any rule in it is not valid */
    List<Rule> read() {
        seen = look();
        return RulesFile.read(path, states);
    }

    /** Whether the file is there, and is not as it was when it was read. */
    boolean hasChanged() {
        Seen now = look();
        return now != null && !now.equals(seen);
    }

    private @Nullable Seen look() {
        try {
            BasicFileAttributes facts = Files.readAttributes(path, BasicFileAttributes.class);
            return new Seen(facts.lastModifiedTime(), facts.size());
        } catch (IOException gone) {
            return null;
        }
    }

    @Override
    public String toString() {
        return path.toString();
    }
}
