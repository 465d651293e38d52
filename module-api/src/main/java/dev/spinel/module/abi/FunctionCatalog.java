package dev.spinel.module.abi;

import java.lang.reflect.Method;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * All functions the server offers to modules, found by scanning classes for {@link ModuleFunction}. Immutable and
 * shared by every module; a function's index in it is its slot in every {@link FunctionTable}.
 */
public final class FunctionCatalog {
    private final List<FunctionDeclaration> functions;
    private final Map<String, Integer> indexByName;

    private FunctionCatalog(List<FunctionDeclaration> functions) {
        this.functions = List.copyOf(functions);
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
}
