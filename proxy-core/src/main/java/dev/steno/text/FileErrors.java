package dev.steno.text;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.AccessDeniedException;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.FileSystemLoopException;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.util.List;
import java.util.Locale;

/**
 * Translates the JDK's exceptions about files for people: their messages are a file name without a reason, or name a
 * class. Stateless.
 */
public final class FileErrors {
    /** What Linux and macOS, Windows, and systems with quotas say of a full disk. */
    private static final List<String> FULL =
            List.of("No space left on device", "There is not enough space on the disk", "Disk quota exceeded");

    private FileErrors() {}

    /** Whether a file could not be written for want of space. */
    public static boolean isFullDisk(Throwable error) {
        String message = error instanceof FileSystemException file ? file.getReason() : error.getMessage();
        return message != null && FULL.stream().anyMatch(message::contains);
    }

    /** Returns the failure to write a temporary file for people, who know the folder of such files and not their names. */
    public static IOException temporary(IOException error) {
        return new IOException(
                "cannot write a temporary file to the folder " + System.getProperty("java.io.tmpdir") + ": "
                        + reason(error) + ", or set TMPDIR to another folder",
                error);
    }

    /** The reason in a few words, without the file's name: {@code permission denied}. */
    public static String reason(Throwable error) {
        if (isFullDisk(error)) {
            return "the disk is full: free some space";
        }
        if (error instanceof NoSuchFileException) {
            return "no such file or folder";
        }
        if (error instanceof AccessDeniedException) {
            return "permission denied";
        }
        if (error instanceof FileAlreadyExistsException) {
            return "it exists already";
        }
        if (error instanceof NotDirectoryException) {
            return "it is not a folder";
        }
        if (error instanceof DirectoryNotEmptyException) {
            return "the folder is not empty";
        }
        if (error instanceof FileSystemLoopException) {
            return "its symbolic links form a loop";
        }
        if (error instanceof CharacterCodingException) {
            return "it is not UTF-8 text";
        }
        if (error instanceof FileSystemException file) {
            return file.getReason() == null ? "the system refused it" : lowered(file.getReason());
        }
        String message = error.getMessage();
        if (error instanceof FileNotFoundException && message != null && message.endsWith(")")) {
            return lowered(message.substring(message.lastIndexOf('(') + 1, message.length() - 1));
        }
        return message == null || message.isBlank() ? "the system gave no reason" : message;
    }

    /** The reason after the file's name, if the exception has one: {@code a.txt: permission denied}. */
    public static String named(Throwable error) {
        return error instanceof FileSystemException file && file.getFile() != null
                ? file.getFile() + ": " + reason(error)
                : reason(error);
    }

    private static String lowered(String text) {
        return text.isEmpty() ? text : text.substring(0, 1).toLowerCase(Locale.ROOT) + text.substring(1);
    }
}
