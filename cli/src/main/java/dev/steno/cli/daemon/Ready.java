package dev.steno.cli.daemon;

import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a program that waited for the proxy needs to use it. Immutable.
 *
 * @param pid the process to send signals to
 * @param addresses HOST:PORT of each listener, in the order of the options
 * @param web the URL of the API and the user interface; null if they are off
 * @param session the file that is recorded to; null if nothing is recorded
 * @param home the home folder
 * @param ca the certificate that clients must trust
 */
public record Ready(
        long pid,
        List<String> addresses,
        @Nullable String web,
        @Nullable Path session,
        Path home,
        Path ca) {}
