package dev.spinel.module.spi;

/** What runs for a command. */
@FunctionalInterface
public interface CommandHandler {
    /**
     * Answers one command by {@link ModuleContext#reply}, or blocks its client.
     *
     * @param args valid until the handler returns
     * @throws CommandError     to answer that error
     * @throws Exception any other: the client gets an error that names module and command, the log gets the stack
     */
    void run(ModuleContext context, Arguments args) throws Exception;
}
