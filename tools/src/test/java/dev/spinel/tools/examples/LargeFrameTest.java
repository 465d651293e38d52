package dev.spinel.tools.examples;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.spinel.tools.harness.ModuleCompiler;
import dev.spinel.tools.harness.RespClient;
import dev.spinel.tools.harness.ServerProcess;
import dev.spinel.tools.harness.ServerTarget;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Commands of modules find the stack that redis-server gives them, 8 MB: some keep their buffers there. */
class LargeFrameTest {
    private static final String MODULE = """
            #include "redismodule.h"

            #define FRAME_BYTES (6 << 20)

            static int deep(RedisModuleCtx *ctx, RedisModuleString **argv, int argc) {
                (void) argv;
                volatile char frame[FRAME_BYTES];
                for (long i = 0; i < FRAME_BYTES; i += 1024) frame[i] = (char) argc;
                return RedisModule_ReplyWithLongLong(ctx, frame[0]);
            }

            int RedisModule_OnLoad(RedisModuleCtx *ctx, RedisModuleString **argv, int argc) {
                (void) argv;
                (void) argc;
                if (RedisModule_Init(ctx, "deep", 1, REDISMODULE_APIVER_1) == REDISMODULE_ERR) return REDISMODULE_ERR;
                return RedisModule_CreateCommand(ctx, "deep", deep, "readonly", 0, 0, 0);
            }
            """;

    @TempDir
    Path directory;

    @Test
    void framesOfMegabytesFit() throws Exception {
        ModuleCompiler.requireCompiler();
        ModuleCompiler.writeHeader(directory);
        Path source = Files.writeString(directory.resolve("deep.c"), MODULE);
        Path module = directory.resolve(source.getFileName().toString().replace(".c", ".so"));
        ModuleCompiler.compile(source, module);
        try (ServerProcess server = ServerProcess.start(ServerTarget.spinel(), List.of("loadmodule " + module));
                RespClient client = server.connect()) {
            assertEquals(":1\r\n", client.command("DEEP").rawText());
        }
    }
}
