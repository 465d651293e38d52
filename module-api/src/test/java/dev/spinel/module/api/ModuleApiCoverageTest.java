package dev.spinel.module.api;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.spinel.module.abi.CPrototype;
import dev.spinel.module.abi.CType;
import dev.spinel.module.abi.FunctionDeclaration;
import dev.spinel.module.abi.KnownFunctions;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** Every declaration against the list of what modules were compiled with. */
class ModuleApiCoverageTest {
    private static final Map<String, KnownFunctions.Row> KNOWN = KnownFunctions.all().stream()
            .collect(Collectors.toMap(KnownFunctions.Row::name, row -> row));

    @Test
    void declarationsTravelAsTheHeaderOfModulesSays() {
        List<String> different = new ArrayList<>();
        for (FunctionDeclaration function : ModuleApi.catalog().functions()) {
            KnownFunctions.Row row = KNOWN.get(function.name());
            if (row == null) {
                different.add(function.name() + " is no function of the module API");
            } else if (!shape(function.prototype()).equals(shape(CPrototype.parse(row.c())))) {
                different.add(function + " should be " + row.c());
            }
        }
        assertEquals(List.of(), different);
    }

    @Test
    void declarationsNameTheReleaseOfTheHeader() {
        List<String> different = new ArrayList<>();
        for (FunctionDeclaration function : ModuleApi.catalog().functions()) {
            KnownFunctions.Row row = KNOWN.get(function.name());
            if (row != null && !row.since().equals("8+") && !row.since().equals(function.since())) {
                different.add(function.name() + " is since " + row.since() + ", not " + function.since());
            }
        }
        assertEquals(List.of(), different);
    }

    /** Result and parameters as a module's compiler sees them; names and const do not matter. */
    private static List<String> shape(CPrototype prototype) {
        List<String> shape = new ArrayList<>();
        shape.add(normal(prototype.returns()));
        for (CPrototype.Parameter parameter : prototype.parameters()) {
            shape.add(normal(parameter.type()));
        }
        shape.add(prototype.isVariadic() ? "..." : "fixed");
        return shape;
    }

    private static String normal(CType type) {
        return type.text().replace("const ", "").replaceAll("\\s+", "");
    }
}
