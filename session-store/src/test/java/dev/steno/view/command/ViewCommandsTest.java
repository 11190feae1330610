package dev.steno.view.command;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.steno.addon.FlowEvent;
import dev.steno.addon.bus.RecordBudget;
import dev.steno.command.CommandException;
import dev.steno.command.CommandLine;
import dev.steno.command.Commands;
import dev.steno.edit.EditOp;
import dev.steno.flow.Body;
import dev.steno.flow.Direction;
import dev.steno.flow.Flow;
import dev.steno.flow.FlowState;
import dev.steno.flow.HttpFlow;
import dev.steno.flow.Message;
import dev.steno.flow.Sequences;
import dev.steno.option.ValueTypes;
import dev.steno.session.Flows;
import dev.steno.session.Session;
import dev.steno.session.SessionCommands;
import dev.steno.sqlite.SqliteSessionReader;
import dev.steno.sqlite.SqliteSessionStore;
import dev.steno.store.SessionReader;
import dev.steno.view.FlowSpec;
import dev.steno.view.Views;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Calls the commands as a prompt does: a line of text, answered with text. */
@Timeout(600)
class ViewCommandsTest {
    @TempDir
    Path folder;

    private Path file;
    private Session session;
    private Views views;
    private Commands commands;

    @BeforeEach
    void start() throws Exception {
        file = folder.resolve("work.steno");
        begin();
    }

    private void begin() throws Exception {
        session = new Session(new RecordBudget(8 << 20));
        session.start(SqliteSessionStore.open(file, "test"), new Sequences());
        views = Views.of(session);
        commands = new Commands(ViewTypes.over(ValueTypes.STANDARD));
        commands.register(new SessionCommands(() -> session));
        ViewCommands.register(commands, () -> views, () -> session, SqliteSessionReader::open);
        views.main().settled().get();
    }

    @AfterEach
    void end() throws Exception {
        views.close();
        session.close();
    }

    @Test
    void theFocusGoesForthAndBackAndToAnyPlace() throws Exception {
        assertThat(call("view.focus")).isEmpty();
        assertThat(call("view.focus.next")).isEmpty();
        record(5);
        assertThat(call("view.focus")).isEqualTo("1");
        assertThat(call("view.focus.next")).isEqualTo("2");
        assertThat(call("view.focus.prev")).isEqualTo("1");
        assertThat(call("view.focus.prev")).isEqualTo("1");
        assertThat(call("view.focus.go 3")).isEqualTo("4");
        assertThat(call("view.focus.go -2")).isEqualTo("4");
        assertThat(call("view.focus.go 100")).isEqualTo("5");
        assertThat(call("view.focus.next")).isEqualTo("5");
        assertThatThrownBy(() -> call("view.focus.go here"))
                .isInstanceOf(CommandException.class)
                .hasMessageContaining("usage: view.focus.go place");
    }

    @Test
    void everyOrderThatIsOfferedCanBeSet() throws Exception {
        record(4);
        assertThat(call("view.order")).isEqualTo("time");
        String orders = call("view.order.options");
        assertThat(orders.lines())
                .containsExactly("time", "method", "host", "url", "status", "type", "size", "duration");
        for (String order : orders.split("\n")) {
            call("view.order.set " + order);
            assertThat(call("view.order")).isEqualTo(order);
            assertThat(call("view.flows.resolve @shown")).isEqualTo("1\n2\n3\n4");
            assertThat(commands.complete("view.order.set " + order.substring(0, 2))
                            .candidates())
                    .contains(order);
        }
        call("view.order.set time");
        call("view.order.reverse true");
        assertThat(call("view.focus.go 0")).isEqualTo("4");
        call("view.order.reverse false");
        assertThat(call("view.focus.go 0")).isEqualTo("1");
        assertThatThrownBy(() -> call("view.order.set colour"))
                .isInstanceOf(CommandException.class)
                .hasMessageContaining("\"colour\" is not one of the choices");
    }

    @Test
    void aFilterSaysWhatIsShown() throws Exception {
        record(12);
        call("view.filter.set '~u items/1'");
        assertThat(call("view.properties.length")).isEqualTo("4");
        assertThat(call("view.properties.inbounds 3")).isEqualTo("true");
        assertThat(call("view.properties.inbounds 4")).isEqualTo("false");
        assertThat(call("view.properties.inbounds -1")).isEqualTo("false");
        call("view.filter.set ''");
        assertThat(call("view.properties.length")).isEqualTo("12");
        assertThatThrownBy(() -> call("view.filter.set '~u'"))
                .isInstanceOf(CommandException.class)
                .hasMessageContaining("is not a filter (character 3 of the filter: expected");
    }

    /** As a filter, the number would select all flows in whose URL it occurs. */
    @Test
    void aNumberWithoutAnAtSignIsNoSelection() throws Exception {
        record(6);
        for (String number : List.of("2", "2,3", " 2, 3")) {
            assertThatThrownBy(() -> call("flow.mark '" + number + "' red"))
                    .isInstanceOf(CommandException.class)
                    .hasMessageContaining("is ambiguous; accepted: @" + number.trim() + " for numbers of flows, or ~u");
        }
    }

    @Test
    void flowsAreMeantByNameByNumberAndByFilter() throws Exception {
        record(6);
        assertThat(call("flow.mark @2,4,99")).isEqualTo("2");
        call("view.filter.set '~u items/[345]'");
        assertThat(call("view.flows.resolve @all")).isEqualTo("1\n2\n3\n4\n5\n6");
        assertThat(call("view.flows.resolve @shown")).isEqualTo("3\n4\n5");
        assertThat(call("view.flows.resolve @hidden")).isEqualTo("1\n2\n6");
        assertThat(call("view.flows.resolve @focus")).isEqualTo("3");
        assertThat(call("view.flows.resolve @marked")).isEqualTo("2\n4");
        assertThat(call("view.flows.resolve @unmarked")).isEqualTo("1\n3\n5\n6");
        assertThat(call("view.flows.resolve @6,1,77")).isEqualTo("1\n6");
        assertThat(call("view.flows.resolve '~u items/6 | ~marked'")).isEqualTo("2\n4\n6");
        for (String wrong : new String[] {"@none", "@", "@1;2", "''", "'~u'"}) {
            assertThatThrownBy(() -> call("view.flows.resolve " + wrong))
                    .isInstanceOf(CommandException.class)
                    .hasMessageContaining("@all, @focus, @shown");
        }
        assertThat(commands.complete("view.flows.resolve @ma").candidates()).containsExactly("@marked");
    }

    @Test
    void marksAndCommentsAreDurable() throws Exception {
        record(3);
        session.accept(new FlowEvent.Opened(Flows.open(4)));
        assertThat(call("flow.mark @1,4 red")).isEqualTo("2");
        assertThat(call("flow.comment @1 'look here'")).isEqualTo("1");
        assertThat(call("flow.mark.toggle @1,2")).isEqualTo("2");
        end();
        begin();
        assertThat(flow(1).notes().mark()).isEmpty();
        assertThat(flow(1).notes().comment()).isEqualTo("look here");
        assertThat(flow(2).notes().mark()).isEqualTo("*");
        assertThat(flow(4).notes().mark()).isEqualTo("red");
        call("flow.comment @1");
        assertThat(flow(1).notes().comment()).isEmpty();
    }

    @Test
    void editedFlowsAreListedAndReverted() throws Exception {
        record(3);
        FlowEditor editor = new FlowEditor(session, SqliteSessionReader::open, views.worker());
        editor.editMessage(views.main(), 2, List.of(new EditOp.Method("PUT")), "ann")
                .get();
        assertThat(call("view.flows.resolve 'method = PUT'")).isEqualTo("2");
        assertThat(call("flow.history @all")).matches("flow 2, edit 1: [0-9T:.-]+Z, ann: request method");
        assertThat(call("flow.revert @1,2")).isEqualTo("2");
        assertThat(call("view.flows.resolve 'method = PUT'")).isEmpty();
        assertThat(call("flow.revert @2 1")).isEqualTo("1");
        assertThat(call("view.flows.resolve 'method = PUT'")).isEqualTo("2");
        assertThat(call("flow.history @2").lines()).hasSize(3);
        assertThatThrownBy(() -> call("flow.revert @2 7")).hasMessageContaining("flow 2 has no revision 7");
    }

    @Test
    void onlyMarkedFlowsAreShownWhereAskedFor() throws Exception {
        record(4);
        call("flow.mark @3");
        assertThat(call("view.properties.marked")).isEqualTo("false");
        assertThat(call("view.properties.marked.toggle")).isEqualTo("true");
        assertThat(call("view.properties.marked")).isEqualTo("true");
        assertThat(call("view.flows.resolve @shown")).isEqualTo("3");
        call("flow.mark @1,3 ''");
        assertThat(call("view.properties.length")).isEqualTo("0");
        call("flow.mark @2");
        assertThat(call("view.flows.resolve @shown")).isEqualTo("2");
        assertThat(call("view.properties.marked.toggle")).isEqualTo("false");
        assertThat(call("view.properties.length")).isEqualTo("4");
    }

    @Test
    void whatIsRemovedIsGoneFromTheViewAndTheFile() throws Exception {
        record(6);
        session.accept(new FlowEvent.Opened(Flows.open(7)));
        call("flow.mark @2,3");
        assertThat(call("view.flows.remove @3,7")).isEqualTo("2");
        session.accept(new FlowEvent.Closed(Flows.complete(7))); // the exchange of the removed flow continued
        assertThat(call("view.flows.resolve @all")).isEqualTo("1\n2\n4\n5\n6");
        assertThat(call("view.clear_unmarked")).isEqualTo("4");
        assertThat(call("view.flows.resolve @all")).isEqualTo("2");
        assertThat(call("view.properties.length")).isEqualTo("1");
        assertThat(call("view.clear")).isEqualTo("1");
        assertThat(call("view.properties.length")).isEqualTo("0");
        assertThat(call("session.info")).contains("flows: 0", "waiting: 0");
        end();
        begin();
        assertThat(call("view.properties.length")).isEqualTo("0");
    }

    @Test
    void removingManyFlowsDoesNotFillTheByteBudget() throws Exception {
        RecordBudget recordBudget = new RecordBudget(300_000); // less than all flows together need
        Session small = new Session(recordBudget);
        small.start(SqliteSessionStore.temporary("test"), new Sequences());
        try (Views own = Views.of(small)) {
            for (long id = 1; id <= 10_000; id++) {
                small.accept(new FlowEvent.Closed(Flows.complete(id)));
                if (id % 50 == 0) {
                    small.awaitDurable();
                }
            }
            FlowEditor editor = new FlowEditor(small, SqliteSessionReader::open, own.worker());
            assertThat(editor.remove(own.main(), FlowSpec.Named.ALL).get()).isEqualTo(10_000);
            assertThat(recordBudget.isOpen()).isTrue();
            assertThat(own.main().size().get()).isZero();
        } finally {
            assertThat(small.close().flows()).isZero();
        }
    }

    @Test
    void settingsBelongToOneViewAndDieWithTheirFlow() throws Exception {
        record(3);
        call("view.settings.setval @1,2 colour 'dark red'");
        assertThat(call("view.settings.getval @1 colour none")).isEqualTo("dark red");
        assertThat(call("view.settings.getval @3 colour none")).isEqualTo("none");
        call("view.settings.setval.toggle @1 open");
        assertThat(call("view.settings.getval @1 open false")).isEqualTo("true");
        call("view.settings.setval.toggle @1 open");
        assertThat(call("view.settings.getval @1 open -")).isEqualTo("false");
        call("view.order.set url"); // an order stores nothing among the settings
        call("view.flows.remove @1");
        assertThatThrownBy(() -> call("view.settings.getval @1 colour none"))
                .isInstanceOf(CommandException.class)
                .hasMessageContaining("needs exactly one flow; @1 selects 0");
        assertThat(views.main().setting(1, "colour", "gone").get()).isEqualTo("gone");
        assertThat(views.open().setting(2, "colour", "of another view").get()).isEqualTo("of another view");
    }

    @Test
    void aDuplicateHasItsOwnNumberAndItsOwnBody() throws Exception {
        byte[] large = new byte[600_000];
        Arrays.fill(large, (byte) 'x');
        store(1, 1, large);
        session.sequences().continueAfter(1, 1, 2);
        call("flow.mark @1 m");
        assertThat(call("view.flows.duplicate @1")).isEqualTo("2");
        assertThat(call("view.focus")).isEqualTo("2");
        call("view.flows.remove @1");
        HttpFlow copy = (HttpFlow) flow(2);
        assertThat(copy.revision()).isEqualTo(1);
        assertThat(copy.state()).isEqualTo(FlowState.COMPLETE);
        assertThat(copy.notes().mark()).isEqualTo("m");
        assertThat(copy.client().connection()).isEqualTo(3);
        try (SessionReader reader = session.reader()) {
            Body body = Objects.requireNonNull(copy.response()).body();
            assertThat(reader.body(body).readAllBytes()).isEqualTo(large);
        }
        assertThat(call("view.flows.duplicate @99")).isEmpty();
    }

    @Test
    void aSessionIsLoadedUnderNewNumbers() throws Exception {
        Path other = folder.resolve("other.steno");
        Session source = new Session(new RecordBudget(8 << 20));
        source.start(SqliteSessionStore.open(other, "test"), new Sequences());
        source.accept(new FlowEvent.Closed(Flows.complete(1)));
        source.accept(new FlowEvent.MessageSeen(new Message(2, 0, 1, Direction.CLIENT_TO_SERVER, new byte[] {1, 2})));
        source.accept(new FlowEvent.Closed(Flows.raw(2, FlowState.COMPLETE, 1)));
        source.accept(new FlowEvent.Opened(Flows.open(3)));
        source.close();
        record(2);
        session.sequences().continueAfter(2, 0, 4);
        assertThat(call("view.flows.load " + other)).isEqualTo("3");
        assertThat(call("view.flows.resolve @all")).isEqualTo("1\n2\n3\n4\n5");
        assertThat(((HttpFlow) flow(3)).request()).isEqualTo(Flows.complete(1).request());
        try (SessionReader reader = session.reader()) {
            assertThat(reader.messages(4, 0, 10))
                    .containsExactly(new Message(4, 0, 1, Direction.CLIENT_TO_SERVER, new byte[] {1, 2}));
        }
        assertThat(flow(5).state()).isEqualTo(FlowState.INTERRUPTED); // its exchange cannot continue in this session
        assertThatThrownBy(() -> call("view.flows.load " + file))
                .isInstanceOf(CommandException.class)
                .hasMessageContaining("is this session; use view.flows.duplicate to copy its flows");
        Path text = Files.writeString(folder.resolve("notes.txt"), "buy milk");
        assertThatThrownBy(() -> call("view.flows.load " + text))
                .isInstanceOf(CommandException.class)
                .hasMessageContaining("notes.txt");
    }

    @Test
    void aRequestIsMadeFromAMethodAndAUrl() throws Exception {
        String id = call("view.flows.create POST 'http://[::1]:8080?a=b'");
        HttpFlow made = (HttpFlow) flow(Long.parseLong(id));
        assertThat(made.request().method()).isEqualTo("POST");
        assertThat(made.request().host()).isEqualTo("::1");
        assertThat(made.request().path()).isEqualTo("/?a=b");
        assertThat(made.request().headers().get("host")).isEqualTo("[::1]:8080");
        assertThat(made.request().url()).isEqualTo("http://[::1]:8080/?a=b");
        assertThat(made.response()).isNull();
        assertThat(call("view.focus")).isEqualTo(id);
        for (String wrong : new String[] {
            "'GE T' http://a/",
            "GET a.test/",
            "GET ftp://a/",
            "GET 'http://a b/'",
            "GET http://a:70000/",
            "GET http://a/#b"
        }) {
            assertThatThrownBy(() -> call("view.flows.create " + wrong))
                    .isInstanceOf(CommandException.class)
                    .hasMessageContaining(
                            wrong.startsWith("'GE") ? "is not a method" : "is not an absolute http or https URL");
        }
        assertThat(call("view.properties.length")).isEqualTo("1");
    }

    private String call(String line) {
        CommandLine words = CommandLine.parse(line);
        return commands.call(words.name(), words.arguments()).text();
    }

    private void record(int flows) throws Exception {
        for (long id = 1; id <= flows; id++) {
            session.accept(new FlowEvent.Closed(Flows.complete(id)));
        }
        views.main().settled().get();
    }

    private void store(long id, long body, byte[] bytes) throws Exception {
        for (int piece = 0, from = 0; from < bytes.length; piece++, from += Body.Stored.CHUNK) {
            int to = Math.min(bytes.length, from + Body.Stored.CHUNK);
            session.accept(new FlowEvent.BodyChunk(body, piece, Arrays.copyOfRange(bytes, from, to)));
        }
        session.accept(
                new FlowEvent.Closed(Flows.complete(id, new Body.Stored(body, bytes.length, bytes.length, true))));
        views.main().settled().get();
    }

    private Flow flow(long id) throws Exception {
        try (SessionReader reader = session.reader()) {
            return session.newest(id, reader).orElseThrow();
        }
    }
}
