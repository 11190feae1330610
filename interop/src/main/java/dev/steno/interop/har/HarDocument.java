package dev.steno.interop.har;

import dev.steno.flow.Endpoint;
import dev.steno.flow.FlowError;
import dev.steno.flow.FlowState;
import dev.steno.flow.ImportMarks;
import dev.steno.flow.Notes;
import dev.steno.flow.Peer;
import dev.steno.flow.TcpFlow;
import dev.steno.flow.Times;
import dev.steno.interop.intake.DamagedFileException;
import dev.steno.interop.intake.HttpDraft;
import dev.steno.interop.intake.Intake;
import dev.steno.interop.intake.LenientTime;
import dev.steno.interop.intake.RefusedFileException;
import dev.steno.interop.intake.SkippedEntryException;
import dev.steno.interop.json.JsonEndException;
import dev.steno.interop.json.JsonKind;
import dev.steno.interop.json.JsonScanner;
import dev.steno.interop.json.JsonSyntaxException;
import dev.steno.interop.loss.Loss;
import java.io.IOException;
import java.io.InputStream;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;

/** Reads one archive: its log, its entries, and what is around them, in whatever order they stand. For one thread. */
final class HarDocument implements AutoCloseable {
    private static final int PAGES = 1_000;
    private static final int LONGEST_PAGE = 2_000;

    private final String file;
    private final JsonScanner in;
    private final Intake intake;
    private final HarEntryReader reader;
    private final HarFlow flows;
    private final HarEntry entry = new HarEntry();
    private final Map<String, String> pages = new LinkedHashMap<>();
    private long entries;
    private boolean found;

    /** @param file in messages */
    HarDocument(String file, InputStream from, HarAttachments attachments, Intake intake) throws IOException {
        this.file = file;
        this.in = new JsonScanner(from);
        this.intake = intake;
        this.reader = new HarEntryReader(in);
        this.flows = new HarFlow(intake, attachments);
    }

    /**
     * Reads all of it.
     *
     * @throws RefusedFileException if it has no entries
     * @throws DamagedFileException if it ends within a value, or is no JSON
     */
    void read() throws IOException {
        try {
            while (in.nextDocument()) {
                readRoot();
            }
        } catch (JsonSyntaxException e) {
            String where = "byte " + e.offset() + ": " + e.getMessage();
            if (!found) {
                throw new RefusedFileException(file + " is no HTTP archive: no list of entries before " + where
                        + "; check that the file is whole");
            }
            throw new DamagedFileException(file + " is damaged in entry " + entries + ", at " + where + "; the "
                    + intake.flows() + " flows before it were imported, the rest is left out");
        }
        if (!found) {
            throw new RefusedFileException(
                    file + " is JSON without the entries of an HTTP archive; export it again with its content");
        }
    }

    /** An archive, a list of entries or of archives, or an entry. */
    private void readRoot() throws IOException {
        in.setBudget(intake.limits().head());
        if (in.kind() == JsonKind.ARRAY) {
            int depth = in.depth() + 1;
            in.enterArray();
            while (in.nextItem()) {
                oneItem(depth);
            }
        } else {
            readObject("entry 1");
        }
    }

    /** Reads an object that shows by its fields whether it is an archive or an entry. */
    private void readObject(String place) throws IOException {
        if (!in.enterObject()) {
            return;
        }
        entry.clear();
        HttpDraft draft = intake.draft(place);
        boolean isEntry = false;
        while (in.nextName()) {
            switch (in.name()) {
                case "log" -> readLog();
                case "entries" -> readEntries();
                case "creator" -> readCreator();
                case "pages" -> readPages();
                case "request" -> {
                    isEntry = true;
                    reader.readField(entry, draft);
                }
                default -> reader.readField(entry, draft);
            }
        }
        if (isEntry) {
            entries++;
            found = true;
            add(draft);
        }
    }

    private void readLog() throws IOException {
        if (!in.enterObject()) {
            return;
        }
        while (in.nextName()) {
            switch (in.name()) {
                case "entries" -> readEntries();
                case "creator" -> readCreator();
                case "pages" -> readPages();
                case "_tlsErrors" -> readTlsErrors();
                default -> in.skip();
            }
        }
    }

    private void readCreator() throws IOException {
        if (!in.enterObject()) {
            return;
        }
        String name = "";
        String version = "";
        while (in.nextName()) {
            switch (in.name()) {
                case "name" -> name = shortened(in.text());
                case "version" -> version = shortened(in.text());
                default -> in.skip();
            }
        }
        flows.setTool(name.toLowerCase(Locale.ROOT));
        String tool = (name + " " + version).strip();
        if (!tool.isEmpty()) {
            intake.setOrigin("HAR, " + tool);
        }
    }

    private static String shortened(@org.jspecify.annotations.Nullable String text) {
        String plain = text == null ? "" : text.strip();
        return plain.length() > 60 ? plain.substring(0, 60) : plain;
    }

    private void readPages() throws IOException {
        if (!in.enterArray()) {
            return;
        }
        while (in.nextItem()) {
            if (!in.enterObject()) {
                continue;
            }
            String id = null;
            String title = null;
            while (in.nextName()) {
                switch (in.name()) {
                    case "id" -> id = in.text();
                    case "title" -> title = in.text();
                    default -> in.skip();
                }
            }
            if (id != null && title != null && title.length() <= LONGEST_PAGE && pages.size() < PAGES) {
                pages.put(id, "{\"title\":" + dev.steno.interop.json.JsonQuotes.quoted(title) + "}");
            }
        }
    }

    private void readEntries() throws IOException {
        if (in.kind() != JsonKind.ARRAY) {
            in.skip();
            return;
        }
        found = true;
        int depth = in.depth() + 1;
        in.enterArray();
        while (in.nextItem()) {
            oneEntry(depth);
        }
    }

    /** A damaged entry costs this entry, unless the file ends within it. */
    private void oneEntry(int depth) throws IOException {
        entries++;
        String place = "entry " + entries;
        in.setBudget(intake.limits().head());
        try {
            if (in.kind() != JsonKind.OBJECT) {
                in.skip();
                throw new SkippedEntryException(Loss.NO_REQUEST, "no object");
            }
            entry.clear();
            HttpDraft draft = intake.draft(place);
            in.enterObject();
            while (in.nextName()) {
                reader.readField(entry, draft);
            }
            add(draft);
        } catch (SkippedEntryException e) {
            intake.skip(e, place);
        } catch (JsonEndException e) {
            throw e;
        } catch (JsonSyntaxException e) {
            intake.losses().count(Loss.DAMAGED, place + ": byte " + e.offset() + ": " + e.getMessage());
            in.recover(depth);
        }
    }

    private void oneItem(int depth) throws IOException {
        in.setBudget(intake.limits().head());
        try {
            readObject("entry " + (entries + 1));
        } catch (JsonEndException e) {
            throw e;
        } catch (JsonSyntaxException e) {
            entries++;
            intake.losses().count(Loss.DAMAGED, "entry " + entries + ": byte " + e.offset() + ": " + e.getMessage());
            in.recover(depth);
        }
    }

    private void add(HttpDraft draft) throws IOException {
        String page = entry.pageref == null ? null : pages.remove(entry.pageref);
        try {
            flows.add(entry, page, draft);
        } catch (SkippedEntryException e) {
            intake.skip(e, draft.place());
        }
    }

    /** Failed handshakes with clients, as HTTP Toolkit writes them. */
    private void readTlsErrors() throws IOException {
        if (!in.enterArray()) {
            return;
        }
        for (int number = 1; in.nextItem(); number++) {
            if (in.enterObject()) {
                readTlsError("TLS error " + number);
            }
        }
    }

    private void readTlsError(String place) throws IOException {
        String host = null;
        String cause = null;
        String client = null;
        double clientPort = 0;
        LenientTime began = LenientTime.NONE;
        double took = Double.NaN;
        while (in.nextName()) {
            switch (in.name()) {
                case "startedDateTime" -> began = LenientTime.parse(in.text());
                case "time" -> took = in.number();
                case "hostname" -> host = in.text();
                case "cause" -> cause = in.text();
                case "clientIPAddress" -> client = in.text();
                case "clientPort" -> clientPort = in.number();
                default -> in.skip();
            }
        }
        found = true;
        int port = clientPort > 0 && clientPort < 65536 ? (int) clientPort : 0;
        Notes notes = Notes.NONE.withMetadata(ImportMarks.PLACE, place).withMetadata(ImportMarks.FROM, "HAR");
        if (!Times.isSet(began.nanos())) {
            intake.losses().count(Loss.TIME_MISSING, place);
        }
        intake.add(new TcpFlow(
                intake.nextFlow(),
                1,
                FlowState.FAILED,
                began.nanos(),
                HarTimes.nanos(took),
                new Peer(
                        0,
                        new Endpoint(client == null ? "" : client, port),
                        null,
                        null,
                        Times.UNSET,
                        Times.UNSET,
                        Times.UNSET,
                        null,
                        null),
                null,
                new Endpoint(host == null ? "" : host, Endpoint.HTTPS_PORT),
                "tls",
                0,
                0,
                0,
                0,
                new FlowError(
                        FlowError.Step.CLIENT_TLS,
                        "the TLS handshake failed: " + (cause == null ? "no cause named" : cause),
                        Times.isSet(began.nanos()) ? began.nanos() : 0),
                notes));
    }

    @Override
    public void close() throws IOException {
        entry.close();
    }
}
