package dev.steno.playbook;

import dev.steno.addon.Hook;
import dev.steno.addon.Verdict;
import org.jspecify.annotations.Nullable;

/**
 * What a handler decided. Immutable.
 *
 * @param addon the name of its addon
 * @param verdict null if the handler threw or returned nothing; the log has the reason
 */
public record PlayedVerdict(
        String addon, Hook<?> hook, @Nullable Verdict<?> verdict) {

    /** Returns a line such as {@code REQUEST_HEAD: NoTracking, Replace}. */
    @Override
    public String toString() {
        return hook + ": " + addon + ", " + word();
    }

    private String word() {
        if (verdict == null) {
            return "failed (the log has the reason)";
        }
        if (verdict instanceof Verdict.Answer<?> answer) {
            return "Answer " + answer.response().status();
        }
        if (verdict instanceof Verdict.Drop<?> drop) {
            return "Drop: " + drop.reason();
        }
        return verdict.getClass().getSimpleName();
    }
}
