package dev.steno.interop.charles;

import dev.steno.interop.intake.Archive;
import dev.steno.interop.intake.DamagedFileException;
import dev.steno.interop.intake.FlowImporter;
import dev.steno.interop.intake.ImportSource;
import dev.steno.interop.intake.Intake;
import dev.steno.interop.intake.Preamble;
import dev.steno.interop.intake.RefusedFileException;
import dev.steno.interop.intake.SkippedEntryException;
import dev.steno.interop.json.JsonEndException;
import dev.steno.interop.json.JsonKind;
import dev.steno.interop.json.JsonScanner;
import dev.steno.interop.json.JsonShape;
import dev.steno.interop.json.JsonSyntaxException;
import dev.steno.interop.loss.Loss;
import dev.steno.interop.text.SettledText;
import dev.steno.interop.text.TextMessage;
import java.io.IOException;
import java.io.InputStream;
import java.util.HashMap;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.zip.ZipException;
import org.jspecify.annotations.Nullable;

/** Imports sessions of Charles in JSON, and in ZIP files of JSON and bodies. Stateless. */
public final class CharlesImporter implements FlowImporter {
    /** {@code 12-meta.json}, {@code 12-req.json}, {@code 12-res-enc.bin}. */
    private static final Pattern ENTRY = Pattern.compile("(?:.*/)?(\\d{1,18})-(meta|req|res)(-enc)?(?:\\.[^/]*)?");

    private record Part(String entry, boolean coded) {}

    @Override
    public String label() {
        return "charles";
    }

    @Override
    public String title() {
        return "Charles";
    }

    @Override
    public boolean recognises(Preamble head) {
        if (head.isZip()) {
            return head.hasEntry(name -> name.matches("(?:.*/)?\\d{1,18}-meta\\.json"));
        }
        JsonShape shape = JsonShape.of(head.start());
        return shape.json() && shape.has("protocolVersion", "actualPort") && !shape.has("log", "entries");
    }

    @Override
    public void importFlows(ImportSource from, Intake to) throws IOException {
        to.setOrigin("Charles");
        try (CharlesTransaction transaction = new CharlesTransaction()) {
            if (from.preamble().isZip()) {
                importArchive(from, to, transaction);
            } else {
                importList(from, to, transaction);
            }
        }
    }

    private static void importList(ImportSource from, Intake to, CharlesTransaction transaction) throws IOException {
        CharlesFlow flows = new CharlesFlow(to);
        long number = 0;
        try (InputStream bytes = from.open()) {
            JsonScanner in = new JsonScanner(bytes);
            while (in.nextDocument()) {
                if (in.kind() != JsonKind.ARRAY) {
                    number++;
                    one(in, 0, "entry " + number, flows, transaction, to);
                    continue;
                }
                in.enterArray();
                while (in.nextItem()) {
                    number++;
                    one(in, 1, "entry " + number, flows, transaction, to);
                }
            }
        } catch (JsonSyntaxException e) {
            throw new DamagedFileException(from.name() + " is damaged in entry " + number + ", at byte " + e.offset()
                    + ": " + e.getMessage() + "; the " + to.flows()
                    + " flows before it were imported, the rest is left out");
        }
    }

    private static void one(
            JsonScanner in, int depth, String place, CharlesFlow flows, CharlesTransaction transaction, Intake to)
            throws IOException {
        in.setBudget(to.limits().head());
        try {
            transaction.read(in);
            flows.add(
                    transaction,
                    flows.stored(transaction.request),
                    flows.stored(transaction.response),
                    to.draft(place));
        } catch (SkippedEntryException e) {
            to.skip(e, place);
        } catch (JsonEndException e) {
            throw e;
        } catch (JsonSyntaxException e) {
            if (depth == 0) {
                throw e;
            }
            to.losses().count(Loss.DAMAGED, place + ": byte " + e.offset() + ": " + e.getMessage());
            in.recover(depth);
        }
    }

    private static void importArchive(ImportSource from, Intake to, CharlesTransaction transaction) throws IOException {
        CharlesFlow flows = new CharlesFlow(to);
        try (Archive zip = Archive.open(from)) {
            Map<Long, Map<String, Part>> parts = new TreeMap<>();
            for (String name : zip.names()) {
                Matcher entry = ENTRY.matcher(name);
                if (entry.matches()) {
                    parts.computeIfAbsent(Long.valueOf(entry.group(1)), number -> new HashMap<>(4))
                            .putIfAbsent(entry.group(2), new Part(name, entry.group(3) != null));
                }
            }
            if (parts.isEmpty()) {
                throw new RefusedFileException(from.name() + " has no transactions; save it again with Charles");
            }
            for (Map<String, Part> each : parts.values()) {
                Part meta = each.get("meta");
                if (meta != null) {
                    oneOf(zip, meta.entry(), each, flows, transaction, to);
                }
            }
        }
    }

    private static void oneOf(
            Archive zip,
            String meta,
            Map<String, Part> parts,
            CharlesFlow flows,
            CharlesTransaction transaction,
            Intake to)
            throws IOException {
        try (InputStream bytes = zip.open(meta)) {
            JsonScanner in = new JsonScanner(bytes == null ? InputStream.nullInputStream() : bytes);
            in.setBudget(to.limits().head());
            if (!in.nextDocument()) {
                throw new SkippedEntryException(Loss.NO_REQUEST, "it is empty");
            }
            if (in.kind() == JsonKind.ARRAY) {
                in.enterArray();
                in.nextItem();
            }
            transaction.read(in);
            flows.add(
                    transaction,
                    body(zip, parts.get("req"), transaction.request, flows, to),
                    body(zip, parts.get("res"), transaction.response, flows, to),
                    to.draft(meta));
        } catch (SkippedEntryException e) {
            to.skip(e, meta);
        } catch (JsonSyntaxException e) {
            to.losses().count(Loss.DAMAGED, meta + ": byte " + e.offset() + ": " + e.getMessage());
        } catch (ZipException | java.io.EOFException e) {
            to.losses().count(Loss.DAMAGED, meta + ": " + e.getMessage());
        }
    }

    private static SettledText body(Archive zip, @Nullable Part part, TextMessage message, CharlesFlow flows, Intake to)
            throws IOException {
        if (part == null) {
            return flows.stored(message);
        }
        try (InputStream in = zip.open(part.entry())) {
            SettledText body =
                    in == null ? SettledText.NONE : SettledText.of(in, message.headers.get("content-encoding"), to);
            return part.coded() ? body.asCoded() : body;
        }
    }
}
