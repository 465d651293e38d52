package dev.spinel.engine.feature.server;

import dev.spinel.engine.command.Call;
import dev.spinel.engine.command.CommandTable;
import dev.spinel.engine.resp.Text;
import dev.spinel.engine.stats.ServerVersion;

/** LOLWUT: a cut stone, its facets drawn by an interference of two waves. */
final class LolwutCommand {
    private static final String SHADES = " .:-=+*#%@";
    private static final byte[] VERSION_OPTION = Text.bytes("version");
    private static final int MAX_SIZE = 60;
    private static final int DEFAULT_SIZE = 15;
    /** Later versions have no drawing, only the name. */
    private static final int NEWEST_DRAWING = 7;

    private LolwutCommand() {}

    static void register(CommandTable table) {
        table.add("LOLWUT", LolwutCommand::draw);
    }

    /** {@code LOLWUT [VERSION n] [half-height]}. */
    private static void draw(Call call) {
        boolean versioned = call.argCount() > 2 && call.args().is(1, VERSION_OPTION);
        int first = versioned ? 3 : 1;
        if (versioned && call.integer(2) > NEWEST_DRAWING && !call.failed()) {
            call.reply().verbatim("txt", Text.bytes("Redis ver. " + ServerVersion.REDIS + "\n"));
            return;
        }
        long size = call.argCount() > first && !isLoneOption(call)
                ? Math.clamp(call.integer(first), 2, MAX_SIZE) : DEFAULT_SIZE;
        if (call.failed()) {
            return;
        }
        StringBuilder text = new StringBuilder();
        for (long y = -size; y <= size; y++) {
            long half = (size - Math.abs(y)) * 2;
            text.append(" ".repeat((int) (size * 2 - half)));
            for (long x = -half; x <= half; x++) {
                text.append(shade(x / 2.0, y, call.nowMs()));
            }
            text.append('\n');
        }
        text.append("\nRedis ver. ").append(ServerVersion.REDIS).append(", cut as Spinel ")
                .append(ServerVersion.SPINEL).append('\n');
        call.reply().verbatim("txt", Text.bytes(text.toString()));
    }

    private static boolean isLoneOption(Call call) {
        return call.argCount() == 2 && call.args().is(1, VERSION_OPTION);
    }

    private static char shade(double x, double y, long nowMs) {
        double phase = nowMs % 100_000 / 1000.0;
        double light = Math.sin(Math.hypot(x, y) - phase) + Math.cos((Math.abs(x) - Math.abs(y)) / 2 + phase);
        int index = (int) Math.floor((light + 2) / 4 * SHADES.length());
        return SHADES.charAt(Math.clamp(index, 0, SHADES.length() - 1));
    }
}
