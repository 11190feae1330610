package dev.steno.cli.architecture;

import com.tngtech.archunit.core.domain.JavaClass;
import java.lang.reflect.AnnotatedElement;
import java.lang.reflect.Constructor;
import java.lang.reflect.Executable;
import java.lang.reflect.Field;
import java.lang.reflect.Member;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** What a class outside a package can see of it: its public types with their public and protected members, as text. */
final class ApiSurface {
    private final Collection<String> packages;

    ApiSurface(Collection<String> packages) {
        this.packages = packages;
    }

    /** The types that are visible, sorted by name. */
    List<Class<?>> types() {
        return Rules.STENO.stream()
                .filter(type -> packages.contains(type.getPackageName()))
                .map(JavaClass::reflect)
                .filter(ApiSurface::isVisible)
                .sorted((one, other) -> one.getName().compareTo(other.getName()))
                .collect(Collectors.toList());
    }

    private static boolean isVisible(Class<?> type) {
        for (Class<?> at = type; at != null; at = at.getDeclaringClass()) {
            if ((at.getModifiers() & (Modifier.PUBLIC | Modifier.PROTECTED)) == 0) {
                return false;
            }
        }
        return !type.isAnonymousClass() && !type.isLocalClass() && !type.isSynthetic();
    }

    /** One line for each type and member. */
    String text() {
        StringBuilder text = new StringBuilder();
        String before = "";
        for (Class<?> type : types()) {
            if (!type.getPackageName().equals(before)) {
                before = type.getPackageName();
                text.append("\npackage ").append(before).append('\n');
            }
            text.append("\n").append(declaration(type)).append('\n');
            new TreeSet<>(members(type))
                    .forEach(member -> text.append("    ").append(member).append('\n'));
        }
        return text.substring(1);
    }

    private static String declaration(Class<?> type) {
        String kind = type.isAnnotation()
                ? "@interface"
                : type.isInterface() ? "interface" : type.isEnum() ? "enum" : type.isRecord() ? "record" : "class";
        StringBuilder line = new StringBuilder(Modifier.toString(
                        type.getModifiers() & ~(Modifier.INTERFACE | (type.isInterface() ? Modifier.ABSTRACT : 0))))
                .append(type.isSealed() ? " sealed " : " ")
                .append(kind)
                .append(' ')
                .append(named(type.getName()));
        if (type.isRecord()) {
            line.append(Arrays.stream(type.getRecordComponents())
                    .map(each -> generic(each.getGenericType()) + " " + each.getName())
                    .collect(Collectors.joining(", ", "(", ")")));
        }
        List<String> above = new ArrayList<>();
        if (type.getGenericSuperclass() != null
                && !type.isRecord()
                && !type.isEnum()
                && type.getSuperclass() != Object.class) {
            above.add(generic(type.getGenericSuperclass()));
        }
        Arrays.stream(type.getGenericInterfaces()).map(ApiSurface::generic).forEach(above::add);
        if (!above.isEmpty()) {
            line.append(" : ").append(String.join(", ", above));
        }
        return line.toString();
    }

    private static List<String> members(Class<?> type) {
        List<String> lines = new ArrayList<>();
        for (Field field : type.getDeclaredFields()) {
            if (isVisible(field)) {
                lines.add(modifiers(field) + generic(field.getGenericType()) + " " + field.getName());
            }
        }
        for (Constructor<?> constructor : type.getDeclaredConstructors()) {
            if (isVisible(constructor) && !type.isEnum()) {
                lines.add(modifiers(constructor) + "new" + parameters(constructor));
            }
        }
        for (Method method : type.getDeclaredMethods()) {
            if (isVisible(method) && !isGenerated(type, method)) {
                lines.add(modifiers(method) + (method.isDefault() ? "default " : "")
                        + generic(method.getGenericReturnType()) + " " + method.getName() + parameters(method));
            }
        }
        return lines;
    }

    /** Whether the compiler makes a method for every such type. */
    private static boolean isGenerated(Class<?> type, Method method) {
        String name = method.getName();
        boolean ofEnum = type.isEnum() && (name.equals("values") || name.equals("valueOf"));
        boolean ofObject = name.equals("equals") || name.equals("hashCode") || name.equals("toString");
        boolean ofRecord = type.isRecord()
                && method.getParameterCount() == 0
                && Arrays.stream(type.getRecordComponents())
                        .map(RecordComponent::getName)
                        .anyMatch(name::equals);
        return ofEnum || ofObject || ofRecord;
    }

    private static boolean isVisible(Member member) {
        return (member.getModifiers() & (Modifier.PUBLIC | Modifier.PROTECTED)) != 0 && !member.isSynthetic();
    }

    private static String modifiers(Member member) {
        int shown = Modifier.PUBLIC | Modifier.PROTECTED | Modifier.STATIC | Modifier.FINAL | Modifier.ABSTRACT;
        if (member instanceof Executable) {
            shown &= ~Modifier.FINAL;
        }
        String text = Modifier.toString(member.getModifiers() & shown);
        return text.isEmpty() ? "" : text + " ";
    }

    private static String parameters(Executable executable) {
        String thrown = Arrays.stream(executable.getGenericExceptionTypes())
                .map(ApiSurface::generic)
                .collect(Collectors.joining(", "));
        return Arrays.stream(executable.getGenericParameterTypes())
                        .map(ApiSurface::generic)
                        .collect(Collectors.joining(", ", "(", ")"))
                + (thrown.isEmpty() ? "" : " throws " + thrown);
    }

    private static String generic(Type type) {
        return named(type.getTypeName());
    }

    private static String named(String name) {
        return name.replace("java.lang.", "")
                .replace("java.util.", "")
                .replace("dev.steno.", "")
                .replace('$', '.');
    }

    /** The classes that visible signatures of a type name, also as arguments of types and as annotations of the type. */
    static Stream<String> named(Class<?> type) {
        Stream<String> lines = Stream.concat(
                Stream.concat(
                        Stream.of(
                                type.getGenericSuperclass() == null
                                        ? ""
                                        : type.getGenericSuperclass().getTypeName()),
                        Arrays.stream(type.getGenericInterfaces()).map(Type::getTypeName)),
                visibleTypes(type).map(Type::getTypeName));
        return Stream.concat(lines, annotations(type))
                .flatMap(line -> Stream.of(line.split("[^\\w.$]+")))
                .filter(name -> name.contains("."));
    }

    private static Stream<String> annotations(AnnotatedElement element) {
        return Arrays.stream(element.getAnnotations())
                .map(each -> each.annotationType().getName());
    }

    private static Stream<Type> visibleTypes(Class<?> type) {
        List<Type> types = new ArrayList<>();
        for (Field field : type.getDeclaredFields()) {
            if (isVisible(field)) {
                types.add(field.getGenericType());
            }
        }
        for (Executable each : executables(type)) {
            if (isVisible(each)) {
                types.addAll(List.of(each.getGenericParameterTypes()));
                types.addAll(List.of(each.getGenericExceptionTypes()));
                if (each instanceof Method method) {
                    types.add(method.getGenericReturnType());
                }
            }
        }
        return types.stream();
    }

    private static List<Executable> executables(Class<?> type) {
        List<Executable> all = new ArrayList<>(List.of(type.getDeclaredMethods()));
        all.addAll(List.of(type.getDeclaredConstructors()));
        return all;
    }
}
