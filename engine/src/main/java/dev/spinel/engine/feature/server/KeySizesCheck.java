package dev.spinel.engine.feature.server;

import dev.spinel.engine.command.Call;
import dev.spinel.engine.command.CallListener;
import dev.spinel.engine.command.Executor;
import dev.spinel.engine.keyspace.Keyspace;
import dev.spinel.engine.memory.Invariant;

/**
 * DEBUG KEYSIZES-HIST-ASSERT: counts all keys again after every command and stops the server when INFO keysizes errs.
 */
final class KeySizesCheck implements CallListener {
    private final Keyspace keyspace;
    private final Executor executor;
    private boolean isFollowing;
    private boolean isOn;
    private String lastCommand = "";

    KeySizesCheck(Keyspace keyspace, Executor executor) {
        this.keyspace = keyspace;
        this.executor = executor;
    }

    /** Watches commands from the first time it is turned on: nobody else pays for it. */
    void turn(boolean on) {
        isOn = on;
        if (on && !isFollowing) {
            isFollowing = true;
            executor.addListener(this);
            executor.addUnitFollower(this::check);
        }
    }

    @Override
    public void onStart(Call call) {
        if (isOn) {
            lastCommand = call.row().fullName() + (call.argCount() > 1 ? " " + call.args().text(1) : "");
        }
    }

    private void check() {
        for (int i = 0; isOn && i < keyspace.databaseCount(); i++) {
            if (!keyspace.sizes().isRight(keyspace.database(i))) {
                throw Invariant.broken("INFO keysizes is wrong after " + lastCommand);
            }
        }
    }
}
