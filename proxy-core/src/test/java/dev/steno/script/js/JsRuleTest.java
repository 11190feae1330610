package dev.steno.script.js;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.steno.addon.Addon;
import dev.steno.playbook.Playbook;
import dev.steno.script.run.HookedAddon;
import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Rules of one line in JavaScript, and what their code cannot do. */
class JsRuleTest {
    private static Playbook play(List<HookedAddon> rules) throws IOException {
        return Playbook.of(rules.toArray(Addon[]::new));
    }

    @Test
    void aRuleChangesFieldsTextAndStatus() throws IOException {
        try (Playbook play = play(JsRule.addons(List.of(
                "request: r.headers['X-A'] = 'y'; delete r.headers.Cookie; r.text = r.text.toUpperCase()",
                "response: if (request.path === '/cart') { r.status = 201; r.headers['x-n'] = 1 + 1 }")))) {
            play.exchange("POST http://shop.test/cart\nCookie: a\n\nhello", "200 OK\n\nfine")
                    .serverReceived("X-A: y")
                    .serverReceived("HELLO")
                    .serverDidNotReceive("Cookie")
                    .clientReceived(201)
                    .clientReceived("x-n: 2")
                    .withoutFailures();
        }
    }

    @Test
    void aRuleAnswersKillsAndNotes() throws IOException {
        try (Playbook play = play(JsRule.addons(List.of(
                "requestheaders: if (r.host == 'ads.test') f.answer(404, 'no', 'X-By', 'js'); else if (r.path == '/k') f.kill()",
                "request: f.comment('seen'); f.metadata('k', 'v'); r.url = r.url.replace('shop', 'new')")))) {
            play.exchange("GET http://ads.test/", "200 OK").clientReceived(404).clientReceived("X-By: js");
            play.exchange("GET http://shop.test/k", "200 OK").clientReceivedNothing();
            var played = play.exchange("GET http://shop.test/", "200 OK").serverReceived("Host: new.test");
            assertThat(played.flow().notes().comment()).isEqualTo("seen");
            assertThat(played.flow().notes().metadata()).containsEntry("k", "v").containsEntry("rules", "js-2");
        }
    }

    /** Each line of code fails, changes nothing, and the exchange continues. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "java.lang.System.exit(1)",
                "Packages.java.lang.System.exit(1)",
                "new JavaImporter()",
                "r.getClass().forName('java.lang.System')",
                "f.value",
                "while (true) {}",
                "try { while (true) {} } catch (e) {} finally { }",
                "/(a+)+$/.test('aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaab')",
                "var s = 'x'; for (;;) s += s",
                "'x'.repeat(1e9)",
                "Array(1e9).fill(1)",
                "new ArrayBuffer(2e9)",
                "(function a() { a() })()",
                "r.nothing = 1",
                "Object.prototype.x = 1",
                "'use strict'; Array.prototype.map = null",
                "throw new Error('no')"
            })
    void codeHasNoWayOutAndABudget(String code) throws IOException {
        List<HookedAddon> rules =
                JsRule.addons(List.of("request: r.headers['X-Before'] = '1'; var a = " + asValue(code)));
        try (Playbook play = play(rules)) {
            play.exchange("GET http://shop.test/", "200 OK").clientReceived(200);

            boolean nothing = code.equals("f.value"); // undefined, as any property that is not there
            assertThat(rules.get(0).failures()).isEqualTo(nothing ? 0 : 1);
        }
    }

    private static String asValue(String code) {
        return "0; " + code;
    }

    /** A failure is told without the name of an exception of Java. */
    @ParameterizedTest
    @CsvSource({
        "r.nothing = 1, 'request: request.nothing does not exist: there are headers'",
        "r.url = 'no url at all', request: ",
        "f.answer(200; 'x'; 'only a name'), request: the headers of an answer are names and values in turn",
        "nothing.x, 'request: ReferenceError: \"nothing\" is not defined.'",
        "while (true) {}, request: it has used up its 10000000 instructions"
    })
    void aFailureIsSaidInPlainWords(String code, String said) throws IOException {
        List<HookedAddon> rules = JsRule.addons(List.of("request: " + code.replace(';', ',')));
        try (Playbook play = play(rules)) {
            play.exchange("GET http://shop.test/", "200 OK").clientReceived(200);

            assertThat(rules.get(0).problem()).startsWith(said).doesNotContain("Exception", "java.");
        }
    }

    @Test
    void nothingIsLeftForTheNextCall() throws IOException {
        try (Playbook play = play(JsRule.addons(
                List.of("request: var was = typeof left; left = 1; this.other = 2; r.headers['X-Was'] = was")))) {
            play.exchange("GET http://shop.test/", "200 OK").serverReceived("X-Was: undefined");
            play.exchange("GET http://shop.test/", "200 OK").serverReceived("X-Was: undefined");
        }
    }

    @ParameterizedTest
    @CsvSource({
        "r.headers.x = 1, --js is HOOK: CODE with one of the hooks",
        "tcp: 1, --js is HOOK: CODE with one of the hooks",
        "request: r.headers[, column",
        "'request:', has no code: write some behind the colon",
        "'error:  ', has no code: write some behind the colon",
        "'', --js is HOOK: CODE with one of the hooks"
    })
    void whatIsNoRuleIsRefusedWithAReason(String rule, String reason) {
        assertThatThrownBy(() -> JsRule.addons(List.of(rule)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining(reason);
    }
}
