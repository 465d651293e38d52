package dev.spinel.module.abi;

import java.lang.reflect.Method;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * All functions the server offers to modules, found by scanning classes for {@link ModuleFunction}. Immutable and
 * shared by every module; a function's index in it is its slot in every {@link FunctionTable}.
 */
public final class FunctionCatalog {
    /** The release of Redis this server speaks as; modules take its functions for granted. */
    private static final String RELEASE = "7.4";
    /** In every header, but no release has it: modules see NULL. */
    private static final String NEVER_REGISTERED = "ReplySetPushLength";

    private final List<FunctionDeclaration> functions;
    private final List<String> lacking;
    private final Map<String, Integer> indexByName;

    private FunctionCatalog(List<FunctionDeclaration> functions) {
        this.functions = List.copyOf(functions);
        Set<String> declared = functions.stream().map(FunctionDeclaration::name).collect(Collectors.toSet());
        this.lacking = KnownFunctions.all().stream().filter(row -> row.since().compareTo(RELEASE) <= 0)
                .map(KnownFunctions.Row::name)
                .filter(name -> !declared.contains(name) && !name.equals(NEVER_REGISTERED)).toList();
        this.indexByName = HashMap.newHashMap(functions.size());
        for (int i = 0; i < functions.size(); i++) {
            Integer earlier = indexByName.put(functions.get(i).name(), i);
            if (earlier != null) {
                throw new IllegalArgumentException(functions.get(i).name() + " is declared twice: by "
                        + functions.get(earlier).method() + " and by " + functions.get(i).method());
            }
        }
    }

    /**
     * Collects the declarations of the given classes.
     *
     * @throws IllegalArgumentException for a declaration that does not fit its method, or a name declared twice
     */
    public static FunctionCatalog scan(Class<?>... classes) {
        List<FunctionDeclaration> found = new ArrayList<>();
        for (Class<?> declaring : classes) {
            for (Method method : declaring.getDeclaredMethods()) {
                ModuleFunction annotation = method.getAnnotation(ModuleFunction.class);
                if (annotation != null) {
                    found.add(FunctionDeclaration.of(method, annotation));
                }
            }
        }
        found.sort(Comparator.comparing(FunctionDeclaration::name));
        return new FunctionCatalog(found);
    }

    /** Sorted by name. */
    public List<FunctionDeclaration> functions() {
        return functions;
    }

    public int size() {
        return functions.size();
    }

    /** Slot of a function named without prefix, or -1. */
    public int indexOf(String name) {
        return indexByName.getOrDefault(name, -1);
    }

    /**
     * Functions of this server's release that nobody has declared. Modules call them without looking whether they are
     * there, so they are not NULL but answer 0 and a word in the log; functions of later releases stay NULL.
     */
    List<String> lacking() {
        return lacking;
    }
}
