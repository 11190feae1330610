package dev.steno.option;

import java.nio.file.Path;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The home folder of the user: what {@code HOME} says, as for a shell; otherwise what the password database says, which
 * is Java's {@code user.home}. A user id without an entry there has none, and Java calls it {@code ?}. Stateless.
 */
public final class UserHome {
    private UserHome() {}

    /**
     * Returns the absolute path of the folder, which may not exist.
     *
     * @throws OptionException if the user has none, or {@code HOME} is relative; the message says what to do
     */
    public static Path path() {
        return of(System.getenv(), System.getProperty("user.home"), System.getProperty("os.name", ""));
    }

    static Path of(Map<String, String> environment, @Nullable String entry, String system) {
        String variable = system.startsWith("Windows") ? "USERPROFILE" : "HOME";
        String set = environment.getOrDefault(variable, "");
        String home = set.isEmpty() ? entry : set;
        if (home == null || home.isEmpty() || home.equals("?")) {
            throw new OptionException("this user has no home folder (" + variable
                    + " is not set, and the user has no entry in the password database): set " + variable
                    + ", or choose Steno's folder with --home DIR (STENO_HOME)");
        }
        Path path;
        try {
            path = PathType.of(home);
        } catch (ValueException e) {
            throw new OptionException(variable + ": " + e.getMessage(), e);
        }
        if (!path.isAbsolute()) {
            throw new OptionException((set.isEmpty() ? "the user's home folder" : variable) + " is \"" + home
                    + "\", which is relative: set " + variable
                    + " to an absolute path, or choose Steno's folder with --home DIR (STENO_HOME)");
        }
        return path;
    }
}
