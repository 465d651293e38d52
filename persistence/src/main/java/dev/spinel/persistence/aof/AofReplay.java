package dev.spinel.persistence.aof;

import dev.spinel.engine.Engine;
import dev.spinel.engine.client.Client;
import dev.spinel.engine.client.ClientFlag;
import dev.spinel.engine.command.CommandRow;
import dev.spinel.engine.memory.Mem;
import dev.spinel.engine.resp.Args;
import dev.spinel.engine.resp.Text;
import dev.spinel.persistence.rdb.FunctionSources;
import java.util.ArrayList;
import java.util.List;

/**
 * Executes the commands of an AOF for a client nobody sees. What stands between MULTI and EXEC is kept until the EXEC,
 * so that half a transaction leaves no trace. Reactor.
 */
final class AofReplay implements AutoCloseable {
    private static final byte[] MULTI = Text.bytes("multi");
    private static final byte[] EXEC = Text.bytes("exec");
    private static final byte[] FUNCTION = Text.bytes("function");
    private static final byte[] LOAD = Text.bytes("load");

    private final Engine engine;
    private final FunctionSources functions;
    private final Client client;
    private final List<Args> queued = new ArrayList<>();
    private boolean isInside;

    /** @param functions gets the libraries that no command of the engine takes */
    AofReplay(Engine engine, FunctionSources functions) {
        this.engine = engine;
        this.functions = functions;
        client = engine.newInternalClient(ClientFlag.DENY_BLOCKING);
        client.reply().mute(true);
    }

    /** Whether a MULTI waits for its EXEC. */
    boolean isInsideTransaction() {
        return isInside;
    }

    static boolean isMulti(Args args) {
        return args.is(0, MULTI);
    }

    /** Executes a command, or keeps it for the EXEC; false when there is none of that name with so many arguments. */
    boolean run(Args args) {
        CommandRow row = engine.commands().findAny(args);
        if (isMulti(args)) {
            isInside = true;
        } else if (args.is(0, EXEC)) {
            isInside = false;
            queued.forEach(command -> execute(engine.commands().findAny(command), command));
            forget();
        } else if (row == null) {
            return isLibrary(args);
        } else if (row.handler() == null || !row.acceptsCount(args.count())) {
            return false;
        } else if (isInside) {
            queued.add(args.copy());
        } else {
            execute(row, args);
        }
        return true;
    }

    private boolean isLibrary(Args args) {
        boolean isLibrary = args.count() > 2 && args.is(0, FUNCTION) && args.is(1, LOAD);
        if (isLibrary) {
            int last = args.count() - 1;
            functions.add(Mem.toBytes(args.address(last), args.length(last)));
        }
        return isLibrary;
    }

    private void execute(CommandRow row, Args args) {
        engine.executor().replay(client, row, args);
    }

    private void forget() {
        queued.forEach(Args::clear);
        queued.clear();
        isInside = false;
    }

    @Override
    public void close() {
        forget();
        client.reply().clear();
    }
}
