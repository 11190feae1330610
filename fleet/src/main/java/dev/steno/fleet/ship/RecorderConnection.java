package dev.steno.fleet.ship;

import dev.steno.fleet.pack.Packer;
import dev.steno.fleet.server.ServerUrl;
import dev.steno.fleet.server.StoreFailure;
import dev.steno.sqlite.ship.ShipSpool;
import dev.steno.sqlite.ship.ShipTarget;
import dev.steno.store.SessionException;
import java.io.IOException;
import java.security.SecureRandom;
import java.util.Objects;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * The connection of one shipper to its store, under the recorder's number that this file has there. A shipper that connects
 * takes over first: no other shipper of this recorder writes after that, and a copy of the file becomes a recorder of its own. For the shipper's
 * thread.
 */
final class RecorderConnection {
    private final ServerUrl url;
    private final ShipSpool spool;
    private final Shipper.Sender sender;
    private final ShipListener listener;
    private final ShippedTexts texts;
    private final long epoch = new SecureRandom().nextLong() & Long.MAX_VALUE;
    private int silenceSeconds = SharedStore.FIRST_SILENCE_SECONDS;
    private @Nullable SharedStore store;
    private @Nullable ShipTarget target;
    private @Nullable String newSession;

    /** @param texts is told of each taking over */
    RecorderConnection(
            ServerUrl url, ShipSpool spool, Shipper.Sender sender, ShipListener listener, ShippedTexts texts) {
        this.url = url;
        this.spool = spool;
        this.sender = sender;
        this.listener = listener;
        this.texts = texts;
    }

    /** Returns what the file notes about the store; null before it was reached, if the file was never shipped there. */
    @Nullable
    ShipTarget known() throws SessionException {
        return target == null ? spool.targets().at(url.name()) : target;
    }

    /** Returns what the file notes about the store, once connected. */
    ShipTarget target() {
        return Objects.requireNonNull(target, "connected");
    }

    void advanced(ShipTarget to) {
        target = to;
    }

    void disconnect() {
        SharedStore open = store;
        store = null;
        if (open != null) {
            open.close();
        }
    }

    /** The store is gone without a word, or slow: the next attempt, which gives it longer, tells. */
    void wasSilent() {
        silenceSeconds = Math.min(2 * silenceSeconds, SharedStore.LAST_SILENCE_SECONDS);
    }

    /** Another shipper wrote as this recorder: finds out whether it still may. */
    void fenced(SharedStore open) throws IOException {
        begin(open);
    }

    SessionException takenOver() {
        return new SessionException(
                "another steno ships " + spool.file() + " to " + url + " and took over; one at a time is enough");
    }

    /** Connects if necessary, and makes sure that nobody else ships as this recorder. */
    SharedStore connected(Packer packer) throws IOException {
        SharedStore known = store;
        if (known != null) {
            return known;
        }
        SharedStore open = SharedStore.open(url, packer, silenceSeconds);
        try {
            begin(open);
            store = open;
            return open;
        } catch (IOException | RuntimeException e) {
            open.close();
            throw e;
        }
    }

    private void begin(SharedStore open) throws IOException {
        ShipTarget now = takeOver(open);
        target = now;
        open.writeAs(now.epoch());
        texts.begin(open, now);
    }

    private ShipTarget takeOver(SharedStore open) throws IOException {
        if (!spool.lock(open.identity())) {
            throw new StoreFailure(
                    StoreFailure.Kind.SETUP,
                    "another steno ships " + spool.file() + " to " + url + "; one at a time is enough");
        }
        ShipTarget known = spool.targets().target(open.identity());
        if (known == null) {
            return registered(open);
        }
        if (known.isRewritten()) {
            SharedStore.Progress earlier = open.progress(known.recorder());
            return earlier == null || earlier.isRemoved()
                    ? registered(open)
                    : registered(open, known.recorder(), NewNumber.REWRITTEN);
        }
        if (target != null && known.epoch() != epoch) {
            throw takenOver();
        }
        SharedStore.Progress there = open.progress(known.recorder());
        if (there != null && there.epoch() == known.epoch() && there.batch() < known.batch()) {
            known = spool.targets().sendAgain(known, there.part(), there.batch());
        }
        if (there == null || !isOurs(known, there)) {
            return registered(open, known.recorder(), why(there));
        }
        if (there.epoch() != epoch) {
            known = spool.targets().takingOver(known, there.epoch(), epoch);
            if (!open.takeOver(known.recorder(), there.epoch(), epoch)) {
                return registered(open, known.recorder(), why(open.progress(known.recorder())));
            }
            there = open.progress(known.recorder()); // a batch may have been committed meanwhile
            if (there == null || !isOurs(known, there)) {
                return registered(open, known.recorder(), why(there));
            }
            known = spool.targets().takingOver(known, epoch, epoch);
        }
        return spool.targets().tookOver(known, url.name(), there.part(), there.batch());
    }

    /** Whether what the store has came from this file, and not from a copy of it that went ahead. */
    private static boolean isOurs(ShipTarget known, SharedStore.Progress there) {
        return (there.epoch() == known.epoch() || there.epoch() == known.nextEpoch())
                && (there.part() == known.part() || there.part() == known.nextPart());
    }

    private static NewNumber why(SharedStore.@Nullable Progress there) {
        return there == null || there.isRemoved() ? NewNumber.REMOVED : NewNumber.COPIED;
    }

    private ShipTarget registered(SharedStore open, int before, NewNumber why) throws IOException {
        ShipTarget made = registered(open);
        listener.registeredAnew(made.recorder(), before, why);
        return made;
    }

    private ShipTarget registered(SharedStore open) throws IOException {
        String session = newSession;
        if (session == null) {
            session = UUID.randomUUID().toString();
            newSession = session; // the answer may be lost, and the same question is asked again
        }
        int recorder = open.register(session, sender.name(), sender.host(), sender.version(), epoch);
        ShipTarget made = spool.targets().register(open.identity(), url.name(), session, recorder, epoch);
        newSession = null;
        return made;
    }
}
