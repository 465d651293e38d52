package dev.spinel.module.abi;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.stream.Collectors;

/**
 * Prints the C header that modules compile against: types and constants from the resources of this package, functions
 * from the declarations. A function nobody has declared is not in it.
 */
public final class HeaderPrinter {
    private HeaderPrinter() {}

    /** Writes the whole header. */
    public static void print(FunctionCatalog catalog, PrintStream out) {
        out.println("/* C header of the module API, generated from the declarations of the server. */");
        out.println("#ifndef REDISMODULE_H");
        out.println("#define REDISMODULE_H");
        out.println();
        for (String include : new String[] {"sys/types.h", "stdint.h", "stdio.h", "stdlib.h"}) {
            out.println("#include <" + include + ">");
        }
        out.println();
        out.println("#ifdef __cplusplus");
        out.println("extern \"C\" {");
        out.println("#endif");
        out.println();
        copyResource("module-types.h", out);
        printConstants(out);
        printPointers(catalog, out);
        printInit(catalog, out);
        out.println("#ifdef __cplusplus");
        out.println("}");
        out.println("#endif");
        out.println("#endif");
    }

    private static void printConstants(PrintStream out) {
        out.println();
        out.println("/* Constants. */");
        try (BufferedReader rows = resource("constants.tsv")) {
            for (String row = rows.readLine(); row != null; row = rows.readLine()) {
                if (!row.startsWith("#")) {
                    out.println(constant(row.split("\t", -1)));
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String constant(String[] row) {
        String name = row[0];
        String value = row[2];
        return switch (row[1]) {
            case "string" -> "#define " + name + " \"" + value + "\"";
            case "int64" -> "#define " + name + " " + value + "ULL";
            case "RedisModuleEvent" -> "static const RedisModuleEvent " + name + " __attribute__((unused)) = { "
                    + value.replace("id=", "").replace(" dataver=", ", ") + " };";
            default -> "#define " + name + " " + (value.startsWith("-") ? "(" + value + ")" : value);
        };
    }

    private static void printPointers(FunctionCatalog catalog, PrintStream out) {
        out.println();
        out.println("/* Functions of the server: pointers that RedisModule_Init fills, NULL for what it lacks. */");
        out.println("#ifndef REDISMODULE_API");
        out.println("#define REDISMODULE_API __attribute__((__common__))");
        out.println("#endif");
        out.println("REDISMODULE_API int (*RedisModule_GetApi)(const char *name, void *target);");
        for (FunctionDeclaration function : catalog.functions()) {
            CPrototype c = function.prototype();
            String parameters = c.parameters().stream().map(CPrototype.Parameter::text)
                    .collect(Collectors.joining(", "));
            if (c.isVariadic()) {
                parameters += ", ...";
            }
            out.println("REDISMODULE_API " + c.returns().text() + " (*RedisModule_" + c.name() + ")("
                    + (parameters.isEmpty() ? "void" : parameters) + ");");
        }
        out.println();
        out.println("#define RMAPI_FUNC_SUPPORTED(func) ((func) != NULL)");
        out.println("#define RedisModule_IsAOFClient(id) ((id) == UINT64_MAX)");
        out.println("#define RedisModule_Assert(condition) \\");
        out.println("    ((condition) ? (void) 0 : (RedisModule__Assert(#condition, __FILE__, __LINE__), exit(1)))");
    }

    private static void printInit(FunctionCatalog catalog, PrintStream out) {
        out.println();
        out.println("#define REDISMODULE_GET_API(name) \\");
        out.println("    RedisModule_GetApi(\"RedisModule_\" #name, (void *) &RedisModule_##name)");
        out.println();
        out.println("/* To be called first by RedisModule_OnLoad. */");
        out.println("static int RedisModule_Init(RedisModuleCtx *ctx, const char *name, int ver, int apiver)");
        out.println("    __attribute__((unused));");
        out.println("static int RedisModule_Init(RedisModuleCtx *ctx, const char *name, int ver, int apiver) {");
        out.println("    *(void **) &RedisModule_GetApi = *(void **) ctx;");
        for (FunctionDeclaration function : catalog.functions()) {
            out.println("    REDISMODULE_GET_API(" + function.name() + ");");
        }
        if (catalog.indexOf("IsModuleNameBusy") >= 0) {
            out.println("    if (RedisModule_IsModuleNameBusy && RedisModule_IsModuleNameBusy(name))"
                    + " return REDISMODULE_ERR;");
        }
        if (catalog.indexOf("SetModuleAttribs") >= 0) {
            out.println("    RedisModule_SetModuleAttribs(ctx, name, ver, apiver);");
        } else {
            out.println("    (void) name; (void) ver; (void) apiver;");
        }
        out.println("    return REDISMODULE_OK;");
        out.println("}");
        out.println();
    }

    private static void copyResource(String name, PrintStream out) {
        try (BufferedReader lines = resource(name)) {
            lines.lines().forEach(out::println);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static BufferedReader resource(String name) {
        InputStream stream = HeaderPrinter.class.getResourceAsStream(name);
        if (stream == null) {
            throw new IllegalStateException("resource " + name + " is missing");
        }
        return new BufferedReader(new InputStreamReader(stream, StandardCharsets.UTF_8));
    }
}
