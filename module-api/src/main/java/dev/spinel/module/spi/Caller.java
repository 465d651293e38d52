package dev.spinel.module.spi;

import dev.spinel.engine.memory.Mem;
import dev.spinel.module.api.CallApi;
import dev.spinel.module.api.CallReply;
import dev.spinel.module.api.CallReplyApi;
import dev.spinel.module.api.ReplyApi;
import dev.spinel.module.api.UserApi;
import java.util.function.Function;

/** Calls commands. Each condition makes another caller; a refusal is an answer, too. Valid as its context. */
public final class Caller {
    private static final String ERRORS_AS_REPLIES = "E";

    private final ModuleContext context;
    private final String letters;
    private final User user;

    Caller(ModuleContext context) {
        this(context, ERRORS_AS_REPLIES, null);
    }

    private Caller(ModuleContext context, String letters, User user) {
        this.context = context;
        this.letters = letters;
        this.user = user;
    }

    private Caller with(String letter) {
        return new Caller(context, letters + letter, user);
    }

    /** Calls are repeated to the append-only file and the replicas. */
    public Caller replicated() {
        return with("!");
    }

    /** Of what is repeated, nothing goes to the append-only file. */
    public Caller notToFile() {
        return with("A");
    }

    /** Of what is repeated, nothing goes to the replicas. */
    public Caller notToReplicas() {
        return with("R");
    }

    /** Answers are those of RESP3. */
    public Caller resp3() {
        return with("3");
    }

    /** Answers are those of the version the client speaks. */
    public Caller respOfClient() {
        return with("0");
    }

    /** Only what the client's user may do. */
    public Caller asUser() {
        return with("C");
    }

    /** Only what a user may do. */
    public Caller as(User other) {
        return new Caller(context, letters + "C", other);
    }

    /** Only what scripts may do. */
    public Caller asScript() {
        return with("S");
    }

    /** No writes. */
    public Caller readOnly() {
        return with("W");
    }

    /** Nothing that takes memory when that is short. */
    public Caller withinMemory() {
        return with("M");
    }

    /** Commands do not run; whether they would be refused is the answer. */
    public Caller onlyTrying() {
        return with("D");
    }

    /** Calls a command. Arguments are {@code byte[]}, or anything by its text. */
    public Answer call(String command, Object... arguments) {
        return call(letters, command, arguments, Answer::of);
    }

    /** As {@link #call}: the answer as the bytes of the protocol; empty when there is none. */
    public byte[] protocol(String command, Object... arguments) {
        return call(letters, command, arguments, reply -> {
            long address = reply == null ? 0 : CallReplyApi.callReplyProto(reply, 0);
            return address == 0 ? new byte[0] : Mem.toBytes(address, reply.protocolLength());
        });
    }

    /**
     * Calls a command and answers the client what it answered.
     *
     * @return false when that takes RESP3, which the client does not speak, or there was no answer
     */
    public boolean forward(String command, Object... arguments) {
        return call(letters, command, arguments, reply ->
                ReplyApi.OK == CallReplyApi.replyWithCallReply(context.api(), reply));
    }

    /** Calls a command that may wait, whose answer then comes later. */
    public StartedCall start(String command, Object... arguments) {
        return call(letters + "K", command, arguments, reply -> StartedCall.of(context.functions(), reply));
    }

    private <T> T call(String format, String command, Object[] arguments, Function<CallReply, T> use) {
        if (user != null) {
            UserApi.setContextUser(context.api(), user.api());
        }
        CallReply reply = null;
        try {
            reply = CallApi.call(context.api(), format, ModuleContext.words(command, arguments));
            return use.apply(reply);
        } finally {
            if (reply != null) {
                CallReplyApi.freeCallReply(reply);
            }
            if (user != null) {
                UserApi.setContextUser(context.api(), null);
            }
        }
    }
}
