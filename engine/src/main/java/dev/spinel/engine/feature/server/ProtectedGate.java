package dev.spinel.engine.feature.server;

import dev.spinel.engine.client.Client;
import dev.spinel.engine.command.CommandFlag;
import dev.spinel.engine.command.CommandRow;
import dev.spinel.engine.command.Gate;
import dev.spinel.engine.config.Settings;
import dev.spinel.engine.resp.Args;
import dev.spinel.engine.resp.Errors;

/** Keeps DEBUG and MODULE from those whom {@code enable-debug-command} and {@code enable-module-command} shut out. */
final class ProtectedGate implements Gate {
    private static final byte[] NO_DEBUG = Errors.commandDisabled("DEBUG", "enable-debug-command");
    private static final byte[] NO_MODULE = Errors.commandDisabled("MODULE", "enable-module-command");

    private final Settings settings;

    ProtectedGate(Settings settings) {
        this.settings = settings;
    }

    @Override
    public byte[] refusal(Client client, CommandRow row, Args args) {
        if (!row.is(CommandFlag.PROTECTED)) {
            return null;
        }
        boolean isDebug = row.fullName().startsWith("debug");
        boolean allowed = ConfigCommands.isAllowed(
                isDebug ? settings.enableDebugCommand.value() : settings.enableModuleCommand.value(), client);
        if (allowed) {
            return null;
        }
        return isDebug ? NO_DEBUG : NO_MODULE;
    }
}
