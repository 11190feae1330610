package dev.steno.content;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class LazyDecodersTest {

    @Test
    void brotliAndZstandardAreLoadedWhenFirstMet() throws Exception {
        byte[] text = "text".getBytes();
        Recorder classes = new Recorder();
        assertThat(classes.decode("gzip", Encodings.GZIP.encode(text))).isEqualTo(text);
        assertThat(classes.decode("deflate", Encodings.DEFLATE.encode(text))).isEqualTo(text);
        assertThat(classes.foreign).isEmpty();
        assertThat(classes.decode("br", Encodings.BROTLI.encode(text))).isEqualTo(text);
        assertThat(classes.foreign).isNotEmpty().allMatch(name -> name.startsWith("com.aayushatharva."));
        assertThat(classes.decode("zstd", Encodings.ZSTD.encode(text))).isEqualTo(text);
        assertThat(classes.foreign).anyMatch(name -> name.startsWith("com.github.luben."));
    }

    /**
     * A class loader that defines the classes of the package again and records which classes of the decoders they load.
     */
    private static final class Recorder extends ClassLoader {
        private final List<String> foreign = new ArrayList<>();

        Recorder() {
            super(LazyDecodersTest.class.getClassLoader());
        }

        byte[] decode(String coding, byte[] coded) throws Exception {
            Class<?> decoder = loadClass("dev.steno.content.ContentDecoder");
            Object strict = decoder.getMethod("strict", long.class).invoke(null, 1000L);
            Object decoded = decoder.getMethod("decode", InputStream.class, List.class)
                    .invoke(strict, new ByteArrayInputStream(coded), List.of(coding));
            return ((InputStream) decoded).readAllBytes();
        }

        @Override
        protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
            if (name.startsWith("com.aayushatharva.") || name.startsWith("com.github.luben.")) {
                foreign.add(name);
            }
            if (!name.startsWith("dev.steno.content.")) {
                return super.loadClass(name, resolve);
            }
            synchronized (getClassLoadingLock(name)) {
                Class<?> known = findLoadedClass(name);
                return known != null ? known : define(name);
            }
        }

        private Class<?> define(String name) throws ClassNotFoundException {
            try (InputStream in = getParent().getResourceAsStream(name.replace('.', '/') + ".class")) {
                if (in == null) {
                    throw new ClassNotFoundException(name);
                }
                byte[] code = in.readAllBytes();
                return defineClass(name, code, 0, code.length);
            } catch (IOException e) {
                throw new ClassNotFoundException(name, e);
            }
        }
    }
}
