package dev.spinel.module.spi;

import dev.spinel.engine.port.OperatorLog;
import dev.spinel.engine.resp.ReplyBuilder;
import dev.spinel.module.abi.HandleTable;
import dev.spinel.module.abi.JavaFunction;
import dev.spinel.module.abi.Native;
import dev.spinel.module.abi.StringCell;
import dev.spinel.module.api.CallApi;
import dev.spinel.module.api.CommandApi;
import dev.spinel.module.api.ContextApi;
import dev.spinel.module.api.DefragApi;
import dev.spinel.module.api.DefragContext;
import dev.spinel.module.api.InfoApi;
import dev.spinel.module.api.InfoContext;
import dev.spinel.module.api.KeyspaceEventApi;
import dev.spinel.module.api.MemoryApi;
import dev.spinel.module.api.ModuleUser;
import dev.spinel.module.api.RdbApi;
import dev.spinel.module.api.RdbStream;
import dev.spinel.module.api.ReplyApi;
import dev.spinel.module.api.ServerEventApi;
import dev.spinel.module.api.SharedApi;
import dev.spinel.module.api.UserApi;
import java.lang.foreign.MemorySegment;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletionStage;
import java.util.function.Consumer;
import java.util.function.ToIntFunction;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * On whose behalf a module acts; everything a Java module does starts here. Valid until the callback that got it
 * returns, on its thread only.
 */
public final class ModuleContext {
    private final dev.spinel.module.api.ModuleContext api;
    private final Functions functions;

    ModuleContext(dev.spinel.module.api.ModuleContext api, Functions functions) {
        this.api = api;
        this.functions = functions;
    }

    /** Commands of this module. */
    public Commands commands() {
        return new Commands(this);
    }

    /** The answer being written. */
    public Reply reply() {
        return new Reply(this);
    }

    /** Keys of the selected database. */
    public Keys keys() {
        return new Keys(this);
    }

    /** Calls a command; a refusal is an error among the answers. What it changes stays here. */
    public Answer call(String command, Object... arguments) {
        return caller().call(command, arguments);
    }

    /** As {@link #call}, and the call is repeated to the append-only file and the replicas. */
    public Answer callReplicated(String command, Object... arguments) {
        return caller().replicated().call(command, arguments);
    }

    /** Calls commands under conditions, or such as wait. */
    public Caller caller() {
        return new Caller(this);
    }

    static List<byte[]> words(String command, Object[] arguments) {
        List<byte[]> words = new ArrayList<>();
        words.add(utf8(command));
        for (Object argument : arguments) {
            words.add(argument instanceof byte[] bytes ? bytes : utf8(argument.toString()));
        }
        return words;
    }

    /** Repeats the running command to the append-only file and the replicas as the client sent it. */
    public void replicateVerbatim() {
        CallApi.replicateVerbatim(api);
    }

    /** Repeats another command to the append-only file and the replicas. */
    public void replicate(String command, Object... arguments) {
        CallApi.replicate(api, words(command, arguments));
    }

    /** Calls back once, later. */
    public Timer after(Duration delay, Callback callback) {
        return Timer.start(this, delay, callback);
    }

    /**
     * Lets the client of the running command wait, in MULTI and scripts with an error at once.
     *
     * @param limit     how long; zero for ever
     * @param answerer  writes the answer once the command is completed
     * @param onTimeout writes the answer when the time is up
     */
    public <T> BlockedCommand<T> block(Duration limit, BlockedCommand.Answerer<T> answerer, Callback onTimeout) {
        return BlockedCommand.block(this, limit, answerer, onTimeout);
    }

    /** As {@link #block(Duration, BlockedCommand.Answerer, Callback)}, until a stage is complete. */
    public <T> void block(CompletionStage<T> stage, Duration limit, BlockedCommand.Answerer<T> answerer,
            Callback onTimeout) {
        BlockedCommand<T> blocked = block(limit, answerer, onTimeout);
        stage.whenComplete(blocked::complete);
    }

    /**
     * Lets the client of the running command wait until a key serves it, which is asked of one that came into being or
     * was signalled ({@link Keys#signal}); who waits longest comes first.
     *
     * @param limit how long; zero for ever
     */
    public void blockOnKeys(Duration limit, List<byte[]> keys, KeyWaiter waiter, Callback onTimeout) {
        KeyWait.begin(this, limit, keys, waiter, onTimeout);
    }

    /** Whether the command is only asked where its keys are, as one with the flag getkeys-api is: {@link #keyAt}. */
    public boolean asksForKeys() {
        return CommandApi.isKeysPositionRequest(api);
    }

    /** Tells that an argument is a key, and what is done with it. */
    public void keyAt(int index, CommandInfo.Use... uses) {
        CommandApi.keyAtPosWithFlags(api, index, CommandInfo.bits(uses));
    }

    /** Whether the command is only asked where its channels are, as one with the flag getchannels-api is. */
    public boolean asksForChannels() {
        return CommandApi.isChannelsPositionRequest(api);
    }

    /** Tells that an argument is a channel, and what is done with it. */
    public void channelAt(int index, ChannelUse... uses) {
        CommandApi.channelAtPosWithFlags(api, index, ChannelUse.bits(uses));
    }

    /**
     * Adds a type of values, while the module is loading.
     *
     * @param name    nine characters of A-Z a-z 0-9 - _, for ever the same
     * @param version of what {@link ValueMethods#save} writes, 0 to 1023
     */
    public <T> DataType<T> newDataType(String name, int version, Class<T> valueClass, ValueMethods<T> methods) {
        return DataType.create(this, name, version, valueClass, methods);
    }

    /** Listens to what happens to keys until the module goes. */
    public void onKeyEvent(Set<KeyEvent> kinds, KeyListener listener) {
        JavaFunction function = functions.withContext("key event", (context, kind, event, name) ->
                listener.onEvent(context, Native.text(event), StringCell.toBytes(name)));
        int bits = kinds.stream().mapToInt(KeyEvent::bit).reduce(0, (a, b) -> a | b);
        KeyspaceEventApi.subscribeToKeyspaceEvents(api, bits, function.address());
    }

    /** Once the command is over that the module hears of now, calls back, where changing keys is safe. */
    public void afterEvents(Callback callback) {
        JavaFunction[] own = new JavaFunction[1];
        own[0] = functions.withContext("job after events", (context, data, b, c) -> {
            functions.close(own[0]);
            callback.run(context);
        });
        KeyspaceEventApi.addPostNotificationJob(api, own[0].address(), 0, 0);
    }

    /** Listens to one kind of what happens to the server until the module goes, in place of an earlier listener. */
    public <E extends ServerEvent> void onServerEvent(Class<E> kind, ServerEvent.Listener<E> listener) {
        EventKind event = EventKind.of(kind);
        JavaFunction function = functions.deciding("server event", 0, (context, id, version, detail, data) -> {
            listener.onEvent(context, kind.cast(event.reader().read(context, (int) detail, data)));
            return 0;
        });
        ServerEventApi.subscribeToServerEvent(api, event.id(), EventKind.VERSION, function.address());
    }

    /** Shows every command to a filter before it is looked up, until the filter is closed or the module goes. */
    public RegisteredFilter filterCommands(CommandFilter filter) {
        return RegisteredFilter.register(this, filter);
    }

    /** The server's user of that name, to be closed; empty when there is none. */
    public Optional<User> user(String name) {
        ModuleUser user = strings().with(name, string ->
                UserApi.getModuleUserFromUserName(functions.module(), string));
        return user == null ? Optional.empty() : Optional.of(new User(functions.module(), user));
    }

    /** A user of the module's own, who may do nothing yet. Closing it ends the connections that act as it. */
    public User newUser(String name) {
        return new User(functions.module(), UserApi.createModuleUser(functions.module(), name));
    }

    /** The name of the user the client acts as. */
    public String userName() {
        return Strings.takenText(UserApi.getCurrentUserName(api));
    }

    /** Asks an authenticator when clients send AUTH or HELLO, until the module goes. */
    public void onLogin(Authenticator authenticator) {
        LoginDesk.open(this, authenticator);
    }

    /** Lets the client act as one of the server's users; false when there is none of that name, or it is off. */
    public boolean actAs(String user) {
        byte[] name = utf8(user);
        return UserApi.authenticateClientWithAclUser(api, scratch(name), name.length, 0, 0, 0) == ReplyApi.OK;
    }

    /** Lets the client act as a user, who must be kept as long; false when the user is switched off. */
    public boolean actAs(User user) {
        return UserApi.authenticateClientWithUser(api, user.api(), 0, 0, 0) == ReplyApi.OK;
    }

    /** The client this is about; 0 when there is none. */
    public long clientId() {
        return ContextApi.getClientId(api);
    }

    /** Takes a client's rights away and closes its connection; false when there is no such client. */
    public boolean disconnect(long clientId) {
        return UserApi.deauthenticateAndCloseClient(api, clientId) == ReplyApi.OK;
    }

    /**
     * Offers a function in native memory to other modules, in C or Java, while the module is loading: an upcall stub of
     * the module's own, say, which must live as long.
     */
    public void share(String name, MemorySegment function) {
        if (SharedApi.exportSharedApi(api, name, function.address()) != ReplyApi.OK) {
            throw new IllegalArgumentException("'" + name + "' is shared already");
        }
    }

    /** A function another module offers, which cannot be unloaded before this one; empty when nobody does. */
    public Optional<MemorySegment> shared(String name) {
        long address = SharedApi.getSharedApi(api, name);
        return address == 0 ? Optional.empty() : Optional.of(MemorySegment.ofAddress(address));
    }

    /** Writes all data to an RDB file; false when that failed, see the log. */
    public boolean saveTo(Path file) {
        return withStream(file, stream -> RdbApi.rdbSave(functions.module(), api, stream, 0));
    }

    /** Replaces all data by what an RDB file holds; false when it is not there or makes no sense, see the log. */
    public boolean loadFrom(Path file) {
        return withStream(file, stream -> RdbApi.rdbLoad(functions.module(), api, stream, 0));
    }

    private static boolean withStream(Path file, ToIntFunction<RdbStream> use) {
        RdbStream stream = RdbApi.rdbStreamCreateFromFile(file.toString());
        try {
            return use.applyAsInt(stream) == ReplyApi.OK;
        } finally {
            RdbApi.rdbStreamFree(stream);
        }
    }

    /** What INFO says now: a section, or the usual ones when that is empty. To be closed. */
    public ServerFields info(String section) {
        return ServerFields.read(this, section);
    }

    /** Settings of the server and of all modules. */
    public ServerSettings serverSettings() {
        return new ServerSettings(this);
    }

    /** The cluster the server is part of, or slots of one. */
    public Cluster cluster() {
        return new Cluster(this);
    }

    /** What holds for the server, and for the client the module acts for. */
    public Set<State> states() {
        int flags = ContextApi.getContextFlags(functions.module(), api);
        return Stream.of(State.values()).filter(state -> state.isIn(flags)).collect(Collectors.toUnmodifiableSet());
    }

    /** A client that is connected; empty when there is none of that id. */
    public Optional<ClientFacts> client(long id) {
        return ClientFacts.of(this, id);
    }

    /** Has memory that belongs to no key offered to be moved, in every cycle, until the module goes. */
    public void onDefrag(DefragListener listener) {
        JavaFunction function = functions.plain("defrag", (defrag, b, c) -> listener.onDefrag(
                new Defrag(strings(), HandleTable.resolve(defrag, DefragContext.class))) ? 1 : 0);
        DefragApi.registerDefragFunc2(api, function.address());
    }

    /** Settings of this module; to be declared while it loads. */
    public Settings settings() {
        return new Settings(this);
    }

    /** Lets the module write sections of its own when somebody asks INFO for them. */
    public void onInfo(Consumer<InfoWriter> writer) {
        JavaFunction function = functions.plain("INFO", (info, b, c) -> {
            writer.accept(new InfoWriter(HandleTable.resolve(info, InfoContext.class), strings()));
            return 0;
        });
        InfoApi.registerInfoFunc(api, function.address());
    }

    /** Sends a message to a channel; how many clients got it. */
    public int publish(String channel, byte[] message) {
        return strings().with(channel, name -> strings().with(message, text ->
                KeyspaceEventApi.publishMessage(functions.module(), api, name, text)));
    }

    /**
     * Runs callbacks soon on the thread that holds all data, each in a context of its own. Unlike the context it may be
     * kept as long as the module is loaded, and used by any thread.
     */
    public Tasks tasks() {
        return new Tasks(functions);
    }

    /** Writes a line to the operator log, level notice, with the module's name in front. */
    public void log(String text) {
        functions.module().server().log(OperatorLog.NOTICE, "<" + functions.module().name() + "> " + text);
    }

    /** Memory of the server that outlives the callback. Good as long as the module is loaded. */
    public NativeMemory memory() {
        return new NativeMemory(functions.module());
    }

    /** Bytes of {@code PoolAlloc}: counted as the module's, zeroed, gone when the callback returns. */
    public MemorySegment allocate(long bytes) {
        long address = MemoryApi.poolAlloc(api, bytes);
        return Native.segment(address, bytes).fill((byte) 0);
    }

    public int database() {
        return ContextApi.getSelectedDb(api);
    }

    /** Selects a database for this callback and its client. */
    public void selectDatabase(int index) {
        if (ContextApi.selectDb(api, index) != ReplyApi.OK) {
            throw new CommandError("ERR DB index is out of range");
        }
    }

    Strings strings() {
        return new Strings(functions.module());
    }

    dev.spinel.module.api.ModuleContext api() {
        return api;
    }

    Functions functions() {
        return functions;
    }

    /** Runs a handler; what it throws becomes the whole answer. */
    void answer(String command, CommandHandler handler, Arguments args) {
        ReplyBuilder reply = api.reply();
        long start = reply == null ? 0 : reply.position();
        try {
            handler.run(this, args);
            return;
        } catch (WrongArity wrong) {
            api.dropReply(start);
            ReplyApi.wrongArity(api);
        } catch (CommandError error) {
            api.dropReply(start);
            reply().error(error.getMessage());
        } catch (Throwable failure) {
            functions.log("command '" + command + "'", failure);
            api.dropReply(start);
            reply().error("ERR module '" + functions.module().name() + "' failed in command '" + command + "': "
                    + firstLine(failure));
        }
    }

    private static String firstLine(Throwable failure) {
        return failure.toString().lines().findFirst().orElse("");
    }

    /** A copy of bytes in native memory, gone with this context. */
    long scratch(byte[] bytes) {
        long address = MemoryApi.poolAlloc(api, bytes.length);
        Native.copyIn(bytes, 0, address, bytes.length);
        return address;
    }

    /** As {@link #scratch}, with a NUL behind. */
    long scratchText(String text) {
        byte[] bytes = utf8(text);
        long address = MemoryApi.poolAlloc(api, bytes.length + 1L);
        Native.copyIn(bytes, 0, address, bytes.length);
        Native.putByte(address + bytes.length, (byte) 0);
        return address;
    }

    private static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
