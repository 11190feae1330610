package dev.steno.redact;

import com.google.re2j.Pattern;
import dev.steno.redact.json.SecretPath;

/** Which values are secrets. Immutable. */
sealed interface RedactionRule {

    /** The rule as a person writes it. */
    String text();

    /** @param name of a header field, in lower case, with {@code *} for any characters */
    record Header(String text, String name) implements RedactionRule {}

    /** @param name of a cookie; {@code *} for any characters */
    record Cookie(String text, String name) implements RedactionRule {}

    /** @param name of a parameter in a URL */
    record Query(String text, String name) implements RedactionRule {}

    /** @param name of a parameter in a body */
    record Form(String text, String name) implements RedactionRule {}

    /** @param path to values of JSON in bodies and messages */
    record Json(String text, SecretPath path) implements RedactionRule {}

    /** @param pattern whose first group, or whose whole match, is a secret wherever it occurs */
    record Expression(String text, Pattern pattern) implements RedactionRule {}

    /** @param pattern as of an {@link Expression}, in messages of WebSockets and raw streams only */
    record InMessages(String text, Pattern pattern) implements RedactionRule {}

    /** @param path to values of JSON in messages of WebSockets and raw streams only */
    record JsonInMessages(String text, SecretPath path) implements RedactionRule {}

    /** The user and the password in URLs. */
    record UserInfo(String text) implements RedactionRule {}

    /** Values that are known by their form, wherever they occur. */
    record Shape(String text, SecretShape shape) implements RedactionRule {}
}
