package dev.steno.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaField;
import com.tngtech.archunit.core.domain.JavaModifier;
import dev.steno.testing.Checkout;
import io.netty.buffer.ByteBuf;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.lang.reflect.Field;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.roaringbitmap.longlong.Roaring64Bitmap;

/**
 * {@code docs/limits.md} agrees with the code: its bounds have the code's values, its tests exist, and every collection
 * that grows is listed.
 */
class LimitsPageTest {
    /** {@code `Class.CONSTANT` = 1,000}. */
    private static final Pattern BOUND = Pattern.compile("`([\\w.]+)\\.([A-Z_0-9]+)` = ([0-9,]+)");

    /** {@code `Class.field`}. */
    private static final Pattern FIELD = Pattern.compile("`(\\w+)\\.([a-z]\\w*)`");

    private static final Pattern TEST = Pattern.compile("`(\\w+(?:Test|IT))`");

    /** Packages whose objects live as long as a connection, a listener, a session or a view. */
    private static final List<String> LONG_LIVED = List.of(
            "dev.steno.certs",
            "dev.steno.net",
            "dev.steno.net.accept",
            "dev.steno.net.auth",
            "dev.steno.net.channel",
            "dev.steno.net.conn",
            "dev.steno.net.http",
            "dev.steno.net.http1",
            "dev.steno.net.http2",
            "dev.steno.net.http3",
            "dev.steno.net.settings",
            "dev.steno.net.tls",
            "dev.steno.net.tunnel",
            "dev.steno.net.upstream",
            "dev.steno.exchange",
            "dev.steno.log",
            "dev.steno.websocket",
            "dev.steno.addon",
            "dev.steno.addon.bus",
            "dev.steno.exchange.head",
            "dev.steno.net.mode",
            "dev.steno.view.index",
            "dev.steno.builtin",
            "dev.steno.session",
            "dev.steno.view");

    private static String page;
    private static List<JavaClass> classes;

    @BeforeAll
    static void read() throws IOException {
        page = Files.readString(Checkout.file("docs/limits.md"));
        classes = ProductClasses.all().stream().toList();
    }

    /** The class with this simple name and field; several classes may share the name. */
    private static Optional<JavaClass> owner(String name, String field) {
        return classes.stream()
                .filter(one -> one.getSimpleName().equals(name)
                        && one.tryGetField(field).isPresent())
                .findFirst();
    }

    @Test
    void eachBoundIsThatOfTheCode() throws Exception {
        Matcher bound = BOUND.matcher(page);
        List<String> wrong = new ArrayList<>();
        int count = 0;
        while (bound.find()) {
            count++;
            Optional<JavaClass> named = owner(bound.group(1), bound.group(2));
            assertThat(named).as("the class of " + bound.group()).isPresent();
            Field constant = Class.forName(named.get().getName()).getDeclaredField(bound.group(2));
            constant.setAccessible(true);
            long value = ((Number) constant.get(null)).longValue();
            if (value != Long.parseLong(bound.group(3).replace(",", ""))) {
                wrong.add(bound.group() + ", and is " + value);
            }
        }
        assertThat(wrong).isEmpty();
        assertThat(count).isGreaterThan(20);
    }

    @Test
    void eachTestExists() throws IOException {
        Matcher test = TEST.matcher(page);
        List<String> missing = new ArrayList<>();
        while (test.find()) {
            if (!exists(test.group(1) + ".java")) {
                missing.add(test.group(1));
            }
        }
        assertThat(missing).isEmpty();
    }

    private static boolean exists(String file) throws IOException {
        for (String module :
                List.of("certs", "proxy-core", "session-store", "interop", "fleet", "web", "cli", "bench")) {
            try (Stream<Path> files = Files.walk(Checkout.file(module + "/src/test/java"))) {
                if (files.anyMatch(one -> one.getFileName().toString().equals(file))) {
                    return true;
                }
            }
        }
        return false;
    }

    @Test
    void eachFieldThatIsNamedExists() {
        Matcher field = FIELD.matcher(page);
        List<String> missing = new ArrayList<>();
        while (field.find()) {
            if (owner(field.group(1), field.group(2)).isEmpty()) {
                missing.add(field.group());
            }
        }
        assertThat(missing).isEmpty();
    }

    @Test
    void eachStructureThatCanGrowIsListed() {
        TreeSet<String> missing = new TreeSet<>();
        for (JavaClass one : classes) {
            if (!LONG_LIVED.contains(one.getPackageName()) || one.isRecord() || one.isEnum()) {
                continue;
            }
            for (JavaField field : one.getFields()) {
                boolean constant = field.getModifiers().contains(JavaModifier.STATIC);
                if (!constant
                        && !field.getModifiers().contains(JavaModifier.SYNTHETIC)
                        && canGrow(field.getRawType())) {
                    String name = "`" + one.getSimpleName() + "." + field.getName() + "`";
                    if (!page.contains(name)) {
                        missing.add(name);
                    }
                }
            }
        }
        assertThat(missing).as("fields that docs/limits.md does not name").isEmpty();
    }

    private static boolean canGrow(JavaClass type) {
        return type.isAssignableTo(Collection.class)
                || type.isAssignableTo(Map.class)
                || type.isAssignableTo(StringBuilder.class)
                || type.isAssignableTo(ByteArrayOutputStream.class)
                || type.isAssignableTo(ByteBuf.class)
                || type.isAssignableTo(Roaring64Bitmap.class);
    }
}
