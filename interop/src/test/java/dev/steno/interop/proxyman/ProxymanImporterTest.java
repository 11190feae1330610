package dev.steno.interop.proxyman;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.steno.flow.Endpoint;
import dev.steno.flow.FlowState;
import dev.steno.flow.Headers;
import dev.steno.flow.HttpFlow;
import dev.steno.flow.ImportMarks;
import dev.steno.interop.ImportedSession;
import dev.steno.interop.intake.RefusedFileException;
import dev.steno.interop.loss.Loss;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Logs of Proxyman. */
class ProxymanImporterTest {
    private static final String REQUEST =
            "'request':{'method':{'name':'POST'},'fullPath':'https://a.example/x?q=1','uri':'/x?q=1','scheme':'https',"
                    + "'host':'a.example','port':443,'version':{'major':1,'minor':1},'header':{'entries':["
                    + "{'key':{'name':'Host','nameInLowercase':'host'},'value':'a.example'},"
                    + "{'key':{'name':'Off'},'value':'1','isEnabled':false}]},'bodyData':'AAEC','compressedBodyDataCount':3}";
    private static final String RESPONSE =
            "'response':{'status':{'code':200,'phrase':'OK'},'version':{'major':1,'minor':1},'header':{'entries':["
                    + "{'key':{'name':'Content-Encoding'},'value':'gzip'}]},'bodyData':'aGVsbG8=','compressedBodyDataCount':25,'error':null}";
    private static final String REST =
            "'id':'7','timing':{'requestStartedAt':1690922937.726999,'requestEndedAt':1690922937.8166761,"
                    + "'responseStartedAt':1690922937.856351,'responseEndedAt':1690922937.8850331},'endAt':712615737.885032,'summary':"
                    + "{'clientIpAddress':'::1','clientPort':55916,'serverIpAddress':'192.0.2.1','serverPort':443},'extraInfo':{'tlsVersion':'TLSv1.3',"
                    + "'negotiatedCipherSuite':'TLS_AES_256_GCM_SHA384','aplnProtocol':'http/1.1'},'client':{'name':'node','pid':4,"
                    + "'iconWrapper':{'image':'iVBORw0KGgo='}},'style':{'color':'red','comment':'look'},'websocketMessageStorage':null";

    @TempDir
    private Path folder;

    private ImportedSession imported(String... namesAndTexts) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (ZipOutputStream zip = new ZipOutputStream(out)) {
            for (int i = 0; i < namesAndTexts.length; i += 2) {
                zip.putNextEntry(new ZipEntry(namesAndTexts[i]));
                zip.write(namesAndTexts[i + 1].replace('\'', '"').getBytes(StandardCharsets.UTF_8));
            }
        }
        Path file = Files.createTempFile(folder, "a", ".proxymanlogv2");
        Files.write(file, out.toByteArray());
        return ImportedSession.of(file, folder);
    }

    @Test
    void anEntryIsAFlowWithoutItsPicture() throws IOException {
        try (ImportedSession session = imported("request_7", "{" + REST + "," + REQUEST + "," + RESPONSE + "}")) {
            HttpFlow flow = session.http(0);
            assertThat(flow.request().url()).isEqualTo("https://a.example/x?q=1");
            assertThat(flow.request().headers()).isEqualTo(Headers.of("Host", "a.example"));
            assertThat(session.bytes(flow.request().body())).isEqualTo(new byte[] {0, 1, 2});
            assertThat(session.bytes(flow.response().body())).asString().isEqualTo("hello");
            assertThat(ImportMarks.isResponseDecoded(flow.notes())).isTrue();
            assertThat(flow.started()).isEqualTo(1690922937_726999000L);
            assertThat(flow.duration()).isEqualTo(158_034_000);
            assertThat(flow.client().address()).isEqualTo(new Endpoint("::1", 55916));
            assertThat(flow.server().ip()).isEqualTo(new Endpoint("192.0.2.1", 443));
            assertThat(flow.server().tls().cipher()).isEqualTo("TLS_AES_256_GCM_SHA384");
            assertThat(flow.notes().mark()).isEqualTo("red");
            assertThat(flow.notes().comment()).isEqualTo("look");
            assertThat(flow.notes().metadata().get(ImportMarks.EXTRA))
                    .contains("\"name\":\"node\"")
                    .doesNotContain("iVBORw0KGgo");
        }
    }

    @Test
    void entriesComeInTheOrderOfTheirNumbersAndADamagedOneCostsItself() throws IOException {
        String entry = "{" + REST + "," + REQUEST + ",'response':null}";
        try (ImportedSession session = imported(
                "request_10_9",
                entry.replace("/x", "/ten"),
                "request_9_1",
                entry.replace("/x", "/nine"),
                "request_11_2",
                "{'request':",
                "request_12_2",
                "",
                "other",
                "{}")) {
            assertThat(session.flows()).hasSize(2);
            assertThat(session.http(0).request().path()).isEqualTo("/nine?q=1");
            assertThat(session.http(0).state()).isEqualTo(FlowState.INTERRUPTED);
            assertThat(session.http(1).request().path()).isEqualTo("/ten?q=1");
            assertThat(session.result.losses().times(Loss.DAMAGED)).isEqualTo(1);
            assertThat(session.result.losses().times(Loss.NO_REQUEST)).isEqualTo(1);
        }
    }

    @Test
    void theBinaryLogOfTheFirstVersionIsRefusedWithWhatToDo() throws IOException {
        Path file = folder.resolve("a.proxymanlog");
        Files.writeString(file, "bplist00\u0001\u0002");
        assertThatThrownBy(() -> ImportedSession.of(file, folder))
                .isInstanceOf(RefusedFileException.class)
                .hasMessageContaining(".proxymanlogv2");
    }
}
