package dev.steno.sqlite;

import dev.steno.addon.Admission;
import dev.steno.addon.FlowEvent;
import dev.steno.flow.Body;
import dev.steno.flow.FlowState;
import dev.steno.flow.HttpFlow;
import dev.steno.flow.Sequences;
import dev.steno.session.Flows;
import dev.steno.session.Session;
import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Random;

/** Records in a process of its own, which tests may kill. */
public final class Recorder {
    /** A flow whose number this divides stays open. */
    static final int STAYS_OPEN = 7;

    /** A flow whose number this divides has a stored body of several pieces. */
    static final int HAS_BODY = 5;

    private Recorder() {}

    /** A session; then {@code hold} to record nothing until the input ends, or {@code forever}. */
    public static void main(String[] arguments) throws Exception {
        Session session = new Session(new Admission(4 << 20));
        Sequences sequences = new Sequences();
        session.start(SqliteSessionStore.open(Path.of(arguments[0]), "test"), sequences);
        System.out.println("recording");
        if (arguments[1].equals("hold")) {
            while (System.in.read() >= 0) {
                // until the test closes it
            }
            session.close();
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

    /** The body of a flow, different for each. */
    static byte[] bodyOf(long id) {
        byte[] bytes = new byte[20_000 + (int) (id % 1000)];
        new Random(id).nextBytes(bytes);
        return bytes;
    }

    /** A recorder in a new process, recording. */
    static Process start(Path session, String mode) throws IOException {
        Process process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Xmx64m",
                        "-XX:+UseSerialGC",
                        "-XX:TieredStopAtLevel=1",
                        "-cp",
                        classPath(),
                        Recorder.class.getName(),
                        session.toString(),
                        mode)
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
