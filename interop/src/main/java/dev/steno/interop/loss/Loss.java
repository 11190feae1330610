package dev.steno.interop.loss;

import java.util.Locale;

/** Why a part of a file or of a session did not come over, or came over changed. */
public enum Loss {
    /** The entry is no HTTP: {@code data:}, {@code blob:}, {@code about:}, {@code file:}, an extension of a browser. */
    NOT_HTTP(Kind.SKIPPED, "entries that are no HTTP (data:, blob:, about: …)"),
    /** The entry has no request. */
    NO_REQUEST(Kind.SKIPPED, "entries without a request"),
    /** The URL of the entry is relative, empty or cannot be read. */
    BAD_URL(Kind.SKIPPED, "entries with a URL that cannot be read"),
    /** The kind of flow has no place in the target. */
    KIND_UNSUPPORTED(Kind.SKIPPED, "flows of a kind that is not supported there"),
    /** The entry is damaged. */
    DAMAGED(Kind.DAMAGE, "damaged entries"),
    /** The body was not in the file, or not whole. */
    BODY_MISSING(Kind.CHANGED, "bodies that are missing or cut"),
    /** The body was put together from a text, so that its bytes are likely but not certain. */
    BODY_REBUILT(Kind.CHANGED, "bodies rebuilt from text"),
    /** The body is there without its content coding. */
    BODY_DECODED(Kind.CHANGED, "bodies of which only the decoded form is known"),
    /** Header fields that were joined had to be split, or the other way round. */
    HEADERS_SPLIT(Kind.CHANGED, "header fields that were split or joined"),
    /** The time is not in the file or cannot be read. */
    TIME_MISSING(Kind.CHANGED, "times that are missing or cannot be read"),
    /** Facts that the target has no place for. */
    DETAILS(Kind.CHANGED, "details without a place in the target"),
    /** Entries that stand for no flow, such as the description of an archive. */
    NO_FLOW(Kind.DECLARED, "entries that are no flows"),
    /** Entries that are imported only if that is asked for, such as those of a scanner. */
    NOT_ASKED(Kind.DECLARED, "entries that are imported only if asked for"),
    /** Secrets that were replaced by tokens. */
    REDACTED(Kind.DECLARED, "secrets replaced by tokens");

    /** What a loss means for the flow that it concerns. */
    public enum Kind {
        /** The flow is not there. */
        SKIPPED,
        /** The flow is there, less or changed. */
        CHANGED,
        /** The file is damaged. */
        DAMAGE,
        /** As asked for; no error, even if a loss is to be one. */
        DECLARED
    }

    private final Kind kind;
    private final String meaning;

    Loss(Kind kind, String meaning) {
        this.kind = kind;
        this.meaning = meaning;
    }

    /** Returns what the loss means for the flow. */
    public Kind kind() {
        return kind;
    }

    /** Returns a noun phrase in the plural, for people. */
    public String meaning() {
        return meaning;
    }

    /** Returns the name in reports: {@code not-http}. */
    public String label() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
