package dev.spinel.module.load;

import dev.spinel.engine.command.Call;
import dev.spinel.engine.command.CommandTable;
import dev.spinel.engine.port.OperatorLog;
import dev.spinel.engine.keyspace.ValueSink;
import dev.spinel.engine.keyspace.ValueSource;
import dev.spinel.engine.port.LoadedModules;
import dev.spinel.engine.resp.Errors;
import dev.spinel.engine.resp.ReplyBuilder;
import dev.spinel.engine.resp.Text;
import dev.spinel.module.api.LoadedModule;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;

/** MODULE LIST, LOAD, LOADEX, UNLOAD and HELP, and RELOAD, which is ours. */
final class ModuleCommands implements LoadedModules {
    private static final byte[] LOAD_FAILED =
            Text.bytes("ERR Error loading the extension. Please check the server logs.");
    private static final byte[] FULL = Text.bytes("full");
    private static final int FACTS = 4;
    private static final int FULL_FACTS = 3;
    private static final int BUFFER_BYTES = 64 * 1024;
    private static final byte[] CONFIG = Text.bytes("config");
    private static final byte[] ARGS = Text.bytes("args");
    private static final String[] HELP = {
        "MODULE <subcommand> [<arg> [value] [opt] ...]. Subcommands are:",
        "LIST [FULL]",
        "    Return a list of loaded modules. FULL: with size and checksum of the loaded files.",
        "LOAD <path> [<arg> ...]",
        "    Load a module library from <path>, passing to it any optional arguments.",
        "LOADEX <path> [[CONFIG NAME VALUE] [CONFIG NAME VALUE]] [ARGS ...]",
        "    Load a module library from <path>, while passing it module configurations and optional arguments.",
        "RELOAD <name> [<path> [<arg> ...]]",
        "    Exchange the code of a module and keep its data.",
        "UNLOAD <name>",
        "    Unload a module.",
        "HELP",
        "    Print this help.",
    };

    private final ModuleHost host;

    ModuleCommands(ModuleHost host) {
        this.host = host;
    }

    void register(CommandTable table) {
        table.add("MODULE LIST", this::list);
        table.add("MODULE LOAD", this::load);
        table.add("MODULE LOADEX", this::loadEx);
        table.add("MODULE RELOAD", this::reload);
        table.add("MODULE UNLOAD", this::unload);
        table.add("MODULE HELP", ModuleCommands::help);
    }

    @Override
    public boolean loadAside() {
        return host.server().all().stream().allMatch(module -> module.has(LoadedModule.HANDLE_REPL_ASYNC_LOAD));
    }

    private void list(Call call) {
        if (call.argCount() == 2) {
            list(call.reply());
        } else if (call.argCount() == 3 && call.args().is(2, FULL)) {
            listFull(call.reply());
        } else {
            call.fail(Errors.wrongArity("module|list"));
        }
    }

    /** As the plain list, with what identifies the code that runs. */
    private void listFull(ReplyBuilder reply) {
        reply.array(host.server().all().size());
        for (LoadedModule module : host.server().all()) {
            reply.map(FACTS + FULL_FACTS);
            facts(reply, module);
            Path content = host.content(module);
            reply.bulk("file");
            reply.bulk(host.file(module.path()).toString());
            reply.bulk("bytes");
            reply.integer(content.toFile().length());
            reply.bulk("sha256");
            reply.bulk(sha256(content));
        }
    }

    private static String sha256(Path content) {
        try (InputStream in = Files.newInputStream(content)) {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            byte[] buffer = new byte[BUFFER_BYTES];
            for (int length = in.read(buffer); length > 0; length = in.read(buffer)) {
                digest.update(buffer, 0, length);
            }
            return HexFormat.of().formatHex(digest.digest());
        } catch (IOException | NoSuchAlgorithmException e) {
            return "unknown: " + e.getMessage();
        }
    }

    /** Also what HELLO shows. */
    @Override
    public void saveAux(ValueSink sink, boolean before) {
        host.server().saveAux(sink, before);
    }

    @Override
    public boolean loadAux(ValueSource source) {
        return host.server().loadAux(source);
    }

    @Override
    public void list(ReplyBuilder reply) {
        reply.array(host.server().all().size());
        for (LoadedModule module : host.server().all()) {
            reply.map(FACTS);
            facts(reply, module);
        }
    }

    private static void facts(ReplyBuilder reply, LoadedModule module) {
        reply.bulk("name");
        reply.bulk(module.name());
        reply.bulk("ver");
        reply.integer(module.version());
        reply.bulk("path");
        reply.bulk(module.path());
        reply.bulk("args");
        reply.array(module.arguments().size());
        module.arguments().forEach(reply::bulk);
    }

    private void load(Call call) {
        if (host.load(call.args().text(2), words(call, 3))) {
            call.reply().ok();
        } else {
            call.fail(LOAD_FAILED);
        }
    }

    /** MODULE LOADEX path [CONFIG name value ...] [ARGS arg ...] */
    private void loadEx(Call call) {
        List<byte[]> arguments = loadExArguments(call);
        if (arguments != null && host.loadEx(call.args().text(2), arguments)) {
            call.reply().ok();
        } else {
            host.server().pendingSettings().clear();
            call.fail(LOAD_FAILED);
        }
    }

    /** Notes the settings and answers what follows ARGS; null for a syntax error. */
    private List<byte[]> loadExArguments(Call call) {
        int i = 3;
        while (i < call.argCount()) {
            if (call.args().is(i, ARGS)) {
                return words(call, i + 1);
            }
            if (!call.args().is(i, CONFIG)) {
                host.server().log(OperatorLog.NOTICE,
                        "Syntax Error from arguments to loadex around " + call.args().text(i) + ".");
                return null;
            }
            if (i + 2 >= call.argCount()) {
                host.server().log(OperatorLog.NOTICE, "CONFIG specified without name value pair");
                return null;
            }
            host.server().pendingSettings().put(call.args().text(i + 1), call.args().text(i + 2));
            i += 3;
        }
        return List.of();
    }

    private static List<byte[]> words(Call call, int from) {
        List<byte[]> words = new ArrayList<>();
        for (int i = from; i < call.argCount(); i++) {
            words.add(call.args().bytes(i));
        }
        return words;
    }

    /** MODULE RELOAD name [path [arg ...]] */
    private void reload(Call call) {
        String refusal = host.reload(call.args().text(2), call.argCount() > 3 ? call.args().text(3) : null,
                call.argCount() > 4 ? words(call, 4) : null);
        if (refusal == null) {
            call.reply().ok();
        } else {
            call.fail(Text.bytes("ERR Error reloading module: " + refusal));
        }
    }

    private void unload(Call call) {
        String name = call.args().text(2);
        String refusal = host.unload(name);
        if (refusal == null) {
            call.reply().ok();
        } else {
            call.fail(Text.bytes("ERR Error unloading module: " + refusal));
            host.server().log(OperatorLog.WARNING, "Error unloading module " + name + ": " + refusal);
        }
    }

    private static void help(Call call) {
        call.reply().array(HELP.length);
        for (String line : HELP) {
            call.reply().simple(line);
        }
    }
}
