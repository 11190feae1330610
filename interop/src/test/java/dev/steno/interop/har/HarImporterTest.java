package dev.steno.interop.har;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.steno.flow.Endpoint;
import dev.steno.flow.FlowError;
import dev.steno.flow.FlowState;
import dev.steno.flow.Headers;
import dev.steno.flow.HttpFlow;
import dev.steno.flow.ImportMarks;
import dev.steno.flow.TcpFlow;
import dev.steno.flow.Times;
import dev.steno.interop.ImportedSession;
import dev.steno.interop.JsonTree;
import dev.steno.interop.intake.RefusedFileException;
import dev.steno.interop.loss.Loss;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Entries of HTTP archives as flows. */
class HarImporterTest {
    private static final long BEGAN =
            Instant.parse("2026-01-02T03:04:05.250Z").getEpochSecond() * 1_000_000_000L + 250_000_000L;

    @TempDir
    private Path folder;

    private ImportedSession imported(String... entries) throws IOException {
        return Hars.imported(folder, Hars.log("x", entries));
    }

    @Test
    void anEntryOfChromeIsAFlow() throws IOException {
        String entry =
                "{'_connectionId':'77','_initiator':{'type':'script','stack':{'parent':{}}},'_priority':'High','cache':{},"
                        + "'connection':'443','pageref':'p1','request':{'method':'GET','url':'https://u:p@a.example:8443/x?q=1#frag',"
                        + "'httpVersion':'http/2.0+quic/46','headers':[{'name':':method','value':'GET'}],'queryString':[],'cookies':[]},"
                        + "'response':{'status':200,'statusText':'','httpVersion':'h3','headers':[{'name':'X','value':'1'}],'cookies':[],"
                        + "'content':{'size':2,'mimeType':'text/plain','text':'ok'},'redirectURL':'','_transferSize':12},"
                        + "'serverIPAddress':'[2606:4700::1]'," + Hars.STARTED + ",'time':31.5,"
                        + "'timings':{'blocked':1,'dns':2,'connect':10,'ssl':5,'send':0.5,'wait':10,'receive':8,'_blocked_queueing':0.3}}";
        String log = Hars.log("WebInspector", entry)
                .replace("\"entries\"", "\"pages\":[{\"id\":\"p1\",\"title\":\"A page\"}],\"entries\"");
        try (ImportedSession session = Hars.imported(folder, log)) {
            HttpFlow flow = session.http(0);

            assertThat(flow.request().url()).isEqualTo("https://a.example:8443/x?q=1");
            assertThat(flow.request().version()).isEqualTo("HTTP/3");
            assertThat(flow.response().reason()).isEmpty();
            assertThat(flow.started()).isEqualTo(BEGAN);
            assertThat(flow.duration()).isEqualTo(31_500_000);
            assertThat(flow.request().ended()).isEqualTo(BEGAN + 13_500_000);
            assertThat(flow.response().started()).isEqualTo(BEGAN + 23_500_000);
            assertThat(flow.response().ended()).isEqualTo(BEGAN + 31_500_000);
            assertThat(flow.client().address()).isEqualTo(new Endpoint("", 0));
            assertThat(flow.server().address()).isEqualTo(new Endpoint("a.example", 8443));
            assertThat(flow.server().ip()).isEqualTo(new Endpoint("2606:4700::1", 8443));
            assertThat(flow.server().connection()).isPositive();
            Map<String, String> metadata = flow.notes().metadata();
            assertThat(metadata)
                    .containsEntry(ImportMarks.FROM, "HAR, WebInspector 1")
                    .containsEntry(ImportMarks.PLACE, "entry 1")
                    .containsEntry("import.userinfo", "u:p");
            Object extra = JsonTree.parse(metadata.get(ImportMarks.EXTRA).getBytes(StandardCharsets.UTF_8));
            assertThat(JsonTree.at(extra, "_initiator.type")).isEqualTo("script");
            assertThat(JsonTree.at(extra, "page.title")).isEqualTo("A page");
            assertThat(JsonTree.at(extra, "timings.connect")).isEqualTo(10L);
            assertThat(JsonTree.at(extra, "response._transferSize")).isEqualTo(12L);
        }
    }

    /** mitmproxy#3627, #6578, #7377; har-export-trigger#17, #31, #43; sitespeed.io#4295. */
    @Test
    void timesAndSizesThatAreNoneAreUnset() throws IOException {
        try (ImportedSession session = imported(
                "{" + Hars.GET + ",'startedDateTime':null,'time':null,'timings':null,'response':null}",
                "{" + Hars.GET + ",'startedDateTime':'NaN-NaN-NaNTNaN:NaN:NaN.NaN+NaN:NaN','time':'NaN'}",
                "{" + Hars.GET
                        + ",'startedDateTime':'2026-02-30T00:00:00Z','time':-1000,'timings':{'send':-1000,'wait':null}}",
                "{" + Hars.GET
                        + ",'startedDateTime':1767323045250,'time':'12.5','timings':{'send':'1','wait':'2','receive':9.3e12}}",
                "{" + Hars.GET + ",'startedDateTime':'2026-01-02 10:04:05,25+07','response':{'status':'200.0'}}",
                "{" + Hars.GET + ",'startedDateTime':'2026-01-02T03:04:05.25'}")) {
            for (int i = 0; i < 3; i++) {
                assertThat(session.http(i).started()).isEqualTo(Times.UNSET);
                assertThat(session.http(i).duration()).isEqualTo(Times.UNSET);
                assertThat(session.http(i).request().ended()).isEqualTo(Times.UNSET);
            }
            assertThat(session.http(3).started()).isEqualTo(BEGAN);
            assertThat(session.http(3).duration()).isEqualTo(12_500_000);
            assertThat(session.http(3).request().ended()).isEqualTo(BEGAN + 1_000_000);
            assertThat(session.http(4).started()).isEqualTo(BEGAN);
            assertThat(session.http(4).response().status()).isEqualTo(200);
            assertThat(session.http(5).started()).isEqualTo(BEGAN);
            assertThat(session.http(5).notes().metadata()).containsEntry("import.time", "zone-assumed");
            assertThat(session.result.losses().times(Loss.TIME_MISSING)).isEqualTo(3);
        }
    }

    /** httptoolkit#709 and #880. */
    @Test
    void versionsAreKnownByAllTheirNames() throws IOException {
        String[][] versions = {
            {"h3", "HTTP/3"},
            {"http/2.0", "HTTP/2.0"},
            {"h2", "HTTP/2.0"},
            {"HTTP/1.0", "HTTP/1.0"},
            {"h3-29", "HTTP/3"},
            {"spdy/3.1", "HTTP/2.0"},
            {"quic/43", "HTTP/3"},
            {"", "HTTP/1.1"},
            {"HTTP/\\u0001\\u0002x", "HTTP/1.1"},
            {"unknown", "HTTP/1.1"}
        };
        String[] entries = new String[versions.length];
        for (int i = 0; i < versions.length; i++) {
            entries[i] = Hars.content("").replace("'httpVersion':'HTTP/1.1'", "'httpVersion':'" + versions[i][0] + "'");
        }
        try (ImportedSession session = imported(entries)) {
            for (int i = 0; i < versions.length; i++) {
                assertThat(session.http(i).request().version())
                        .as(versions[i][0])
                        .isEqualTo(versions[i][1]);
            }
            assertThat(session.http(7).notes().metadata()).containsEntry("import.version", "guessed");
            assertThat(session.http(0).notes().metadata()).doesNotContainKey("import.version");
        }
    }

    @Test
    void headersAreReadInEveryFormAndJoinedRepeatsAreSplit() throws IOException {
        String headers = "'headers':[{'name':'Set-Cookie','value':'a=1\\nb=2'},['X-Pair','p'],{'name':'N','value':7},"
                + "{'name':'Null','value':null},{'name':'','value':'empty'},{'value':'no name'},{'name':'I','value':'a\\r\\nX: y'},"
                + "{'name':'W','value':'\u20ac'},{'name':'L','value':'\u00fc'},'junk']";
        String map = "'headers':{'A':'1','B':['2','3']}";
        try (ImportedSession session = imported(
                Hars.content("").replace("'headers':[],'content'", headers + ",'content'"),
                Hars.content("").replace("'headers':[],'content'", map + ",'content'"))) {
            assertThat(session.http(0).response().headers())
                    .isEqualTo(Headers.of(
                            "Set-Cookie",
                            "a=1",
                            "Set-Cookie",
                            "b=2",
                            "X-Pair",
                            "p",
                            "N",
                            "7",
                            "Null",
                            "",
                            "",
                            "empty",
                            "",
                            "no name",
                            "I",
                            "a",
                            "I",
                            "X: y",
                            "W",
                            "\u00e2\u0082\u00ac",
                            "L",
                            "\u00fc"));
            assertThat(session.http(0).notes().metadata()).containsEntry("import.headers", "utf-8");
            assertThat(session.http(1).response().headers()).isEqualTo(Headers.of("A", "1", "B", "2", "B", "3"));
            assertThat(session.result.losses().times(Loss.HEADERS_SPLIT)).isEqualTo(1);
        }
    }

    /** browsermob-proxy#64. */
    @Test
    void anEntryWithoutAResponseFailedForTheReasonThatTheFileGives() throws IOException {
        try (ImportedSession session = imported(
                Hars.content("").replace("'status':200", "'status':-999"),
                Hars.entry("'_error':'net::ERR_NAME_NOT_RESOLVED'").replace("'status':200", "'status':0"),
                "{" + Hars.STARTED + "," + Hars.GET + ",'_error':'SSL_ERROR'}",
                "{" + Hars.STARTED + "," + Hars.GET
                        + ",'time':-1,'response':{'status':-1,'_failureText':'net::ERR_CONNECTION_REFUSED'}}",
                Hars.entry("'_error':'net::ERR_ABORTED'"))) {
            assertThat(session.http(0).error().message()).isEqualTo("the file has no response");
            assertThat(session.http(1).error().step()).isEqualTo(FlowError.Step.RESOLVE);
            assertThat(session.http(1).server()).isNull();
            assertThat(session.http(2).error().step()).isEqualTo(FlowError.Step.SERVER_TLS);
            assertThat(session.http(3).error().step()).isEqualTo(FlowError.Step.CONNECT);
            for (int i = 0; i < 4; i++) {
                assertThat(session.http(i).state()).isEqualTo(FlowState.FAILED);
                assertThat(session.http(i).response()).isNull();
            }
            assertThat(session.http(4).state()).isEqualTo(FlowState.COMPLETE);
            assertThat(session.http(4).notes().metadata().get(ImportMarks.EXTRA))
                    .contains("ERR_ABORTED");
        }
    }

    /** zaproxy#8500: silence is never an answer. */
    @Test
    void whatIsNoHttpIsLeftOutAndCounted() throws IOException {
        try (ImportedSession session = imported(
                "{'request':{'method':'GET','url':'data:text/plain,x'}}",
                "{'request':{'method':'GET','url':'/relative'}}",
                "{'request':{'method':'GET','url':'http://a.example:99999/'}}",
                "{'request':{'method':'GET','url':'${proto}://a/'}}",
                "{'response':{'status':200}}",
                "null",
                "{" + Hars.GET + "}")) {
            assertThat(session.flows()).hasSize(1);
            assertThat(session.http(0).notes().metadata()).containsEntry(ImportMarks.PLACE, "entry 7");
            assertThat(session.result.losses().times(Loss.NOT_HTTP)).isEqualTo(1);
            assertThat(session.result.losses().times(Loss.BAD_URL)).isEqualTo(3);
            assertThat(session.result.losses().times(Loss.NO_REQUEST)).isEqualTo(2);
        }
    }

    @Test
    void theNotesOfFiddlerOnATunnelAreNoBodies() throws IOException {
        String tunnel = "{" + Hars.STARTED
                + ",'request':{'method':'CONNECT','url':'http://a.example:443','headers':[],'postData':"
                + "{'text':'A SSLv3-compatible ClientHello'}},'response':{'status':200,'headers':[{'name':'EndTime','value':'1'},"
                + "{'name':'Via','value':'x'}],'content':{'text':'This is a CONNECT tunnel'}}}";
        try (ImportedSession session = imported(tunnel)) {
            HttpFlow flow = session.http(0);
            assertThat(flow.request().url()).isEqualTo("a.example:443");
            assertThat(flow.request().body().size()).isZero();
            assertThat(flow.response().body().size()).isZero();
            assertThat(flow.response().headers()).isEqualTo(Headers.of("Via", "x"));
        }
    }

    @Test
    void failedHandshakesOfHttpToolkitAreFlows() throws IOException {
        String log = Hars.log("HTTP Toolkit", Hars.content(""))
                .replace(
                        "\"entries\"",
                        Hars.json("'_tlsErrors':[{" + Hars.STARTED
                                + ",'time':3,'hostname':'b.example','cause':'no-shared-cipher',"
                                + "'clientIPAddress':'127.0.0.1','clientPort':5}],'entries'"));
        try (ImportedSession session = Hars.imported(folder, log)) {
            TcpFlow flow = (TcpFlow) session.flows().get(0);
            assertThat(flow.target()).isEqualTo(new Endpoint("b.example", 443));
            assertThat(flow.error().step()).isEqualTo(FlowError.Step.CLIENT_TLS);
            assertThat(flow.error().message()).contains("no-shared-cipher");
            assertThat(flow.client().address()).isEqualTo(new Endpoint("127.0.0.1", 5));
        }
    }

    @Test
    void fieldsWithoutAPlaceBeyondTheLimitAreCounted() throws IOException {
        String large = "{" + Hars.STARTED + "," + Hars.GET + ",'_small':1,'_large':'" + "x".repeat(20_000) + "'}";
        try (ImportedSession session = imported(large)) {
            assertThat(session.http(0).notes().metadata()).containsEntry(ImportMarks.EXTRA, "{\"_small\":1}");
            assertThat(session.result.losses().times(Loss.DETAILS)).isEqualTo(1);
        }
    }

    @Test
    void whatStandsBesideTheEntriesMayComeInAnyOrderAndForm() throws IOException {
        String entry = "{" + Hars.GET + "}";
        for (String file : new String[] {
            "{'log':{'entries':[" + entry + "],'creator':{'name':'late','version':'2'},'pages':[]}}",
            "{'entries':[" + entry + "]}",
            "[" + entry + "]",
            entry,
            "[{'log':{'entries':[" + entry + "]}}]",
            "onInputData({'log':{'entries':[" + entry + "]}});"
        }) {
            try (ImportedSession session = Hars.imported(folder, Hars.json(file))) {
                assertThat(session.flows()).as(file).hasSize(1);
                assertThat(session.result.losses().times(Loss.NO_REQUEST))
                        .as(file)
                        .isZero();
            }
        }
        try (ImportedSession two = Hars.imported(folder, Hars.log("a", entry) + "\n" + Hars.log("b", entry))) {
            assertThat(two.flows()).hasSize(2);
            assertThat(two.http(1).notes().metadata()).containsEntry(ImportMarks.FROM, "HAR, b 1");
        }
    }

    @Test
    void jsonWithoutEntriesIsRefused() {
        assertThatThrownBy(() -> Hars.imported(folder, "{\"log\":{}}"))
                .isInstanceOf(RefusedFileException.class)
                .hasMessageContaining("without the entries of an HTTP archive");
        assertThatThrownBy(() -> Hars.imported(folder, "{\"log\":{\"version\":\"1.2\" xxx}}"))
                .isInstanceOf(RefusedFileException.class)
                .hasMessageContaining("byte 24");
        assertThatThrownBy(() -> Hars.imported(folder, "{\"info\":{\"name\":\"a collection\"},\"item\":[]}"))
                .isInstanceOf(RefusedFileException.class)
                .hasMessageContaining("export it as HAR");
    }
}
