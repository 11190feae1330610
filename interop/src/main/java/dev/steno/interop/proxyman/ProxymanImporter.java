package dev.steno.interop.proxyman;

import dev.steno.interop.intake.Archive;
import dev.steno.interop.intake.FlowImporter;
import dev.steno.interop.intake.ImportSource;
import dev.steno.interop.intake.Intake;
import dev.steno.interop.intake.Preamble;
import dev.steno.interop.intake.RefusedFileException;
import dev.steno.interop.intake.SkippedEntryException;
import dev.steno.interop.json.JsonScanner;
import dev.steno.interop.json.JsonSyntaxException;
import dev.steno.interop.loss.Loss;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.zip.ZipException;

/** Imports logs of Proxyman. Stateless. */
public final class ProxymanImporter implements FlowImporter {
    /** {@code request_7182} of 2023, {@code request_0_7182} since. */
    private static final Pattern ENTRY = Pattern.compile("(?:.*/)?request_(\\d{1,18})(?:_[^/]*)?");

    private record Named(long number, String entry) {}

    @Override
    public String label() {
        return "proxyman";
    }

    @Override
    public String title() {
        return "Proxyman";
    }

    @Override
    public boolean recognises(Preamble head) {
        return head.isZip() && head.hasEntry(name -> ENTRY.matcher(name).matches());
    }

    @Override
    public void importFlows(ImportSource from, Intake to) throws IOException {
        to.setOrigin("Proxyman");
        ProxymanFlow flows = new ProxymanFlow(to);
        try (Archive zip = Archive.open(from);
                ProxymanEntry entry = new ProxymanEntry()) {
            List<Named> names = new ArrayList<>();
            for (String name : zip.names()) {
                Matcher matcher = ENTRY.matcher(name);
                if (matcher.matches()) {
                    names.add(new Named(Long.parseLong(matcher.group(1)), name));
                }
            }
            if (names.isEmpty()) {
                throw new RefusedFileException(from.name() + " has no requests; export it again with Proxyman");
            }
            names.sort(Comparator.comparingLong(Named::number));
            for (Named each : names) {
                one(zip, each.entry(), entry, flows, to);
            }
        }
    }

    private static void one(Archive zip, String name, ProxymanEntry entry, ProxymanFlow flows, Intake to)
            throws IOException {
        try (InputStream bytes = zip.open(name)) {
            JsonScanner in = new JsonScanner(bytes == null ? InputStream.nullInputStream() : bytes);
            in.setBudget(to.limits().head());
            if (!in.nextDocument()) {
                throw new SkippedEntryException(Loss.NO_REQUEST, "it is empty");
            }
            entry.read(in);
            flows.add(entry, to.draft(name));
        } catch (SkippedEntryException e) {
            to.skip(e, name);
        } catch (JsonSyntaxException e) {
            to.losses().count(Loss.DAMAGED, name + ": byte " + e.offset() + ": " + e.getMessage());
        } catch (ZipException | EOFException e) {
            to.losses().count(Loss.DAMAGED, name + ": " + e.getMessage());
        }
    }
}
