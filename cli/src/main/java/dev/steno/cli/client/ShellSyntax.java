package dev.steno.cli.client;

import dev.steno.text.ShellWord;
import java.util.Arrays;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/** How shells set and unset environment variables. Values may contain any character but NUL. Pure. */
enum ShellSyntax {
    SH {
        @Override
        String set(String name, String value) {
            return "export " + name + "=" + ShellWord.quoted(value);
        }

        @Override
        String unset(String name) {
            return "unset " + name;
        }
    },
    FISH {
        @Override
        String set(String name, String value) {
            return "set -gx " + name + " '" + value.replace("\\", "\\\\").replace("'", "\\'") + "'";
        }

        @Override
        String unset(String name) {
            return "set -e " + name;
        }
    },
    POWERSHELL {
        @Override
        String set(String name, String value) {
            return "$env:" + name + " = '" + value.replace("'", "''") + "'";
        }

        @Override
        String unset(String name) {
            return "Remove-Item Env:" + name + " -ErrorAction SilentlyContinue";
        }
    },
    /** For {@code for /f "delims=" %i in ('steno env --shell cmd') do @%i}, which expands nothing in the lines. */
    CMD {
        @Override
        String set(String name, String value) {
            return "set \"" + name + "=" + value + '"';
        }

        @Override
        String unset(String name) {
            return set(name, "");
        }
    },
    DOTENV {
        @Override
        String set(String name, String value) {
            boolean plain = value.matches("[A-Za-z0-9_./:@%+,-]*");
            return name + "="
                    + (plain ? value : '"' + value.replace("\\", "\\\\").replace("\"", "\\\"") + '"');
        }

        @Override
        String unset(String name) {
            return name + "=";
        }
    };

    abstract String set(String name, String value);

    abstract String unset(String name);

    /** Returns the syntax of a name on the command line. */
    static Optional<ShellSyntax> named(String name) {
        return Arrays.stream(values()).filter(each -> each.label().equals(name)).findFirst();
    }

    /** Returns the syntax of the shell that an environment names. */
    static ShellSyntax of(Map<String, String> environment) {
        if (environment.getOrDefault("SHELL", "").endsWith("fish")) {
            return FISH;
        }
        boolean powershell = !environment.containsKey("SHELL") && environment.containsKey("PSModulePath");
        return powershell ? POWERSHELL : SH;
    }

    /** Returns all names, as they stand in help texts. */
    static String labels() {
        return Arrays.stream(values()).map(ShellSyntax::label).collect(Collectors.joining("|"));
    }

    String label() {
        return name().toLowerCase(Locale.ROOT);
    }
}
