package dev.steno.sqlite.tool;

import dev.steno.filter.Filter;
import dev.steno.flow.Flow;
import dev.steno.flow.HttpFlow;
import dev.steno.redact.RedactionKey;
import dev.steno.redact.RedactionRules;
import dev.steno.redact.Redactor;
import dev.steno.redact.Secrets;
import dev.steno.sqlite.SqliteSessionReader;
import dev.steno.sqlite.file.FileCheck;
import dev.steno.sqlite.file.OfflineSession;
import dev.steno.sqlite.file.SideFiles;
import dev.steno.sqlite.query.FlowPages;
import dev.steno.sqlite.table.ShipNotes;
import dev.steno.store.Progress;
import dev.steno.store.SessionException;
import dev.steno.store.SessionReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Redacts a session into a new file, which may take its place. The session is read twice: first to find the secrets, then
 * to write it with tokens in place of them, also where they occur outside of what the rules name. The new file has only
 * what was written to it, so no secret is left in unused pages; before it gets its name, all of its bytes are searched for
 * the secrets. A process that ends before that leaves the session as it was. Blocks; any thread but an event loop.
 */
public final class SessionRedaction {
    private final Path source;
    private final SqliteSessionReader reader;
    private final RedactionRules rules;
    private final RedactionKey key;
    private final Progress progress;

    private SessionRedaction(
            Path source, SqliteSessionReader reader, RedactionRules rules, RedactionKey key, Progress progress) {
        this.source = source;
        this.reader = reader;
        this.rules = rules;
        this.key = key;
        this.progress = progress;
    }

    /**
     * The result.
     *
     * @param file the redacted session
     * @param flows number of its flows
     * @param changed number of the flows that were changed
     * @param bytes size of the file
     * @param counts how many values each rule replaced, by its text
     * @param searched number of byte sequences for which the file was searched; none was found
     * @param leftOut how many replaced values were too short or too common to be searched
     * @param shipped the shared stores that have the flows as they were, if this file was shipped
     */
    public record Redacted(
            Path file,
            long flows,
            long changed,
            long bytes,
            Map<String, Long> counts,
            long searched,
            long leftOut,
            List<ShipNotes.Earlier> shipped) {}

    /**
     * Redacts a session in place.
     *
     * @param home the key of the home folder
     * @throws SessionException if a process records to the session, or a secret would remain; the session is unchanged
     * @throws dev.steno.store.WorkStopped if the progress requires it; the session is unchanged
     */
    public static Redacted redact(Path file, RedactionRules rules, byte[] home, Progress progress) throws IOException {
        OfflineSession.open(file, progress).close(); // migrates it, and moves the log into the file
        Path log = SideFiles.log(FileCheck.forReading(file));
        if (Files.exists(log)) {
            throw new SessionException("another program reads " + file + ", so " + log
                    + " cannot be moved into it; end that program first");
        }
        return write(file, file, Filter.ALL, rules, home, true, true, progress);
    }

    /**
     * Saves the flows that match, redacted, to a new file. The session may be recorded meanwhile.
     *
     * @param replace whether an existing session is replaced
     */
    public static Redacted save(
            Path from, Path to, Filter filter, RedactionRules rules, byte[] home, boolean replace, Progress progress)
            throws IOException {
        Path source = FileCheck.forReading(from);
        if (Files.exists(to) && Files.isSameFile(source, to)) {
            throw new SessionException("cannot save " + from + " to itself; use: steno redact " + from);
        }
        return write(source, to, filter, rules, home, replace, false, progress);
    }

    private static Redacted write(
            Path from,
            Path to,
            Filter filter,
            RedactionRules rules,
            byte[] home,
            boolean replace,
            boolean inPlace,
            Progress progress)
            throws IOException {
        try (SqliteSessionReader reader = SqliteSessionReader.open(from);
                NewSession target = NewSession.createDraft(
                        to, replace, reader.meta("application").orElse(""), progress)) {
            FileCheck.checkCurrent(from, reader.format());
            RedactionKey key = key(reader, home);
            return new SessionRedaction(from, reader, rules, key, progress).write(target, filter, inPlace);
        }
    }

    /** The key of a session: a copy of it has the same one, and so the same tokens. */
    public static RedactionKey key(SqliteSessionReader reader, byte[] home) throws SessionException {
        return RedactionKey.of(home, reader.meta("created").orElse(""));
    }

    /**
     * What a session wants redacted in what leaves the machine, beside what always is.
     *
     * @throws SessionException if it has rules that this version does not know, so that they cannot be kept
     */
    public static RedactionRules exitRules(SessionReader reader) throws SessionException {
        try {
            return RedactionRules.parse(reader.exitRules());
        } catch (IllegalArgumentException e) {
            throw new SessionException(
                    "the session has rules of redaction that this version of Steno cannot read: " + e.getMessage(), e);
        }
    }

    private Redacted write(NewSession target, Filter filter, boolean inPlace) throws IOException {
        long last = reader.lastFlow();
        Secrets.Collector collector = new Secrets.Collector();
        Set<String> names = new HashSet<>();
        RedactedWriter seeking = new RedactedWriter(reader, Redactor.logging(rules, key, collector), progress);
        FlowPages pages = new FlowPages(reader, filter, last, progress);
        progress.beginStep("searching", "flows", pages.total());
        for (List<Long> page = pages.next(); page != null; page = pages.next()) {
            for (Flow flow : reader.flows(page)) {
                seeking.read(flow);
                addNames(flow, names);
            }
            progress.at(pages.seen());
        }
        Secrets known = collector.secrets(names);
        Redactor redactor = Redactor.everywhere(rules, key, known);
        RedactedWriter writer = new RedactedWriter(reader, redactor, progress);
        List<ShipNotes.Earlier> shipped = target.write(sqlite -> writer.beginWriting(sqlite, source, inPlace));
        FlowPages again = new FlowPages(reader, filter, last, progress);
        progress.beginStep("redacting", "flows", again.total());
        long flows = 0;
        for (List<Long> page = again.next(); page != null; page = again.next()) {
            List<Flow> present = reader.flows(page);
            target.write(sqlite -> {
                sqlite.execute("BEGIN");
                for (Flow flow : present) {
                    writer.write(flow);
                }
                sqlite.execute("COMMIT");
                writer.committed();
                return true;
            });
            flows += present.size();
            progress.at(again.seen());
        }
        target.write(sqlite -> {
            writer.finishWriting();
            return true;
        });
        // If nothing was replaced, the file stays, so that it ships on as the recorder that it is.
        boolean stays = inPlace
                && writer.changed() == 0
                && redactor.counts().values().stream().allMatch(count -> count == 0);
        long bytes = stays ? Files.size(source) : target.finish(draft -> SecretScan.check(draft, known, progress));
        return new Redacted(
                target.file(),
                flows,
                writer.changed(),
                bytes,
                redactor.counts(),
                known.count(),
                collector.leftOut(),
                stays ? List.of() : shipped);
    }

    /** Adds the names in a flow that cannot be redacted. */
    private static void addNames(Flow flow, Set<String> names) {
        if (flow instanceof HttpFlow http) {
            names.add(http.request().host());
            names.add(http.request().method());
        }
        names.add(flow.client().address().host());
        if (flow.server() != null) {
            names.add(flow.server().address().host());
        }
    }
}
