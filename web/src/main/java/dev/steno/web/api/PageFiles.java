package dev.steno.web.api;

import dev.steno.command.CommandParameter;
import dev.steno.command.CommandSpec;
import dev.steno.command.Commands;
import dev.steno.option.ValueException;
import dev.steno.web.http.ApiProblem;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The files that a page may name as arguments of commands: none, or those within one folder. A page runs on what servers
 * sent, so a fault of it must not reach the user's files. A program on this machine that has the token has the files of its
 * user anyway, and is not asked. Immutable; blocks on the file system.
 */
public final class PageFiles {
    private static final String RULE = "the web interface may name files only within the folder of --web-files";

    /** Null if a page may name none. */
    private final @Nullable Path folder;

    /** @param folder empty if a page may name no file */
    public PageFiles(Optional<Path> folder) {
        this.folder = folder.orElse(null);
    }

    /**
     * Checks the arguments that are paths. They are relative to the folder.
     *
     * @param arguments in the order of the parameters
     * @return the arguments with such paths absolute and without symbolic links, so that the file that was checked is the
     *     one that is used
     * @throws ApiProblem 403 if a path is not within the folder, or there is none
     */
    List<String> within(CommandSpec command, List<String> arguments) {
        List<CommandParameter> parameters = command.parameters();
        List<String> checked = new ArrayList<>(arguments);
        for (int i = 0; i < checked.size() && !parameters.isEmpty(); i++) {
            CommandParameter parameter = parameters.get(Math.min(i, parameters.size() - 1));
            if (isPath(parameter)) {
                checked.set(i, within(command.name(), parameter, checked.get(i)));
            }
        }
        return checked;
    }

    /** Whether a completion of a command line could name files, which a page must not learn. */
    boolean wouldName(Commands commands, String line) {
        String name = line.stripLeading().split("\\s", 2)[0];
        return commands.find(name).stream()
                .flatMap(command -> command.parameters().stream())
                .anyMatch(PageFiles::isPath);
    }

    /** Returns the names of the parameters of a command that take files. */
    static List<String> parameters(CommandSpec command) {
        return command.parameters().stream()
                .filter(PageFiles::isPath)
                .map(CommandParameter::name)
                .toList();
    }

    private static boolean isPath(CommandParameter parameter) {
        return parameter.type().name().equals("path");
    }

    private String within(String command, CommandParameter parameter, String text) {
        if (folder == null) {
            throw ApiProblem.of(403, command + " takes a file: " + RULE + ", which is not set");
        }
        Path root = real(folder, "the folder of --web-files, " + folder + ", cannot be read: create it");
        String outside = text + " is not a file within " + root + ": " + RULE;
        Path given;
        try {
            given = root.resolve((Path) parameter.type().parse(text));
        } catch (ValueException e) {
            throw ApiProblem.of(422, command + ": " + e.getMessage());
        }
        Path file;
        if (Files.exists(given, LinkOption.NOFOLLOW_LINKS)) {
            file = real(given, outside);
        } else {
            Path parent = given.getParent();
            if (parent == null) {
                throw ApiProblem.of(403, outside);
            }
            file = real(parent, outside).resolve(given.getFileName());
        }
        if (!file.startsWith(root)) {
            throw ApiProblem.of(403, outside);
        }
        return file.toString();
    }

    private static Path real(Path path, String refusal) {
        try {
            return path.toRealPath();
        } catch (IOException e) {
            throw ApiProblem.of(403, refusal);
        }
    }
}
