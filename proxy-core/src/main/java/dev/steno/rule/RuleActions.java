package dev.steno.rule;

import com.google.re2j.Pattern;
import dev.steno.flow.Headers;
import dev.steno.rule.action.BlockedAnswer;
import dev.steno.rule.action.BodyChange;
import dev.steno.rule.action.HeaderEdit;
import dev.steno.rule.action.RemoteUrl;
import dev.steno.rule.action.RuleAction;
import dev.steno.rule.local.LocalFile;
import dev.steno.rule.spec.Replacement;
import dev.steno.rule.spec.RuleException;
import java.nio.charset.StandardCharsets;
import java.util.Set;

/**
 * The actions of rules in a file: a table with their parts, or the text of the one-line form without its filter; of those
 * that need no more, true. Stateless.
 */
final class RuleActions {
    private RuleActions() {}

    static RuleAction of(RuleKind kind, String key, RuleTable rule) {
        Object value = rule.value(key);
        if (value instanceof String text) {
            return line(kind, text);
        }
        return switch (kind) {
            case MAP_REMOTE -> remote(part(kind, key, rule, Set.of("find", "url", "keep-host", "rewrite-back")));
            case MODIFY_HEADERS -> header(part(kind, key, rule, Set.of("name", "value")));
            case MODIFY_BODY -> body(part(kind, key, rule, Set.of("find", "replace")));
            case MAP_LOCAL ->
                local(part(kind, key, rule, Set.of("find", "path", "or-forward", "cors", "status", "headers")));
            case BLOCK_LIST ->
                value instanceof Long status
                        ? BlockedAnswer.of(status.toString())
                        : answer(part(kind, key, rule, Set.of("status", "headers", "body")));
            case FAULT, THROTTLE ->
                throw new RuleException(key + " takes a text " + kind.form() + " without the filter");
            case ALLOW_LIST, ANTICACHE, ANTICOMP, STICKY_COOKIE, STICKY_AUTH -> {
                if (!Boolean.TRUE.equals(value)) {
                    throw new RuleException(key + " takes true; on = false switches the rule off");
                }
                yield kind.parse("").action();
            }
        };
    }

    private static RuleAction line(RuleKind kind, String text) {
        RuleKind.Meaning meaning = kind.parse(text);
        if (!meaning.filter().isEmpty()) {
            throw new RuleException("the filter of a rule in a file is the value of filter, not a part of " + text);
        }
        return meaning.action();
    }

    private static RuleTable part(RuleKind kind, String key, RuleTable rule, Set<String> known) {
        RuleTable table = rule.table(key, known);
        if (table == null) {
            throw new RuleException(key + " takes a table, or a text " + kind.form() + " without the filter");
        }
        return table;
    }

    private static RuleAction remote(RuleTable part) {
        Pattern url = RuleKind.regex(part.text("find"));
        return new RemoteUrl(
                url,
                Replacement.parse(part.text("url"), url),
                part.flag("keep-host", false),
                part.flag("rewrite-back", false));
    }

    private static RuleAction header(RuleTable part) {
        return HeaderEdit.of(part.text("name"), part.source(part.text("value", "")));
    }

    private static RuleAction body(RuleTable part) {
        return BodyChange.of(part.text("find"), part.source(part.text("replace")));
    }

    private static RuleAction local(RuleTable part) {
        LocalFile plain = LocalFile.of(RuleKind.regex(part.text("find")), part.path(part.text("path")));
        return new LocalFile(
                plain.url(),
                plain.path(),
                part.flag("or-forward", false),
                part.flag("cors", false),
                (int) part.number("status", 200),
                part.fields("headers"));
    }

    private static RuleAction answer(RuleTable part) {
        byte[] body = part.text("body", "").getBytes(StandardCharsets.UTF_8);
        Headers headers = part.fields("headers");
        return new BlockedAnswer((int) part.number("status", 403), headers, body);
    }
}
