package dev.spinel.module.spi;

import dev.spinel.module.abi.HandleTable;
import dev.spinel.module.abi.JavaFunction;
import dev.spinel.module.api.CallPromise;
import dev.spinel.module.api.CallReply;
import dev.spinel.module.api.CallReplyApi;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/**
 * A called command that may wait for its answer. Good as long as the module is loaded, on the thread that holds all
 * data; the command is given up when the module goes.
 */
public final class StartedCall {
    private final Functions functions;
    private final CompletableFuture<Answer> answer = new CompletableFuture<>();
    private CallPromise promise;
    private JavaFunction function;
    private Listener listener;

    /** Is told the answer, in a context of its own. */
    @FunctionalInterface
    public interface Listener {
        void onAnswer(ModuleContext context, Answer answer) throws Exception;
    }

    private StartedCall(Functions functions) {
        this.functions = functions;
    }

    static StartedCall of(Functions functions, CallReply reply) {
        StartedCall call = new StartedCall(functions);
        if (reply == null || reply.promise() == null) {
            call.answer.complete(Answer.of(reply));
        } else {
            call.await(reply.promise());
        }
        return call;
    }

    private void await(CallPromise waiting) {
        promise = waiting;
        function = functions.withContext("answer of a call", (context, reply, data, c) -> {
            functions.close(function);
            settle(context, reply == 0 ? null : HandleTable.resolve(reply, CallReply.class));
        });
        promise.handler(function.address(), 0);
    }

    private void settle(ModuleContext context, CallReply reply) throws Exception {
        Answer given = Answer.of(reply);
        if (reply != null) {
            CallReplyApi.freeCallReply(reply);
        }
        answer.complete(given);
        if (listener != null) {
            listener.onAnswer(context, given);
        }
    }

    /** The answer; complete at once when the command did not wait. Cancelled with the command. */
    public CompletionStage<Answer> answer() {
        return answer.minimalCompletionStage();
    }

    /** Whether the answer is there already. */
    public boolean isDone() {
        return answer.isDone();
    }

    /** Tells a listener the answer of a command that waits, in one transaction with what the command changes. */
    public void onAnswer(Listener told) {
        listener = told;
    }

    /** Gives the command up; false when it is done already. */
    public boolean abort() {
        if (promise == null || !promise.abort()) {
            return false;
        }
        functions.close(function);
        answer.cancel(false);
        return true;
    }
}
