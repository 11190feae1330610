package dev.steno.interop.charles;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.steno.flow.Endpoint;
import dev.steno.flow.FlowError;
import dev.steno.flow.FlowState;
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

/** Sessions of Charles, which httptoolkit#513 waits for. */
class CharlesImporterTest {
    private static final String HEAD =
            "'status':'COMPLETE','method':'POST','protocolVersion':'HTTP/1.1','scheme':'https','host':'a.example',"
                    + "'actualPort':443,'path':'/x','query':'q=1','tunnel':false,'webSocket':false,'remoteAddress':'a.example/192.0.2.1',"
                    + "'clientAddress':'/127.0.0.1','clientPort':5000,'notes':'look','times':{'start':'2026-01-02T10:04:05.250+07:00',"
                    + "'requestBegin':'2026-01-02T10:04:05.260+07:00','requestComplete':'2026-01-02T10:04:05.261+07:00',"
                    + "'responseBegin':'2026-01-02T10:04:05.321+07:00','end':'2026-01-02T10:04:05.370+07:00'},'durations':{'total':120},"
                    + "'ssl':{'protocol':'TLSv1.3','cipherSuite':'TLS_AES_128_GCM_SHA256'},'alpn':{'protocol':'http/1.1'}";
    private static final String GZIP =
            "'header':{'firstLine':'HTTP/1.1 404 Not Found','headers':[{'name':'Content-Encoding','value':'gzip'}]}";
    private static final String GZIPPED = "H4sIAAAAAAACA8tIzcnJBwCGphA2BQAAAA==";

    @TempDir
    private Path folder;

    private ImportedSession imported(byte[] bytes) throws IOException {
        Path file = Files.createTempFile(folder, "a", ".charles");
        Files.write(file, bytes);
        return ImportedSession.of(file, folder);
    }

    private ImportedSession imported(String json) throws IOException {
        return imported(json(json));
    }

    private static byte[] json(String text) {
        return text.replace('\'', '"').getBytes(StandardCharsets.UTF_8);
    }

    private static String transaction(String request, String response) {
        return "{" + HEAD + ",'request':{" + request + "},'response':{" + response + "}}";
    }

    @Test
    void aTransactionIsAFlow() throws IOException {
        String request =
                "'sizes':{'body':7},'header':{'headers':[{'name':'Content-Type','value':'application/json'}]},'body':{'text':'{\\u0022a\\u0022:1}','charset':'UTF-8'}";
        String response = "'status':404,'contentEncoding':'gzip','sizes':{'body':25}," + GZIP
                + ",'body':{'text':'hello','decoded':true}";
        try (ImportedSession session = imported("[" + transaction(request, response) + "]")) {
            HttpFlow flow = session.http(0);
            assertThat(flow.request().url()).isEqualTo("https://a.example/x?q=1");
            assertThat(session.bytes(flow.request().body())).asString().isEqualTo("{\"a\":1}");
            assertThat(flow.response().status()).isEqualTo(404);
            assertThat(flow.response().reason()).isEqualTo("Not Found");
            assertThat(session.bytes(flow.response().body())).asString().isEqualTo("hello");
            assertThat(ImportMarks.isResponseDecoded(flow.notes())).isTrue();
            assertThat(flow.duration()).isEqualTo(120_000_000);
            assertThat(flow.request().started() - flow.started()).isEqualTo(10_000_000);
            assertThat(flow.response().started() - flow.started()).isEqualTo(71_000_000);
            assertThat(flow.server().ip()).isEqualTo(new Endpoint("192.0.2.1", 443));
            assertThat(flow.server().tls().version()).isEqualTo("TLSv1.3");
            assertThat(flow.server().tls().alpn()).isEqualTo("http/1.1");
            assertThat(flow.client().address()).isEqualTo(new Endpoint("127.0.0.1", 5000));
            assertThat(flow.notes().comment()).isEqualTo("look");
            assertThat(session.result.format().label()).isEqualTo("charles");
        }
    }

    @Test
    void failuresTunnelsAndHostsOfReusedConnectionsAreWhatTheyWere() throws IOException {
        String failed =
                "{'status':'FAILED','method':'GET','protocolVersion':'HTTP/1.1','scheme':'http','host':'down.example','path':null,"
                        + "'errorMessage':'Failed to connect to remote host','request':{},'response':null}";
        String tunnel =
                "{'status':'COMPLETE','method':'CONNECT','protocolVersion':'HTTP/1.1','scheme':'https','host':'t.example',"
                        + "'actualPort':8443,'tunnel':true,'request':{},'response':{'status':200}}";
        String reused =
                "{'status':'COMPLETE','method':'GET','protocolVersion':'HTTP/2.0','scheme':'https','host':'other.example',"
                        + "'actualPort':443,'path':'/','request':{'header':{'headers':[{'name':':authority','value':'named.example'}]}},"
                        + "'response':{'status':200,'sizes':{'body':9}}}";
        try (ImportedSession session = imported(
                "[" + failed + "," + tunnel + ",{'method':'GET','scheme':'file','host':'x'}," + reused + "]")) {
            assertThat(session.http(0).state()).isEqualTo(FlowState.FAILED);
            assertThat(session.http(0).error().step()).isEqualTo(FlowError.Step.CONNECT);
            assertThat(session.http(0).server()).isNull();
            assertThat(session.http(1).request().url()).isEqualTo("t.example:8443");
            assertThat(session.http(2).request().url()).isEqualTo("https://named.example/");
            assertThat(session.http(2).request().version()).isEqualTo("HTTP/2.0");
            assertThat(session.http(2).response().body().trueSize()).isEqualTo(9);
            assertThat(session.result.losses().times(Loss.NOT_HTTP)).isEqualTo(1);
        }
    }

    @Test
    void aZipFileOfTransactionsHasItsBodiesBesideThem() throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (ZipOutputStream zip = new ZipOutputStream(out)) {
            for (String number : new String[] {"10", "2"}) {
                zip.putNextEntry(new ZipEntry(number + "-meta.json"));
                zip.write(json(transaction("", "'status':200," + GZIP).replace("/x", "/" + number)));
                zip.putNextEntry(new ZipEntry(number + "-req.json"));
                zip.write(json("{}"));
                zip.putNextEntry(new ZipEntry(number.equals("2") ? "2-res.txt" : "10-res-enc.dat"));
                zip.write(
                        number.equals("2")
                                ? json("hello")
                                : java.util.Base64.getDecoder().decode(GZIPPED));
            }
            zip.putNextEntry(new ZipEntry("11-meta.json"));
            zip.write(json("{'status':"));
        }
        try (ImportedSession session = imported(out.toByteArray())) {
            assertThat(session.flows()).hasSize(2);
            assertThat(session.http(0).request().path()).startsWith("/2?");
            assertThat(session.bytes(session.http(0).response().body()))
                    .asString()
                    .isEqualTo("hello");
            assertThat(ImportMarks.isResponseDecoded(session.http(0).notes())).isTrue();
            assertThat(session.http(1).response().body().size()).isEqualTo(25);
            assertThat(ImportMarks.isResponseDecoded(session.http(1).notes())).isFalse();
            assertThat(session.bytes(session.http(1).request().body()))
                    .asString()
                    .isEqualTo("{}");
            assertThat(session.result.losses().times(Loss.DAMAGED)).isEqualTo(1);
        }
    }

    @Test
    void aCutListGivesTheTransactionsBeforeTheCut() throws IOException {
        String one = transaction("", "'status':200");
        try (ImportedSession session = imported("[" + one + ",{'method':**}," + one + "," + one.substring(0, 300))) {
            assertThat(session.flows()).hasSize(2);
            assertThat(session.result.damage()).contains("in entry 4, at byte ");
            assertThat(session.result.losses().times(Loss.DAMAGED)).isEqualTo(1);
        }
    }

    @Test
    void transactionsMayStandInARowWithoutAList() throws IOException {
        String one = transaction("", "'status':200");
        try (ImportedSession session = imported("[" + one + "]" + one + "\n" + one + " 7")) {
            assertThat(session.flows()).hasSize(3);
            assertThat(session.result.losses().times(Loss.NO_REQUEST)).isEqualTo(1);
        }
    }

    @Test
    void theOtherFormsOfCharlesAreRefusedWithWhatToDo() {
        assertThatThrownBy(() -> imported(new byte[] {(byte) 0xAC, (byte) 0xED, 0, 5, 's', 'r'}))
                .isInstanceOf(RefusedFileException.class)
                .hasMessageContaining("charles convert");
        assertThatThrownBy(() -> imported("<?xml version='1.0'?><charles-session></charles-session>"))
                .isInstanceOf(RefusedFileException.class)
                .hasMessageContaining("charles convert FILE.chlsx");
    }
}
