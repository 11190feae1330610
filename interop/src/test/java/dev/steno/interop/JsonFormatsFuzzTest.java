package dev.steno.interop;

import static org.assertj.core.api.Assertions.assertThat;

import dev.steno.interop.intake.ImportLimits;
import dev.steno.interop.intake.ImportOptions;
import dev.steno.interop.intake.ImportSource;
import dev.steno.interop.intake.RefusedFileException;
import dev.steno.store.Progress;
import dev.steno.testing.fuzz.Fuzz;
import dev.steno.testing.fuzz.Mutation;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Mutated files of the formats in JSON: each is imported, imported in part, or refused, and memory does not grow. */
class JsonFormatsFuzzTest {
    private static final Mutation MUTATION = Mutation.with(
            "{",
            "}",
            "[",
            "]",
            ",",
            ":",
            "\"",
            "\\u00",
            "null",
            "-1",
            "1e308",
            "NaN",
            "\"log\":",
            "\"entries\":[",
            "\"request\":{",
            "\"text\":\"",
            "\"encoding\":\"base64\"",
            "\"params\":[{\"name\":\"a\"}]",
            "\"_file\":\"../x\"",
            "\"_webSocketMessages\":[{\"opcode\":2,\"data\":\"A\"}]",
            "\"_steno\":{\"state\":\"open\",\"client\":{\"port\":99999999}}",
            "\"url\":\"wss://[::1\"",
            "\"status\":1e9",
            "\"\\n\"",
            "\u0000",
            "\u00ff",
            "charset=utf-7",
            "{\"a\":[{\"a\":[{\"a\":[");
    private static final String ENTRY =
            "{'startedDateTime':'2026-01-02T03:04:05.678Z','time':12.5,'request':{'method':'POST','url':'https://a.example/x',"
                    + "'httpVersion':'h2','headers':[{'name':'Content-Type','value':'text/plain; charset=shift_jis'}],'postData':{'mimeType':'a','text':'\u00fc'},"
                    + "'bodySize':2},'response':{'status':200,'statusText':'','httpVersion':'h2','headers':[['A','b\\nc']],'content':{'size':6,'mimeType':'x',"
                    + "'text':'AAEC+/+/','encoding':'base64'}},'timings':{'blocked':1,'send':1,'wait':2,'receive':3},'serverIPAddress':'[::1]:443',"
                    + "'_resourceType':'websocket','_webSocketMessages':[{'type':'send','time':1,'opcode':1,'data':'x'}],'_extra':{'a':[1]},"
                    + "'_steno':{'state':'complete','started':'1700000000000000000','request':{'head':'QTogYg0K','trueSize':5},'client':{'host':'a','port':1}}}";
    private static final String TRANSACTION =
            "{'status':'COMPLETE','method':'GET','protocolVersion':'HTTP/1.1','scheme':'https','host':'a','actualPort':443,"
                    + "'path':'/','times':{'start':'2026-01-02T10:04:05.250+07:00'},'request':{'header':{'headers':[]}},'response':{'status':200,'sizes':{'body':1},"
                    + "'body':{'encoding':'base64','encoded':'AAEC'}}}";
    private static final String PROXYMAN =
            "{'request':{'method':{'name':'GET'},'fullPath':'https://a/','version':{'major':1,'minor':1},'header':{'entries':["
                    + "{'key':{'name':'A'},'value':'b'}]},'bodyData':'AAEC'},'response':{'status':{'code':200}},'timing':{'requestStartedAt':1690922937.7}}";

    @TempDir
    private Path folder;

    private static byte[] latin1(String text) {
        return text.replace('\'', '"').getBytes(StandardCharsets.ISO_8859_1);
    }

    private static byte[] zip(List<String> names, List<byte[]> contents) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (ZipOutputStream zip = new ZipOutputStream(out)) {
            for (int i = 0; i < names.size(); i++) {
                zip.putNextEntry(new ZipEntry(names.get(i)));
                zip.write(contents.get(i));
            }
        }
        return out.toByteArray();
    }

    private interface Sample {
        byte[] of(Random random) throws IOException;
    }

    private void fuzz(String name, int few, Sample sample) throws IOException {
        try (OfflineRecorder recorder = OfflineRecorder.open(folder.resolve("fuzz.steno"), false, "steno test")) {
            Fuzz.run("JsonFormatsFuzzTest, " + name, few, (number, random) -> {
                byte[] file = sample.of(random);
                try (ImportSource source =
                        ImportSource.pipe("fuzz", new ByteArrayInputStream(file), ImportLimits.USUAL)) {
                    SessionImport.Imported done =
                            SessionImport.run(source, null, recorder.session(), ImportOptions.NONE, Progress.NONE);
                    assertThat(done.flows()).isLessThanOrEqualTo(file.length / 10);
                } catch (RefusedFileException e) {
                    assertThat(e.getMessage()).startsWith("fuzz").doesNotContain("\n");
                }
            });
        }
    }

    @Test
    void archivesOfHttp() throws IOException {
        byte[] log = latin1("{'log':{'creator':{'name':'x','version':'1'},'pages':[{'id':'p','title':'t'}],'entries':["
                + ENTRY + "," + ENTRY + "]}}");
        fuzz("har", 400, random -> MUTATION.of(log, random));
    }

    @Test
    void sessionsOfCharles() throws IOException {
        byte[] list = latin1("[" + TRANSACTION + "," + TRANSACTION + "]");
        fuzz("chlsj", 200, random -> MUTATION.of(list, random));
    }

    @Test
    void zipFilesOfCharlesProxymanAndPlaywright() throws IOException {
        byte[] transaction = latin1(TRANSACTION);
        byte[] proxyman = latin1(PROXYMAN);
        byte[] log = latin1("{'log':{'entries':[" + ENTRY.replace("'text':'AAEC+/+/'", "'_file':'a.bin'") + "]}}");
        fuzz("zip", 200, random -> switch (random.nextInt(4)) {
            case 0 ->
                zip(List.of("1-meta.json", "1-res.bin"), List.of(MUTATION.of(transaction, random), new byte[] {1, 2}));
            case 1 -> zip(List.of("request_1_2"), List.of(MUTATION.of(proxyman, random)));
            case 2 -> zip(List.of("har.har", "a.bin"), List.of(MUTATION.of(log, random), new byte[] {1}));
            default -> MUTATION.of(zip(List.of("request_1"), List.of(proxyman)), random);
        });
    }
}
