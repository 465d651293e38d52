package dev.spinel.engine.feature.connection;

import dev.spinel.engine.command.Call;
import dev.spinel.engine.command.CommandTable;
import dev.spinel.engine.resp.Errors;
import dev.spinel.engine.resp.Text;

/** Rows and methods of the connection group, except CLIENT. */
public final class ConnectionCommands {
    private static final byte[] PONG = Text.bytes("PONG");

    private ConnectionCommands() {}

    /** Adds the commands of this room. */
    public static void register(CommandTable table) {
        table.add("PING", ConnectionCommands::ping);
    }

    /** Replies PONG or the argument. Redis: pingCommand. */
    private static void ping(Call call) {
        if (call.argCount() > 2) {
            call.fail(Errors.wrongArity("ping"));
        } else if (call.argCount() == 1) {
            call.reply().simple(PONG);
        } else {
            call.reply().bulk(call.args().address(1), call.args().length(1));
        }
    }
}
