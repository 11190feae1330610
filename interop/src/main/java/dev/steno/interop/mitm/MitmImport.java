package dev.steno.interop.mitm;

import dev.steno.flow.HttpFlow;
import dev.steno.flow.WebSocket;
import dev.steno.interop.intake.DamagedFileException;
import dev.steno.interop.intake.ImportSource;
import dev.steno.interop.intake.Intake;
import dev.steno.interop.intake.RefusedFileException;
import dev.steno.interop.intake.Remedy;
import dev.steno.interop.intake.SkippedEntryException;
import dev.steno.interop.loss.Loss;
import dev.steno.interop.tnetstring.TnetCursor;
import dev.steno.interop.tnetstring.TnetstringException;
import dev.steno.text.Quantity;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.util.zip.ZipException;

/** One import of a flow file. For one thread. */
final class MitmImport {
    /** Places of damage behind which items are looked for; each opens the file again. */
    private static final int DAMAGES = 1_000;

    private final ImportSource from;
    private final Intake to;
    private final HttpStates https;
    private final StreamStates streams;
    private final OldWebSockets sockets;
    private String origin = "";
    private String originOf = "";
    private long items;
    private long damages;
    private String firstDamage = "";

    MitmImport(ImportSource from, Intake to) {
        this.from = from;
        this.to = to;
        PeerStates peers = new PeerStates(to);
        this.https = new HttpStates(to, peers);
        this.streams = new StreamStates(to, peers);
        this.sockets = new OldWebSockets(to);
    }

    void run() throws IOException {
        if (to.options().salvage()) {
            from.seekable(); // a pipe cannot be read again behind the damage
        }
        try {
            long next = readFrom(0);
            while (next >= 0) {
                next = readFrom(next);
            }
        } finally {
            sockets.finish();
        }
        if (damages > 0) {
            throw new DamagedFileException(from.name() + " is damaged in " + Quantity.count(damages, "place")
                    + ", first at " + firstDamage + "; the items between them are imported");
        }
    }

    /** Reads items up to the end of the file or to damage. Returns where to go on; -1 at the end. */
    private long readFrom(long begin) throws IOException {
        ItemReader reader = null;
        try (InputStream in = from.open()) {
            in.skipNBytes(begin);
            reader = new ItemReader(in, begin, to);
            while (readItem(reader)) {
                // each item is one flow
            }
            return -1;
        } catch (TnetstringException e) {
            return damaged(reader == null ? begin : reader.begin(), e.offset(), e.reason());
        } catch (EOFException | ZipException e) {
            // of a compressed file, positions are those of its content
            return damaged(
                    reader == null ? begin : reader.begin(),
                    reader == null ? begin : reader.offset(),
                    "its compression ends or is damaged");
        }
    }

    private long damaged(long began, long at, String reason) throws IOException {
        String where = "byte " + at + ", in item " + items + ", which began at byte " + began + ": " + reason;
        if (!to.options().salvage()) {
            throw new DamagedFileException(
                    from.name() + " is damaged at " + where + "; the " + Math.max(0, items - 1)
                            + " items before it are imported, the rest is left out",
                    Remedy.SALVAGE);
        }
        if (damages++ == 0) {
            firstDamage = where;
        }
        to.losses().count(Loss.DAMAGED, "item " + items + " at byte " + began);
        return damages > DAMAGES ? -1 : Salvage.next(from, began + 1);
    }

    private boolean readItem(ItemReader reader) throws IOException {
        items++;
        String place = "item " + items;
        try {
            StateDict item = reader.next();
            if (item == null) {
                return false;
            }
            checkVersion(item);
            StateMessages read = reader.messages();
            add(item, read == null ? new StateMessages(to) : read, read != null, place);
        } catch (SkippedEntryException e) {
            to.skip(e, place);
        }
        return true;
    }

    private void checkVersion(StateDict item) throws IOException {
        String version = version(item);
        if (version.equals(originOf) && !origin.isEmpty()) {
            return;
        }
        long format = version.indexOf('.') < 0 && !version.isEmpty() ? Long.parseLong(version) : 0;
        if (format > FlowStateWriter.NEWEST) {
            String message = from.name() + " has format " + format + " of mitmproxy, newer than "
                    + FlowStateWriter.NEWEST + ", the newest that is read: export the flows as HAR with mitmproxy";
            if (items == 1) {
                throw new RefusedFileException(message);
            }
            throw new DamagedFileException(message + "; the " + (items - 1) + " items before are imported");
        }
        originOf = version;
        origin = "mitmproxy flow file, " + (format > 0 ? "format " : "version ")
                + (version.isEmpty() ? "unknown" : version);
        to.setOrigin(origin);
    }

    /** Returns an integer, or two numbers with a point of a version before 3.0; empty if there is none. */
    private static String version(StateDict item) throws TnetstringException {
        TnetCursor version = item.get("version");
        if (version == null) {
            return "";
        }
        long number = StateDict.integer(version, -1);
        return number >= 0 ? Long.toString(number) : String.join(".", item.list("version"));
    }

    private void add(StateDict item, StateMessages messages, boolean read, String place)
            throws IOException, SkippedEntryException {
        String type = item.text("type");
        if (type == null) {
            type = item.has("request") ? "http" : item.has("messages") ? "tcp" : "";
        }
        switch (type) {
            case "http" -> addHttp(item, messages, read, place);
            case "tcp", "udp" -> {
                if (!read) {
                    MessageStates.readAll(item.get("messages"), messages);
                }
                streams.add(item, type, messages, origin, place);
            }
            case "websocket" -> addOldSocket(item, messages, read, place);
            default ->
                throw new SkippedEntryException(
                        Loss.KIND_UNSUPPORTED,
                        type.isEmpty() ? "no kind of flow is named" : "a flow of kind " + printable(type));
        }
    }

    private static String printable(String type) {
        String shown = type.length() > 20 ? type.substring(0, 20) : type;
        return shown.replaceAll("[^a-zA-Z0-9_.-]", "?");
    }

    private void addHttp(StateDict item, StateMessages messages, boolean read, String place)
            throws IOException, SkippedEntryException {
        StateDict socket = item.dict("websocket");
        WebSocket upgraded = null;
        if (item.dict("request") == null) {
            throw new SkippedEntryException(Loss.NO_REQUEST, "a flow without a request");
        }
        long id = messages.flow();
        if (socket != null) {
            if (!read) {
                MessageStates.readAll(socket.get("messages"), messages);
            }
            messages.writeTo(id);
            upgraded = HttpStates.webSocket(socket, messages, StenoFacts.of(item));
        }
        HttpFlow flow = https.flow(item, id, origin, place, upgraded);
        to.add(flow);
        StateDict metadata = upgraded == null ? item.dict("metadata") : null;
        String name = item.text("id");
        if (metadata != null && name != null && metadata.bool("websocket")) {
            sockets.remember(name, flow);
        }
    }

    /** A WebSocket of the formats 7 to 11; without its handshake, it becomes a flow of its own. */
    private void addOldSocket(StateDict item, StateMessages messages, boolean read, String place)
            throws IOException, SkippedEntryException {
        if (!read) {
            messages.keepAll();
            MessageStates.readAll(item.get("messages"), messages);
        }
        StateDict metadata = item.dict("metadata");
        String handshake = metadata == null ? null : metadata.text("websocket_handshake");
        if (handshake != null && sockets.take(handshake, item, messages, place)) {
            return;
        }
        long id = messages.flow();
        messages.writeTo(id);
        messages.countLosses(place);
        to.losses().count(Loss.DETAILS, place + ": the handshake of a WebSocket is not in the file");
        to.add(https.withoutHandshake(
                item, id, origin, place, HttpStates.webSocket(item, messages, StenoFacts.of(item))));
    }
}
