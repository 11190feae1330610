package dev.steno.sqlite;

import dev.steno.addon.FlowEvent;
import dev.steno.addon.bus.RecordBudget;
import dev.steno.flow.Body;
import dev.steno.flow.FlowState;
import dev.steno.flow.HttpFlow;
import dev.steno.flow.Sequences;
import dev.steno.session.Flows;
import dev.steno.session.OnStoreFailure;
import dev.steno.session.Session;
import dev.steno.store.Durability;
import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Random;
import java.util.concurrent.CountDownLatch;

/** Records in a separate process, which tests may kill. */
public final class RecordingProcess {
    /** Flows whose number is divisible by this stay open. */
    static final int STAYS_OPEN = 7;

    /** Flows whose number is divisible by this have a stored body of several chunks. */
    static final int HAS_BODY = 5;

    private RecordingProcess() {}

    /** Chunks of the one large body of {@code bulk}, each of the full size. */
    static final int BULK_PIECES = 400;

    /** Flows that {@code bulk} records after the body. */
    static final int BULK_FLOWS = 15_000;

    /**
     * @param arguments the session; then {@code hold} to record nothing until the input ends, {@code forever} to record
     *     until killed, or {@code bulk} to record several times the size of the heap; then the durability
     */
    public static void main(String[] arguments) throws Exception {
        RecordBudget recordBudget = new RecordBudget(4 << 20);
        Durability durability = Durability.valueOf(arguments[2]);
        Session session = new Session(recordBudget, durability, OnStoreFailure.STOP);
        Sequences sequences = new Sequences();
        session.start(SqliteSessionStore.open(Path.of(arguments[0]), "test", durability), sequences);
        System.out.println("recording");
        if (arguments[1].equals("hold")) {
            while (System.in.read() >= 0) {
                // until the test closes the input
            }
            session.close();
            return;
        }
        if (arguments[1].equals("bulk")) {
            bulk(session, recordBudget);
            System.out.println(session.close().flows());
            return;
        }
        while (true) {
            long id = sequences.nextFlow();
            record(session, id, sequences);
            if (id % 40 == 0) {
                session.durable().join();
                System.out.println(id);
            }
        }
    }

    private static void bulk(Session session, RecordBudget recordBudget) throws InterruptedException {
        for (int piece = 0; piece < BULK_PIECES; piece++) {
            session.accept(new FlowEvent.BodyChunk(1, piece, new byte[Body.Stored.CHUNK]));
            awaitRoom(recordBudget);
        }
        long size = (long) BULK_PIECES * Body.Stored.CHUNK;
        session.accept(new FlowEvent.Closed(Flows.complete(1, new Body.Stored(1, size, size, true))));
        for (long id = 2; id <= BULK_FLOWS; id++) {
            session.accept(new FlowEvent.Opened(Flows.open(id)));
            session.accept(new FlowEvent.Closed(Flows.complete(id, new Body.Inline(new byte[4000]))));
            awaitRoom(recordBudget);
        }
    }

    private static void awaitRoom(RecordBudget recordBudget) throws InterruptedException {
        CountDownLatch open = new CountDownLatch(1);
        recordBudget.whenOpen(open::countDown);
        open.await();
    }

    private static void record(Session session, long id, Sequences sequences) {
        HttpFlow open = Flows.open(id);
        session.accept(new FlowEvent.Opened(open));
        Body body = Body.NONE;
        if (id % HAS_BODY == 0) {
            long number = sequences.nextBody();
            byte[] bytes = bodyOf(id);
            int half = bytes.length / 2;
            session.accept(new FlowEvent.BodyChunk(number, 0, Arrays.copyOfRange(bytes, 0, half)));
            session.accept(new FlowEvent.Changed(
                    Flows.answered(open, FlowState.OPEN, new Body.Stored(number, half, half, false))));
            session.accept(new FlowEvent.BodyChunk(number, 1, Arrays.copyOfRange(bytes, half, bytes.length)));
            body = new Body.Stored(number, bytes.length, bytes.length, true);
        }
        if (id % STAYS_OPEN != 0) {
            HttpFlow answered = Flows.answered(open, FlowState.OPEN, Body.NONE);
            session.accept(new FlowEvent.Closed(Flows.answered(answered, FlowState.COMPLETE, body)));
        }
    }

    /** The body of a flow, different for each flow. */
    static byte[] bodyOf(long id) {
        byte[] bytes = new byte[20_000 + (int) (id % 1000)];
        new Random(id).nextBytes(bytes);
        return bytes;
    }

    /** Starts a process that records. Returns once it does. */
    public static Process start(Path session, String mode) throws IOException {
        return start(session, mode, Durability.PROCESS);
    }

    public static Process start(Path session, String mode, Durability durability) throws IOException {
        Process process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Xmx32m",
                        "-XX:+UseSerialGC",
                        "-XX:TieredStopAtLevel=1",
                        "-cp",
                        classPath(),
                        RecordingProcess.class.getName(),
                        session.toString(),
                        mode,
                        durability.name())
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        BufferedReader out = process.inputReader();
        String line = out.readLine();
        if (!"recording".equals(line)) {
            throw new IOException("the recorder said: " + line);
        }
        return process;
    }

    private static String classPath() {
        String given = System.getProperty("surefire.test.class.path");
        return given == null ? System.getProperty("java.class.path") : given.replace('\n', File.pathSeparatorChar);
    }
}
