package dev.steno.script.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.steno.option.Options;
import dev.steno.script.source.ScriptCompiler;
import dev.steno.script.source.ScriptException;
import dev.steno.testing.http1.AnsweringOrigin;
import dev.steno.testing.http1.RawClient;
import dev.steno.testing.proxy.RunningProxy;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** Files of scripts that change while exchanges pass. {@code -Dsteno.reloads} is how often one changes, 60 by default. */
class ScriptReloadTest extends ScriptInProxy {
    private static final int RELOADS = Integer.getInteger("steno.reloads", 60);

    private static String answering(String text) {
        return "void request(Flow f) { f.answer(200, \"" + text + "\"); }\n";
    }

    @Test
    void aSavedFileIsLoadedAgain() throws Exception {
        run(answering("one"));
        assertThat(ask("/").text()).isEqualTo("one");

        write("test.java", answering("two"));

        await().until(() -> ask("/").text().equals("two"));
        assertThat(script.version()).isEqualTo(2);
    }

    @Test
    void aChangeOfAnotherFileOfTheFolderIsSeen() throws Exception {
        write("Words.java", "class Words { static String word() { return \"one\"; } }");
        run("void request(Flow f) { f.answer(200, Words.word()); }");
        assertThat(ask("/").text()).isEqualTo("one");

        write("Words.java", "class Words { static String word() { return \"two\"; } }");

        await().until(() -> ask("/").text().equals("two"));
    }

    @Test
    void onlyTheScriptsThatUseAChangedFileAreLoadedAgain() throws Exception {
        write("Words.java", "class Words { static String word() { return \"one\"; } }");
        Path other = write("other.java", "void load() { new Words(); }\n");
        run("void request(Flow f) { f.answer(200, Words.word()); }");
        ScriptAddon second = ScriptAddon.of(
                other,
                new ScriptPorts(
                        () -> proxy.options,
                        () -> commands,
                        () -> proxy.server().localClients(),
                        ScriptPorts.Query.NONE));
        closing(RunningProxy.startWith(home, new Options(), second));

        write("other.java", "void load() { new Words(); }\nvoid request(Flow f) {}\n");
        await().until(() -> second.version() == 2);
        write("Words.java", "class Words { static String word() { return \"two\"; } }");

        await().until(() -> ask("/").text().equals("two"));
        assertThat(script.version()).isEqualTo(2);
        await().until(() -> second.version() == 3);
    }

    @Test
    void aFileThatAnErroneousScriptLacksMendsIt() throws Exception {
        run(answering("one"));
        write("test.java", "void request(Flow f) { f.answer(200, Words.word()); }");
        await().until(() -> script.problem().contains("Words"));

        write("Words.java", "class Words { static String word() { return \"two\"; } }");

        await().until(() -> ask("/").text().equals("two"));
    }

    @Test
    void aSyntaxErrorKeepsTheOldVersion() throws Exception {
        run(answering("one"));

        write("test.java", "void request(Flow f) {\r\n    f.answer(200, \"two\")\r\n}\r\n");

        await().until(() -> logged.stream().anyMatch(line -> line.contains("version 1 keeps running")));
        assertThat(logged).anyMatch(line -> line.contains("test.java:2: ';' expected"));
        assertThat(script.problem()).isEqualTo("test.java:2: ';' expected");
        assertThat(ask("/").text()).isEqualTo("one");
        write("test.java", answering("three"));
        await().until(() -> ask("/").text().equals("three"));
        assertThat(script.problem()).isEmpty();
    }

    @Test
    void aVersionWhoseLoadFailsKeepsTheOldOne() throws Exception {
        run(answering("one"));
        write("test.java", "void load() { throw new IllegalStateException(\"no key\"); }\n" + answering("two"));

        assertThatThrownBy(() -> script.reload())
                .isInstanceOf(ScriptException.class)
                .hasMessageContaining("IllegalStateException: no key");

        assertThat(ask("/").text()).isEqualTo("one");
    }

    @Test
    void aDeletedFileKeepsItsVersionUntilTheFileIsBack() throws Exception {
        run(answering("one"));

        Files.delete(folder.resolve("test.java"));

        await().until(() ->
                logged.stream().anyMatch(line -> line.contains("was deleted: its version 1 keeps running")));
        assertThat(ask("/").text()).isEqualTo("one");
        write("test.java", answering("two"));
        await().until(() -> ask("/").text().equals("two"));
    }

    @Test
    void anExchangeEndsWithTheVersionThatItBeganWithAndDoneFollows() throws Exception {
        CountDownLatch came = new CountDownLatch(1);
        CountDownLatch goOn = new CountDownLatch(1);
        origin.close();
        origin = closing(AnsweringOrigin.plain((request, body, out) -> {
            came.countDown();
            goOn.await();
            AnsweringOrigin.ok(out, "text/plain", new byte[] {'x'});
        }));
        String source = """
                void requestheaders(Flow f) { f.local().put("seen", "N"); }
                void response(Flow f) { f.response().text(f.local().get("seen") + " N " + state.get("done")); }
                void done() { state.put("done", "N"); log.info("done N"); }
                """;
        run(source.replace("N", "1"));
        try (RawClient old = RawClient.to(proxy.port())) {
            old.send(request("/"));
            assertThat(came.await(1, TimeUnit.MINUTES)).isTrue();

            write("test.java", source.replace("N", "2"));
            script.reload();
            assertThat(script.oldVersions()).isEqualTo(1);
            assertThat(logged).doesNotContain("test.java: done 1");
            goOn.countDown();

            assertThat(old.response().text()).isEqualTo("1 1 null");
        }
        await().until(() -> script.oldVersions() == 0);
        assertThat(ask("/").text()).isEqualTo("2 2 1");
    }

    /**
     * The last hook of a failed exchange waits for a thread, while the exchange ends and another version is loaded. The threads
     * are taken by exchanges that wait for a latch.
     */
    @Test
    void aHookThatRunsAfterItsFlowEndedIsOfTheVersionThatTheFlowBeganWith() throws Exception {
        origin.close();
        origin = closing(AnsweringOrigin.plain((request, body, out) -> {
            if (request.start().contains("/wait")) {
                AnsweringOrigin.ok(out, "text/plain", new byte[] {'x'});
            } else {
                throw new IOException("closed without a response");
            }
        }));
        String source = """
                void load() { state.putIfAbsent("latch", new java.util.concurrent.CountDownLatch(1)); }
                @Inline void requestheaders(Flow f) {
                    f.local().put("version", "N");
                    if (f.request().path().equals("/go")) {
                        ((java.util.concurrent.CountDownLatch) state.get("latch")).countDown();
                        f.answer(200, "N");
                    }
                }
                void responseheaders(Flow f) throws Exception {
                    if (f.request().path().equals("/wait")) {
                        ((java.util.concurrent.CountDownLatch) state.get("latch")).await();
                    }
                }
                void error(Flow f) { log.info("error " + f.local().get("version") + " N"); }
                void done() { log.info("done N"); }
                """;
        run(source.replace("N", "1"));
        List<RawClient> waiting = new ArrayList<>();
        for (int i = 0; i < ScriptThreads.THREADS; i++) {
            waiting.add(closing(RawClient.to(proxy.port())));
            waiting.get(i).send(request("/wait"));
        }
        await().until(() -> script.calls() >= 2L * ScriptThreads.THREADS);
        assertThat(ask("/fails").status()).isEqualTo(502);
        await().until(() -> proxy.flows().stream().anyMatch(flow -> flow.error() != null)); // it has ended

        write("test.java", source.replace("N", "2"));
        script.reload();
        assertThat(ask("/go").text()).isEqualTo("2");

        await().until(() -> logged.stream().anyMatch(line -> line.startsWith("test.java: error")));
        assertThat(logged).contains("test.java: error 1 1");
        for (RawClient client : waiting) {
            assertThat(client.response().text()).isEqualTo("x");
        }
        await().until(() -> logged.contains("test.java: done 1"));
        assertThat(logged.indexOf("test.java: done 1")).isGreaterThan(logged.indexOf("test.java: error 1 1"));
    }

    @Test
    void stateSurvivesAReloadUnlessItsClassIsOfTheScript() throws Exception {
        run("record Own(int n) {}\nvoid load() { state.put(\"n\", 1); state.put(\"own\", new Own(2)); }\n");

        write("test.java", "void request(Flow f) { f.answer(200, state.get(\"n\") + \" \" + state.get(\"own\")); }");
        script.reload();

        assertThat(ask("/").text()).isEqualTo("1 null");
        assertThat(logged).anyMatch(line -> line.contains("the state own is lost with the reload"));
    }

    @Test
    void anOptionThatTheNewVersionLacksIsGone() throws Exception {
        run(
                "void load() { options.define(\"token\", \"a\", \"A token.\"); }\nvoid request(Flow f) { f.answer(200, options.text(\"token\")); }");
        assertThat(ask("/").text()).isEqualTo("a");
        proxy.options.changeWhileRunning(Map.of("script-option", "token=b"));
        assertThat(ask("/").text()).isEqualTo("b");

        write("test.java", "void request(Flow f) { f.answer(200, options.text(\"token\")); }");
        script.reload();

        assertThat(ask("/").text()).isEqualTo("from the origin");
        assertThat(script.problem()).contains("there is no option token").contains("test.java:1");
    }

    @Test
    void aChangedOptionIsTold() throws Exception {
        run("void configure() { state.merge(\"n\", 1, (a, b) -> (int) a + (int) b); }\n"
                + "void request(Flow f) { f.answer(200, \"\" + state.get(\"n\")); }");

        proxy.options.changeWhileRunning(Map.of("script-option", "token=b"));

        await().until(() -> ask("/").text().equals("2"));
    }

    @Test
    void commandsAreThoseOfTheNewVersion() throws Exception {
        String source =
                "@Command(name = \"test.NAME\", help = \"A test.\") public String told() { return \"NAME\"; }\n";
        run(source.replace("NAME", "one"));
        assertThat(commands.call("test.one", List.of()).text()).isEqualTo("one");

        write("test.java", source.replace("NAME", "two"));
        script.reload();

        assertThat(commands.find("test.one")).isEmpty();
        assertThat(commands.call("test.two", List.of()).text()).isEqualTo("two");
        write("test.java", source.replace("test.NAME", "test.two").replace("NAME", "three"));
        script.reload();
        assertThat(commands.call("test.two", List.of()).text()).isEqualTo("three");
    }

    @Test
    void scheduledTasksEndWithTheirVersion() throws Exception {
        run(
                "void load() { schedule.every(Duration.ofMillis(1), () -> state.merge(\"n\", 1, (a, b) -> (int) a + (int) b)); }\n"
                        + "void request(Flow f) { f.answer(200, \"\" + state.getOrDefault(\"n\", 0)); }");
        await().until(() -> Integer.parseInt(ask("/").text()) > 3);

        write("test.java", "void request(Flow f) { f.answer(200, \"\" + state.remove(\"n\")); }");
        script.reload();

        ask("/");
        ask("/"); // a task that ran during the reload has ended by now
        assertThat(ask("/").text()).isEqualTo("null");
    }

    @Test
    void aStoppedScriptSeesNothingUntilItIsLoadedAgain() throws Exception {
        run(answering("one"));
        assertThat(script.stopRunning()).isTrue();
        assertThat(ask("/").text()).isEqualTo("from the origin");

        script.reload();

        assertThat(ask("/").text()).isEqualTo("one");
    }

    @Test
    void manyReloadsLoseNoExchangeAndNoMemory() throws Exception {
        String source = """
                void load() {
                    ((List<Object>) state.computeIfAbsent("loaders", key -> Collections.synchronizedList(new ArrayList<>())))
                            .add(new java.lang.ref.WeakReference<>(getClass().getClassLoader()));
                }
                void request(Flow f) {
                    if (f.request().path().equals("/loaders")) {
                        System.gc();
                        f.answer(200, "" + ((List<?>) state.get("loaders")).stream()
                                .filter(each -> ((java.lang.ref.WeakReference<?>) each).get() != null).count());
                    } else {
                        f.local().put("n", "N");
                    }
                }
                void response(Flow f) {
                    if (!f.request().path().equals("/loaders")) { f.response().text(f.local().get("n") + "-N"); }
                }
                """;
        // many classes, so that versions that stay would be seen in the metaspace
        for (int i = 0; i < 60; i++) {
            source += "record Filler" + i + "(int a, String b, List<String> c) {}\n";
        }
        run(source.replace("N", "0"));
        long size = ScriptCompiler.compile(folder.resolve("test.java")).classes().values().stream()
                .mapToLong(bytes -> bytes.length)
                .sum();
        long before = 0;
        AtomicBoolean over = new AtomicBoolean();
        AtomicInteger asked = new AtomicInteger();
        List<CompletableFuture<Void>> clients = new ArrayList<>();
        for (int i = 0; i < 4; i++) {
            clients.add(CompletableFuture.runAsync(() -> load(over, asked)));
        }

        for (int i = 1; i <= RELOADS; i++) {
            write("test.java", source.replace("N", "" + i));
            script.reload();
            if (i == RELOADS / 4) {
                System.gc();
                before = metaspace();
            }
        }
        over.set(true);
        CompletableFuture.allOf(clients.toArray(CompletableFuture[]::new)).get(3, TimeUnit.MINUTES);

        assertThat(asked.get()).isGreaterThan(RELOADS);
        assertThat(script.failures()).isZero();
        await().until(() -> script.oldVersions() == 0);
        await().untilAsserted(() ->
                assertThat(Integer.parseInt(ask("/loaders").text())).isLessThanOrEqualTo(3));
        // the classes of a version take at least the size of their files: a quarter of those of the later versions is
        // none
        long most = before + (RELOADS - RELOADS / 4) * size / 4;
        await().untilAsserted(() -> {
            System.gc();
            assertThat(metaspace()).isLessThan(most);
        });
    }

    private static long metaspace() {
        return ManagementFactory.getMemoryPoolMXBeans().stream()
                .filter(pool -> pool.getName().equals("Metaspace"))
                .mapToLong(pool -> pool.getUsage().getUsed())
                .sum();
    }

    /** Each response is of the version that saw the request. */
    private void load(AtomicBoolean over, AtomicInteger asked) {
        while (!over.get()) {
            try {
                String[] versions = ask("/").text().split("-");
                assertThat(versions).hasSize(2);
                assertThat(versions[0]).isEqualTo(versions[1]);
                asked.incrementAndGet();
            } catch (IOException e) {
                throw new AssertionError("an exchange was lost", e);
            }
        }
    }
}
