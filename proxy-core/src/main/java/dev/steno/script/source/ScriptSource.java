package dev.steno.script.source;

import dev.steno.certs.PrivateFiles;
import dev.steno.text.FileErrors;
import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * The source of a script as the compiler is given it. Immutable.
 *
 * @param file absolute
 * @param text the file's, in a class if it has methods at its top level; the lines are those of the file
 * @param wrappedLine the line in which the class was put; 0 if none was
 * @param wrappedColumn the column at which it was put
 * @param wrappedLength the chars that were put there
 */
record ScriptSource(Path file, String text, long wrappedLine, long wrappedColumn, int wrappedLength) {
    /** Packages of which a script without a class may use all types. */
    private static final String IMPORTS = "import dev.steno.script.*;import dev.steno.command.*;import java.util.*;"
            + "import java.util.function.*;import java.util.regex.*;import java.time.*;import java.nio.file.*;";

    private static final long MOST_BYTES = 4 << 20;

    /**
     * Reads a script.
     *
     * @throws ScriptException if it cannot be read, or if users other than its owner may write or replace it
     */
    static ScriptSource read(Path named) throws ScriptException {
        Path file = named.toAbsolutePath().normalize();
        String name = String.valueOf(file.getFileName());
        try {
            if (Files.isDirectory(file)) {
                throw new ScriptException(name, "it is a folder: name the file of the script");
            }
            // before it is read: a user who may write here could run code as this one
            PrivateFiles.requireUnwritable(file);
            if (Files.size(file) > MOST_BYTES) {
                throw new ScriptException(name, "it is larger than 4 MB, which no script is: name the source file");
            }
            return of(file, Files.readString(file));
        } catch (CharacterCodingException e) {
            throw new ScriptException(name, "it is not text in UTF-8: save it as UTF-8");
        } catch (IOException e) {
            throw new ScriptException(name, "it cannot be read: " + FileErrors.reason(e));
        }
    }

    static ScriptSource of(Path file, String read) {
        String text = read.startsWith("\uFEFF") ? read.substring(1) : read;
        int start = SourceShape.bodyStart(text);
        if (start < 0) {
            return new ScriptSource(file, text, 0, 0, 0);
        }
        String before = text.substring(0, start);
        String opening = IMPORTS + "public final class " + className(file) + " extends Script{";
        int lineStart = Math.max(before.lastIndexOf('\n'), before.lastIndexOf('\r')) + 1;
        long line = before.replace("\r\n", "\n")
                        .replace('\r', '\n')
                        .chars()
                        .filter(c -> c == '\n')
                        .count()
                + 1;
        return new ScriptSource(
                file,
                before + opening + text.substring(start) + "\n}\n",
                line,
                start - lineStart + 1L,
                opening.length());
    }

    /** A column of the file, for one of the text. */
    long column(long line, long column) {
        return line == wrappedLine && column > wrappedColumn ? Math.max(wrappedColumn, column - wrappedLength) : column;
    }

    /** The name of the class of a script that has none, from that of its file. */
    static String className(Path file) {
        String name = String.valueOf(file.getFileName()).replaceFirst("\\.java$", "");
        // with a prefix, so that it is neither a keyword nor the name of a type of the API
        StringBuilder made = new StringBuilder("Script_");
        for (int i = 0; i < name.length(); i++) {
            char c = name.charAt(i);
            made.append(Character.isJavaIdentifierPart(c) && c < 128 ? c : '_');
        }
        return made.toString();
    }
}
