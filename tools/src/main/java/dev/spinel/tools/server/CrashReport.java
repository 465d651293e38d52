package dev.spinel.tools.server;

import dev.spinel.engine.memory.Arena;
import dev.spinel.engine.memory.MemoryTag;
import dev.spinel.engine.stats.ServerVersion;
import java.io.PrintWriter;
import java.io.StringWriter;

/** What is printed before the process stops over a broken invariant. */
final class CrashReport {
    private CrashReport() {}

    static String of(Throwable failure) {
        StringWriter text = new StringWriter();
        PrintWriter out = new PrintWriter(text);
        out.println();
        out.println();
        out.println("=== REDIS BUG REPORT START: Cut & paste starting from here ===");
        out.println("Spinel " + ServerVersion.SPINEL + ", Java " + Runtime.version() + ": " + failure.getMessage());
        out.println("------ STACK TRACE ------");
        failure.printStackTrace(out);
        out.println("------ MEMORY BY OWNER ------");
        for (int tag = 0; tag < MemoryTag.limit(); tag++) {
            if (Arena.usedBytes(tag) > 0) {
                out.println(MemoryTag.name(tag) + ": " + Arena.usedBytes(tag) + " bytes in " + Arena.blockCount(tag)
                        + " blocks");
            }
        }
        out.println("------ THREADS ------");
        Thread.getAllStackTraces().keySet().forEach(thread -> out.println(thread.getName() + " " + thread.getState()));
        out.println();
        out.println("=== REDIS BUG REPORT END. Make sure to include from START to END. ===");
        return text.toString();
    }
}
