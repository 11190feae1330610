package dev.steno.copy;

import dev.steno.flow.HttpFlow;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** A request as a command of PowerShell 7.4 that sends it by {@code Invoke-WebRequest}. For one thread. */
final class PowershellCode {
    /** Targets that System.Uri keeps, if no segment is made of dots. */
    private static final Pattern KEPT = Pattern.compile("/[\\w~:/@!$&'()*+,;=-][\\w.~:/?@!$&'()*+,;=%-]*|/");

    private static final Pattern DOTS = Pattern.compile("(?i)[^?]*/(\\.|%2e){1,2}(/.*|\\?.*)?");

    private PowershellCode() {}

    /**
     * Returns the code, with a line feed at its end.
     *
     * @throws UncopyableException if PowerShell cannot send the request
     */
    static String of(HttpFlow flow, byte @Nullable [] body) {
        CopiedRequest copied = new CopiedRequest(flow, body, "PowerShell");
        copied.needPath();
        String path = copied.request.path();
        if (!KEPT.matcher(path).matches() || DOTS.matcher(path).matches()) {
            copied.notes.add("PowerShell normalizes the path and the query, and may send them escaped otherwise");
        }
        List<CopiedRequest.Field> fields =
                copied.fields(field -> field.value().chars().allMatch(c -> c == '\t' || c >= ' ' && c < 0x7f));
        copied.noteRepeats(fields);
        copied.noteAdded(List.of("User-Agent", "Accept-Encoding"));
        copied.noteVersion();
        if (fields.size() > 1) {
            copied.notes.add("PowerShell may send the fields in another order");
        }
        StringBuilder code = new StringBuilder(copied.comments("# "))
                .append("$request = @{\n    Uri = ")
                .append(text(copied.origin() + path))
                .append("\n    CustomMethod = ")
                .append(text(copied.request.method()))
                .append("\n    Headers = [ordered]@{\n");
        RequestsCode.joined(fields)
                .forEach((name, value) -> code.append("        ")
                        .append(text(name))
                        .append(" = ")
                        .append(text(value))
                        .append('\n'));
        code.append("    }\n");
        if (copied.sendsBody()) {
            code.append("    Body = ").append(body(copied)).append('\n');
        }
        return code.append(
                        "    MaximumRedirection = 0\n    SkipHeaderValidation = $true\n    SkipHttpErrorCheck = $true\n")
                .append("    ErrorAction = 'SilentlyContinue'\n}\nInvoke-WebRequest @request\n")
                .toString();
    }

    private static String body(CopiedRequest copied) {
        return copied.body == null
                ? "[IO.File]::ReadAllBytes((Convert-Path " + text(copied.bodyFile()) + "))"
                : bytes(copied.body);
    }

    private static String bytes(byte[] bytes) {
        return "[Convert]::FromBase64String('" + Base64.getEncoder().encodeToString(bytes) + "')";
    }

    /** Typographic apostrophes end a string as well, so that only ASCII stands in quotes. */
    private static String text(String latin1) {
        return latin1.chars().allMatch(c -> c >= ' ' && c < 0x7f)
                ? "'" + latin1.replace("'", "''") + "'"
                : "[Text.Encoding]::Latin1.GetString(" + bytes(latin1.getBytes(StandardCharsets.ISO_8859_1)) + ")";
    }
}
