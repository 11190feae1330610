package dev.steno.script.source;

import com.sun.source.tree.CompilationUnitTree;
import com.sun.source.tree.MethodInvocationTree;
import com.sun.source.util.JavacTask;
import com.sun.source.util.TreePathScanner;
import com.sun.source.util.Trees;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import javax.lang.model.element.Element;
import javax.lang.model.element.TypeElement;
import org.jspecify.annotations.Nullable;

/**
 * Finds calls that would end Steno with the script: {@code System.exit}, {@code Runtime.exit} and {@code halt}. A guard
 * against a habit of small programs, and none against intent: reflection is not seen. Stateless.
 */
final class ExitCalls {
    private static final Set<String> ENDING =
            Set.of("java.lang.System.exit", "java.lang.Runtime.exit", "java.lang.Runtime.halt");

    private ExitCalls() {}

    /**
     * @param units analysed by the task, of the file of a script
     * @param source that file
     */
    static List<ScriptProblem> find(
            JavacTask task, Iterable<? extends CompilationUnitTree> units, ScriptSource source) {
        Trees trees = Trees.instance(task);
        List<ScriptProblem> found = new ArrayList<>();
        for (CompilationUnitTree unit : units) {
            new TreePathScanner<@Nullable Void, @Nullable Void>() {
                @Override
                public @Nullable Void visitMethodInvocation(MethodInvocationTree call, @Nullable Void nothing) {
                    Element called = trees.getElement(getCurrentPath());
                    if (called != null
                            && called.getEnclosingElement() instanceof TypeElement type
                            && ENDING.contains(type.getQualifiedName() + "." + called.getSimpleName())) {
                        long at = trees.getSourcePositions().getStartPosition(unit, call);
                        long line = unit.getLineMap().getLineNumber(at);
                        found.add(new ScriptProblem(
                                Compilation.name(unit.getSourceFile()),
                                line,
                                source.column(line, unit.getLineMap().getColumnNumber(at)),
                                type.getSimpleName() + "." + called.getSimpleName()
                                        + " would end Steno and not only the script: return instead, or call the "
                                        + "command proxy.stop"));
                    }
                    return super.visitMethodInvocation(call, nothing);
                }
            }.scan(unit, null);
        }
        return found;
    }
}
