package dev.steno.web.api;

import static org.assertj.core.api.Assertions.assertThat;

import dev.steno.command.Arg;
import dev.steno.command.Command;
import dev.steno.command.Commands;
import dev.steno.option.ValueTypes;
import dev.steno.web.flows.SessionServer;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CommandsResourceTest {
    @TempDir
    Path home;

    @TempDir
    Path folder;

    private SessionServer server;

    /** Commands on files. */
    static final class FileCommands {
        @Command(name = "file.read", help = "Returns the text of a file.")
        String read(@Arg(help = "A text.") String before, @Arg(help = "The file.") Path file) throws IOException {
            return before + Files.readString(file);
        }

        @Command(name = "file.write", help = "Writes a file.")
        void write(@Arg(help = "The file.") Path file) throws IOException {
            Files.writeString(file, "written");
        }
    }

    /** Commands without files, of which one destroys. */
    static final class OtherCommands {
        @Command(name = "other.clear", destroys = true, help = "Removes all.")
        void clear() {}

        @Command(name = "other.show", help = "Shows a text.")
        String show(@Arg(help = "A text.") String text) {
            return text;
        }
    }

    @BeforeEach
    void start() throws Exception {
        Files.createDirectories(folder.resolve("shared/in"));
        Files.writeString(folder.resolve("shared/in/a.txt"), "inside");
        Files.writeString(folder.resolve("b.txt"), "outside");
        server = started(Optional.of(folder.resolve("shared")));
    }

    private SessionServer started(Optional<Path> files) throws IOException {
        Commands commands = new Commands(ValueTypes.STANDARD);
        commands.register(new FileCommands());
        commands.register(new OtherCommands());
        Path own = Files.createTempDirectory(home, "home");
        return new SessionServer(
                own, session -> new CommandsResource(commands, null, new PageFiles(files), null).routes());
    }

    @AfterEach
    void stop() throws Exception {
        server.close();
    }

    private HttpResponse<String> fromPage(String command, Object... arguments) throws Exception {
        return server.send("POST", "/commands/" + command, body(arguments), "Sec-Fetch-Site", "same-origin");
    }

    private static String body(Object... arguments) {
        StringBuilder list = new StringBuilder();
        for (Object each : arguments) {
            list.append(list.isEmpty() ? "" : ",").append('"').append(each).append('"');
        }
        return "{\"arguments\":[" + list + "]}";
    }

    @Test
    void theListTellsWhatDestroysAndWhichArgumentsAreFiles() throws Exception {
        String list = server.get("/commands");
        assertThat(command(list, "file.read")).contains("\"destroys\":false", "\"files\":[\"file\"]");
        assertThat(command(list, "other.clear")).contains("\"destroys\":true", "\"files\":[]");
        assertThat(command(list, "other.show")).contains("\"destroys\":false", "\"files\":[]");
    }

    /** Returns the part of the list that is about a command. */
    private static String command(String list, String name) {
        String rest = list.substring(list.indexOf("{\"name\":\"" + name + "\",\"help\":"));
        return rest.substring(0, rest.indexOf(']', rest.indexOf("\"files\":[")) + 1);
    }

    @Test
    void aPageNamesFilesWithinTheFolder() throws Exception {
        assertThat(fromPage("file.read", ">", "in/a.txt").body()).contains("\"value\":\">inside\"");
        assertThat(fromPage("file.read", ">", folder.resolve("shared/in/a.txt")).body())
                .contains("\"value\":\">inside\"");
        assertThat(fromPage("file.read", ">", "in/../in/a.txt").statusCode()).isEqualTo(200);
        assertThat(fromPage("file.write", "in/new.txt").statusCode()).isEqualTo(200);
        assertThat(folder.resolve("shared/in/new.txt")).hasContent("written");
    }

    @Test
    void aPageNamesNoFileElsewhere() throws Exception {
        Files.createSymbolicLink(folder.resolve("shared/link.txt"), folder.resolve("b.txt"));
        Files.createSymbolicLink(folder.resolve("shared/up"), folder);
        Files.createSymbolicLink(folder.resolve("shared/new.txt"), folder.resolve("none.txt"));
        for (Object file :
                new Object[] {folder.resolve("b.txt"), "../b.txt", "link.txt", "up/b.txt", "in/../../b.txt"}) {
            HttpResponse<String> answer = fromPage("file.read", ">", file);
            assertThat(answer.statusCode()).as(file.toString()).isEqualTo(403);
            assertThat(answer.body())
                    .contains("is not a file within", "--web-files")
                    .doesNotContain("outside");
        }
        for (Object file : new Object[] {folder.resolve("none.txt"), "../none.txt", "new.txt", "up/none.txt", "no/c"}) {
            assertThat(fromPage("file.write", file).statusCode())
                    .as(file.toString())
                    .isEqualTo(403);
        }
        assertThat(folder.resolve("none.txt")).doesNotExist();
    }

    @Test
    void withoutTheFolderAPageNamesNone() throws Exception {
        try (SessionServer without = started(Optional.empty())) {
            HttpResponse<String> answer = without.send(
                    "POST", "/commands/file.write", body(folder.resolve("none.txt")), "Sec-Fetch-Site", "same-origin");
            assertThat(answer.statusCode()).isEqualTo(403);
            assertThat(answer.body()).contains("file.write takes a file", "--web-files, which is not set");
            assertThat(folder.resolve("none.txt")).doesNotExist();
        }
    }

    @Test
    void aProgramNamesAnyFile() throws Exception {
        assertThat(server.send("POST", "/commands/file.read", body(">", folder.resolve("b.txt")))
                        .body())
                .contains("\"value\":\">outside\"");
    }

    @Test
    void aPageDoesNotLearnWhichFilesThereAre() throws Exception {
        String line = "/commands/complete?line=file.write%20" + folder + "/";
        assertThat(server.get(line)).contains("b.txt");
        assertThat(server.send("GET", line, "", "Sec-Fetch-Site", "same-origin").body())
                .contains("\"candidates\":[]");
        assertThat(server.send("GET", "/commands/complete?line=file.", "", "Sec-Fetch-Site", "same-origin")
                        .body())
                .contains("file.read", "file.write");
    }
}
