package dev.spinel.module.spi;

import dev.spinel.module.abi.JavaFunction;
import dev.spinel.module.abi.Native;
import dev.spinel.module.abi.StringCell;
import dev.spinel.module.api.BlockedClient;
import dev.spinel.module.api.BlockedClientApi;
import dev.spinel.module.api.UserApi;
import java.util.concurrent.CompletionStage;

/** Carries attempts to log in to an {@link Authenticator}, and its answers back. One per authenticator. */
final class LoginDesk {
    private static final int HANDLED = 0;
    private static final int NOT_HANDLED = 1;
    private static final String NO_SUCH_USER = "the user does not exist or is switched off";

    private final Functions functions;

    private LoginDesk(Functions functions) {
        this.functions = functions;
    }

    static void open(ModuleContext context, Authenticator authenticator) {
        LoginDesk desk = new LoginDesk(context.functions());
        JavaFunction function = desk.functions.deciding("authentication", HANDLED, (ctx, user, password, error, e) -> {
            Login login = authenticator.login(ctx, StringCell.toText(user), StringCell.toBytes(password));
            return desk.apply(ctx, error, login);
        });
        UserApi.registerAuthCallback(context.api(), function.address());
    }

    /** @param error where the words of a refusal go */
    private long apply(ModuleContext context, long error, Login login) {
        return switch (login) {
            case Login.Unknown() -> NOT_HANDLED;
            case Login.As(String user) -> context.actAs(user) ? HANDLED : refuse(context, error, NO_SUCH_USER);
            case Login.AsOwn(User user) -> context.actAs(user) ? HANDLED : refuse(context, error, NO_SUCH_USER);
            case Login.Refused(String message) -> refuse(context, error, message);
            case Login.Later(CompletionStage<Login> answer) -> defer(context, answer);
        };
    }

    private static long refuse(ModuleContext context, long error, String message) {
        Native.putLong(error, context.strings().create(message));
        return HANDLED;
    }

    private long defer(ModuleContext context, CompletionStage<Login> answer) {
        Wait wait = new Wait();
        wait.reply = functions.deciding("authentication", HANDLED, (ctx, user, password, error, e) ->
                wait.failure == null
                        ? apply(ctx, error, wait.login)
                        : refuse(ctx, error, String.valueOf(wait.failure.getMessage())));
        wait.end = functions.withContext("end of an authentication", (ctx, a, b, c) -> {
            functions.close(wait.reply);
            functions.close(wait.end);
        });
        BlockedClient client = BlockedClientApi.blockClientOnAuth(context.api(), wait.reply.address(),
                wait.end.address());
        answer.whenComplete((login, failure) -> {
            wait.login = login;
            wait.failure = failure;
            BlockedClientApi.unblockClient(client, BlockedCommand.HAS_OUTCOME);
        });
        return HANDLED;
    }

    /** One client that waits for the outcome of its attempt. */
    private static final class Wait {
        private JavaFunction reply;
        private JavaFunction end;
        private volatile Login login;
        private volatile Throwable failure;
    }
}
