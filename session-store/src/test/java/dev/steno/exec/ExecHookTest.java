package dev.steno.exec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.steno.addon.Addon;
import dev.steno.playbook.Playbook;
import dev.steno.script.run.HookedAddon;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Programs in the shell's own language, which answer by the texts of lines. */
class ExecHookTest {
    @TempDir
    Path folder;

    private Addon addon;

    @BeforeEach
    void needAShell() {
        Assumptions.assumeTrue(Files.isExecutable(Path.of("/bin/sh")), "there is no /bin/sh");
    }

    /** @param cases of the shell, by the line; id is the number of the line */
    private Playbook play(String cases, Duration limit) throws IOException {
        Path program = Files.writeString(
                folder.resolve("program.sh"),
                "while read -r line; do\n  id=${line#*:}; id=${id%%,*}\n  case $line in\n" + cases
                        + "  *) echo \"{\\\"id\\\":$id}\" ;;\n  esac\ndone\n");
        addon = ExecHook.addons(new ExecOptions(List.of("sh " + program), limit))
                .get(0);
        return Playbook.of(addon);
    }

    private Playbook play(String cases) throws IOException {
        return play(cases, Duration.ofMinutes(1));
    }

    private static String says(String members) {
        return "echo \"{\\\"id\\\":$id," + members.replace("\"", "\\\"") + "}\" ;;\n";
    }

    @Test
    void aProgramChangesAnswersAndKills() throws IOException {
        try (Playbook play = play("  *'\"request\",'*/change*) "
                + says("\"request\":{\"headers\":[[\"Host\",\"shop.test\"],[\"X-A\",\"b\"]],\"text\":\"new\"}")
                + "  *'\"request\",'*/answer*) "
                + says("\"answer\":{\"status\":404,\"text\":\"no\",\"headers\":[[\"X-By\",\"sh\"]]}")
                + "  *'\"request\",'*/kill*) " + says("\"kill\":\"not today\"")
                + "  *'\"response\",'*/change*) " + says("\"response\":{\"status\":201},\"comment\":\"seen\""))) {
            assertThat(play.exchange("POST http://shop.test/change\nX-Old: 1\n\nold", "200 OK\n\nfine")
                            .serverReceived("X-A: b")
                            .serverReceived("new")
                            .serverDidNotReceive("X-Old")
                            .clientReceived(201)
                            .clientReceived("fine")
                            .flow()
                            .notes()
                            .comment())
                    .isEqualTo("seen");
            play.exchange("GET http://shop.test/answer", "200 OK")
                    .clientReceived(404)
                    .clientReceived("X-By: sh");
            play.exchange("GET http://shop.test/kill", "200 OK").clientReceivedNothing();
            play.exchange("GET http://shop.test/other", "200 OK").clientReceived(200);
            assertThat(((HookedAddon) addon).failures()).isZero();
        }
    }

    @Test
    void aProgramThatEndsIsStartedAgain() throws IOException {
        try (Playbook play = play("  *'\"request\",'*/end*) exit 3 ;;\n  *'\"request\",'*/answer*) "
                + says("\"answer\":{\"status\":204}"))) {
            play.exchange("GET http://shop.test/end", "200 OK").clientReceived(200);
            assertThat(((HookedAddon) addon).problem()).contains("has ended");

            await().until(() -> play.exchange("GET http://shop.test/answer", "200 OK")
                            .flow()
                            .response()
                            .status()
                    == 204);
        }
    }

    @Test
    void anExchangeContinuesWithoutAnAnswerInTime() throws IOException {
        try (Playbook play = play("  *'\"request\",'*/silent*) ;;\n", Duration.ofMillis(500))) {
            play.exchange("GET http://shop.test/silent", "200 OK").clientReceived(200);

            assertThat(((HookedAddon) addon).problem()).contains("has not answered within 500 ms");
        }
    }

    /** The program answers nothing more after a message to /hang, of which there is one. */
    @Test
    void aProgramThatHangsIsReplacedAndLaterMessagesDoNotWait() throws IOException {
        Path mark = folder.resolve("hung");
        try (Playbook play = play(
                "  *'\"request\",'*/hang*) if mkdir " + mark + "; then sleep 600; fi ;;\n  *'\"request\",'*/answer*) "
                        + says("\"answer\":{\"status\":204}"),
                Duration.ofSeconds(2))) {
            play.exchange("GET http://shop.test/hang", "200 OK").clientReceived(200);
            assertThat(((HookedAddon) addon).problem())
                    .isEqualTo("request: the program has not answered within 2000 ms");
            long failed = ((HookedAddon) addon).failures();

            for (int i = 0; i < 5; i++) {
                play.exchange("GET http://shop.test/answer", "200 OK").clientReceived(204);
            }

            assertThat(((HookedAddon) addon).failures()).isEqualTo(failed);
        }
    }

    /** Its pipe holds less than a body, so that a line cannot be written. */
    @Test
    void aProgramThatReadsNothingCostsAMessageNoMoreThanItsTime() throws IOException {
        addon = ExecHook.addons(new ExecOptions(List.of("sleep 600"), Duration.ofMillis(500)))
                .get(0);
        try (Playbook play = Playbook.of(addon)) {
            play.exchange("POST http://shop.test/\n\n" + "x".repeat(500_000), "200 OK")
                    .clientReceived(200);

            assertThat(((HookedAddon) addon).problem()).contains("has not answered within 500 ms");
        }
    }

    @Test
    void aMessageThatIsNotAnsweredEndsNoProgramThatAnswersOthers() throws Exception {
        CountDownLatch answered = new CountDownLatch(1);
        try (Playbook play = play(
                "  *'\"request\",'*/silent*) ;;\n  *'\"request\",'*/pid*) echo \"{\\\"id\\\":$id,\\\"comment\\\":\\\"$$\\\"}\" ;;\n",
                Duration.ofSeconds(3))) {
            String before = pid(play);
            Thread silent = new Thread(() -> {
                play.exchange("GET http://shop.test/silent", "200 OK").clientReceived(200);
                answered.countDown();
            });
            silent.start();
            String after = before;
            while (answered.getCount() > 0) {
                after = pid(play); // some of these lines follow the one that is not answered
            }
            silent.join();

            assertThat(after).isEqualTo(before);
            assertThat(pid(play)).isEqualTo(before);
        }
    }

    private static String pid(Playbook play) {
        return play.exchange("GET http://shop.test/pid", "200 OK")
                .flow()
                .notes()
                .comment();
    }

    @Test
    void anAnswerThatCannotBeAppliedIsSaidInPlainWords() throws IOException {
        try (Playbook play = play("  *'\"request\",'*/bad*) " + says("\"request\":{\"body\":\"%%\"}")
                + "  *'\"request\",'*/status*) " + says("\"answer\":{\"status\":\"abc\"}")
                + "  *'\"request\",'*/headers*) " + says("\"request\":{\"headers\":[1]}"))) {
            play.exchange("POST http://shop.test/bad\n\nx", "200 OK").clientReceived(200);
            assertThat(((HookedAddon) addon).problem())
                    .startsWith("request: the answer cannot be applied: ")
                    .doesNotContain("Exception");

            play.exchange("GET http://shop.test/status", "200 OK").clientReceived(200);
            assertThat(((HookedAddon) addon).problem()).endsWith("the status is a number, and not abc");

            play.exchange("GET http://shop.test/headers", "200 OK").clientReceived(200);
            assertThat(((HookedAddon) addon).problem())
                    .isEqualTo(
                            "request: the answer cannot be applied: headers are a list of [name, value], and one is 1");
        }
    }

    @Test
    void anEmptyCommandIsRefused() {
        assertThatThrownBy(() -> new ExecOptions(List.of("cat", " "), Duration.ofSeconds(1)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage(
                        "exec is empty: name the command of a program, such as 'python3 hook.py', or leave the option out");
    }

    @Test
    void whatIsNoAnswerIsSaid() throws IOException {
        try (Playbook play = play("  *'\"request\",'*/bad*) echo oops ;;\n")) {
            play.exchange("GET http://shop.test/bad", "200 OK").clientReceived(200);

            assertThat(((HookedAddon) addon).failures()).isGreaterThanOrEqualTo(1);
            assertThat(((HookedAddon) addon).failureKinds().toString()).contains("wrote what is no answer: ");
        }
    }

    @Test
    void aCommandMayBeAnyOfTheShell() throws IOException {
        Path program = Files.writeString(
                folder.resolve("answers.sh"),
                "while read -r line; do\n  id=${line#*:}; id=${id%%,*}\n  echo \"{\\\"id\\\":$id,\\\"comment\\\":\\\"$WHO\\\"}\"\ndone\n");
        for (String command : List.of(
                "cd " + program.getParent() + " && WHO=me sh answers.sh",
                "WHO=me sh " + program,
                "WHO=me; . " + program)) {
            addon = ExecHook.addons(new ExecOptions(List.of(command), Duration.ofMinutes(1)))
                    .get(0);
            try (Playbook play = Playbook.of(addon)) {
                assertThat(play.exchange("GET http://shop.test/", "200 OK")
                                .clientReceived(200)
                                .flow()
                                .notes()
                                .comment())
                        .as(command)
                        .isEqualTo("me");
            }
        }
    }

    @Test
    void aCommandThatDoesNotExistFailsOnlyItself() throws IOException {
        addon = ExecHook.addons(new ExecOptions(List.of("/no/such/program"), Duration.ofMinutes(1)))
                .get(0);
        try (Playbook play = Playbook.of(addon)) {
            play.exchange("GET http://shop.test/", "200 OK").clientReceived(200);
        }
    }
}
