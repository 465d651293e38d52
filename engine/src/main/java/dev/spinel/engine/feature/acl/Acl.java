package dev.spinel.engine.feature.acl;

import dev.spinel.engine.client.Client;
import dev.spinel.engine.client.ClientFlag;
import dev.spinel.engine.client.Clients;
import dev.spinel.engine.client.Transaction;
import dev.spinel.engine.client.User;
import dev.spinel.engine.command.Call;
import dev.spinel.engine.command.CommandFactsLoader;
import dev.spinel.engine.command.CommandRow;
import dev.spinel.engine.command.CommandTable;
import dev.spinel.engine.command.Executor;
import dev.spinel.engine.command.KeyFlag;
import dev.spinel.engine.command.Permissions;
import dev.spinel.engine.config.Choice;
import dev.spinel.engine.config.Settings;
import dev.spinel.engine.feature.connection.ClientLine;
import dev.spinel.engine.feature.connection.Credentials;
import dev.spinel.engine.port.AclFile;
import dev.spinel.engine.resp.ArgSource;
import dev.spinel.engine.resp.Args;
import dev.spinel.engine.resp.Errors;
import dev.spinel.engine.resp.Text;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;

/**
 * The users of the server and what they may do: for dispatch, for transactions, for modules. A null user may do
 * everything. Owned by the reactor; one per engine. Source: acl.c.
 */
public final class Acl implements Permissions, Credentials {
    public static final String DEFAULT_NAME = "default";

    private static final String RULES_CHANGED = "NOPERM ACLs rules changed between the moment the transaction was "
            + "accumulated and the EXEC call. This command is no longer allowed for the following reason: ";

    private final Clients clients;
    private final Executor executor;
    private final Settings settings;
    private final CommandCatalog catalog;
    private final Map<String, AclUser> users = new TreeMap<>();
    private final AclUser defaultUser;
    private final RightsCheck check = new RightsCheck();
    private final AclLog log;
    private final AclLoader loader = new AclLoader(this);
    private final List<Runnable> onRulesChange = new ArrayList<>();
    private final List<Consumer<Client>> onUserChange = new ArrayList<>();
    private Authenticator authenticator = (call, user, password) -> Authenticator.Verdict.NOT_HANDLED;
    private AclFile file = AclFile.NONE;

    private Acl(CommandTable table, Executor executor, Clients clients, Settings settings) {
        this.clients = clients;
        this.executor = executor;
        this.settings = settings;
        catalog = new CommandCatalog(table);
        log = new AclLog(settings.acllogMaxLen);
        defaultUser = newDefaultUser();
        users.put(DEFAULT_NAME, defaultUser);
    }

    /** Makes the users, adds the commands of this room and stands before all others. */
    public static Acl register(CommandTable table, Executor executor, Clients clients, Settings settings) {
        Acl acl = new Acl(table, executor, clients, settings);
        executor.permissions(acl);
        executor.addGate(new AclGate(acl));
        AclCommands.register(table, acl);
        return acl;
    }

    // ---- users

    /** The user of clients that did not say who they are. */
    public AclUser defaultUser() {
        return defaultUser;
    }

    /** The user of that name, or null. */
    public AclUser user(String name) {
        return users.get(name);
    }

    @Override
    public boolean hasUser(String name) {
        return users.containsKey(name);
    }

    /** All users by name. */
    public Collection<AclUser> users() {
        return users.values();
    }

    /** A user nobody can find, who may do nothing: to try rules on, and for modules. */
    public AclUser newUser(String name) {
        boolean allChannels = settings.aclPubsubDefault.value() == Choice.PubsubDefault.ALLCHANNELS;
        return new AclUser(name, catalog, allChannels);
    }

    private AclUser newDefaultUser() {
        AclUser user = newUser(DEFAULT_NAME);
        List.of("+@all", "~*", "&*", "on", "nopass").forEach(user::apply);
        return user;
    }

    /** Makes or changes a user as ACL SETUSER does: all rules or none. Null, or what is wrong. */
    public String set(String name, List<String> rules) {
        AclUser known = users.get(name);
        AclUser trial = newUser(name);
        if (known != null) {
            trial.copyFrom(known);
        }
        String error = AclLoader.apply(trial, rules);
        if (error != null) {
            return error;
        }
        if (known == null) {
            users.put(name, trial);
        } else {
            new LostChannels(trial, known).closeSubscribers(clients, this::close);
            known.copyFrom(trial);
        }
        onRulesChange.forEach(Runnable::run);
        return null;
    }

    /** Applies rules to a user that may be a module's own: all rules or none. Null, or what is wrong. */
    public String change(AclUser user, List<String> rules) {
        AclUser trial = newUser(user.name());
        trial.copyFrom(user);
        String error = AclLoader.apply(trial, rules);
        if (error == null) {
            user.copyFrom(trial);
        }
        return error;
    }

    /** Removes a user and closes its connections; whether there was one. */
    boolean delete(String name) {
        AclUser user = users.remove(name);
        if (user != null) {
            closeAll(user);
        }
        return user != null;
    }

    /** Closes the connections of a user that goes. */
    public void closeAll(User user) {
        for (Client client : List.copyOf(clients.all())) {
            if (client.user() == user) {
                close(client);
            }
        }
    }

    /** Takes a client's rights away and closes it, after the reply when it is the one that is asking. */
    public void close(Client client) {
        client.user(defaultUser);
        client.set(ClientFlag.AUTHENTICATED, false);
        if (client == executor.currentClient()) {
            client.set(ClientFlag.CLOSE_AFTER_REPLY, true);
        } else if (client.connection() != null) {
            client.connection().closeSoon();
        }
    }

    /** {@code requirepass}: the password of the default user, none when null or empty. */
    public void defaultPassword(String password) {
        boolean none = password == null || password.isEmpty();
        defaultUser.apply("resetpass");
        defaultUser.apply(none ? "nopass" : ">" + password);
    }

    // ---- who a client is

    @Override
    public boolean isAuthRequired(Client client) {
        return !client.is(ClientFlag.AUTHENTICATED) && isAuthRequired();
    }

    /** Whether clients that did not say who they are have to. */
    boolean isAuthRequired() {
        return !isDefaultOpen() || !defaultUser.isEnabled();
    }

    @Override
    public boolean isDefaultOpen() {
        return defaultUser.needsNoPassword();
    }

    /** Lets modules decide before passwords do. */
    public void authenticator(Authenticator chosen) {
        authenticator = chosen;
    }

    /** Runs {@code action} whenever rules of users have changed. */
    public void onRulesChange(Runnable action) {
        onRulesChange.add(action);
    }

    /** Hears of every client that becomes another user. */
    public void onUserChange(Consumer<Client> listener) {
        onUserChange.add(listener);
    }

    @Override
    public void reset(Client client) {
        become(client, defaultUser, !isAuthRequired());
    }

    /** A client has connected. */
    public void connected(Client client) {
        client.user(defaultUser);
        client.set(ClientFlag.AUTHENTICATED, !isAuthRequired());
    }

    /** Makes a client act as a user. */
    public void become(Client client, AclUser user, boolean authenticated) {
        client.user(user);
        client.set(ClientFlag.AUTHENTICATED, authenticated);
        onUserChange.forEach(listener -> listener.accept(client));
    }

    @Override
    public boolean login(Call call, String name, byte[] password) {
        return switch (authenticator.authenticate(call, name, password)) {
            case ACCEPTED -> true;
            case REFUSED, PENDING -> false;
            case NOT_HANDLED -> loginByPassword(call, name, password);
        };
    }

    /** As {@link #login}, by password only. */
    public boolean loginByPassword(Call call, String name, byte[] password) {
        AclUser user = users.get(name);
        if (user != null && user.accepts(password)) {
            become(call.client(), user, true);
            return true;
        }
        log(call.client(), Denial.AUTH, context(call.client()), call.args().text(0), name);
        call.fail(Errors.WRONG_PASS);
        return false;
    }

    // ---- what a user may do

    /**
     * Why a user may not run a command with these arguments, of {@link Denial}; {@link #deniedArg} tells which one it
     * was.
     *
     * @param user null may do everything
     * @param args from the command's name on
     */
    public int check(AclUser user, CommandRow row, ArgSource args) {
        return user == null ? Denial.NONE : check.check(user, row, args);
    }

    /** Position of the key or channel the last {@link #check} refused; 0 for the command itself. */
    public int deniedArg() {
        return check.position();
    }

    /** Whether a user may use a key as the flags, from {@link KeyFlag}, say. */
    public boolean mayUseKey(AclUser user, long address, long length, int flags) {
        return user == null
                || user.selectors().stream().anyMatch(selector -> selector.allowsKey(address, length, flags));
    }

    /** Whether a user may use every key that starts so, as the flags say. */
    public boolean mayUseKeysWithPrefix(AclUser user, byte[] prefix, int flags) {
        return user == null
                || user.selectors().stream().anyMatch(selector -> selector.allowsPrefix(prefix, flags));
    }

    /** Whether a user may use a channel; a pattern must be one of the user's to the letter. */
    public boolean mayUseChannel(AclUser user, long address, long length, boolean isPattern) {
        return user == null
                || user.selectors().stream().anyMatch(each -> each.allowsChannel(address, length, isPattern));
    }

    @Override
    public boolean mayReadEveryKey(Call call) {
        AclUser user = (AclUser) call.client().user();
        return user == null || user.isUnrestricted()
                || check.allowsWithEveryKey(user, call.row(), call.args(), KeyFlag.ACCESS);
    }

    /** The error of a refused call; notes it in the log. Null when it is allowed. */
    byte[] refusal(Client client, AclUser user, CommandRow row, Args args) {
        int denial = check.check(user, row, args);
        if (denial == Denial.NONE) {
            return null;
        }
        log(client, denial, context(client), deniedObject(denial, row, args), user.name());
        return Errors.oneLine("NOPERM " + denialText(denial, user, row, args, false));
    }

    @Override
    public byte[] queuedRefusal(Client client, CommandRow row, Args args) {
        AclUser user = (AclUser) client.user();
        int denial = check(user, row, args);
        if (denial == Denial.NONE) {
            return null;
        }
        log(client, denial, AclLog.Context.MULTI, deniedObject(denial, row, args), user.name());
        return Errors.bytes(RULES_CHANGED + switch (denial) {
            case Denial.COMMAND -> "no permission to execute the command or subcommand";
            case Denial.KEY -> "no permission to touch the specified keys";
            default -> "no permission to access one of the channels used as arguments";
        });
    }

    /** What was refused by the last check: a command, a key or a channel. */
    public String deniedObject(int denial, CommandRow row, ArgSource args) {
        return denial == Denial.COMMAND
                ? row.facts().fullName()
                : Text.string(args.address(deniedArg()), args.length(deniedArg()));
    }

    /** What a client is told of the last check, without the code. With {@code named} keys and channels are named. */
    public String denialText(int denial, User user, CommandRow row, ArgSource args, boolean named) {
        String who = "User " + user.name() + " has no permissions to ";
        if (denial == Denial.COMMAND) {
            return who + "run the '" + row.facts().fullName() + "' command";
        }
        String kind = denial == Denial.KEY ? "key" : "channel";
        return named
                ? who + "access the '" + deniedObject(denial, row, args) + "' " + kind
                : "No permissions to access a " + kind;
    }

    // ---- the log

    /** What was refused. */
    public AclLog log() {
        return log;
    }

    /** Notes a refusal; the client that is asking is told with it, whoever calls for it. */
    public void log(Client client, int denial, AclLog.Context context, String object, String user) {
        Client asking = executor.currentClient() == null ? client : executor.currentClient();
        long nowMs = executor.nowMicros() / 1000;
        String info = ClientLine.of(asking, nowMs);
        log.add(denial, context, object, user, info, nowMs);
    }

    private static AclLog.Context context(Client client) {
        Transaction transaction = client.transaction();
        boolean inside = transaction != null && (transaction.isOpen() || !transaction.queued().isEmpty());
        return inside ? AclLog.Context.MULTI : AclLog.Context.TOPLEVEL;
    }

    // ---- configuration and file

    /** Plugs in the file {@code aclfile} names. */
    public void file(AclFile chosen) {
        file = chosen;
    }

    boolean hasFile() {
        return settings.aclfile.isSet();
    }

    /**
     * What is wrong with a {@code user} line, the word {@code user} excluded, as far as it can be told before modules
     * add their commands; or null.
     */
    public static String declarationError(List<String> words) {
        CommandCatalog known = new CommandCatalog(new CommandTable(CommandFactsLoader.load()));
        AclUser trial = new AclUser(words.get(0), known, false);
        int[] openAt = new int[1];
        List<String> rules = AclLoader.joinSelectors(words.subList(1, words.size()), openAt);
        if (rules == null) {
            return declarationError(words.get(openAt[0] + 1), RuleError.SYNTAX);
        }
        for (String rule : rules) {
            RuleError error = trial.apply(rule);
            if (error != null && error != RuleError.UNKNOWN_COMMAND) {
                return declarationError(rule, error);
            }
        }
        return null;
    }

    /** What is told of a wrong word of a {@code user} line. */
    public static String declarationError(String word, RuleError error) {
        return "Error in user declaration '" + word + "': " + error.text();
    }

    /** Takes a {@code user} line of the configuration, the word {@code user} excluded. Null, or what is wrong. */
    public String loadConfigured(List<String> words) {
        String name = words.get(0);
        if (AclUser.hasSpaces(name)) {
            return "Spaces not allowed in ACL usernames";
        }
        AclUser user = newUser(name);
        List<String> rules = AclLoader.joinSelectors(words.subList(1, words.size()), new int[1]);
        for (String rule : rules == null ? List.<String>of() : rules) {
            RuleError error = user.apply(rule);
            if (error != null) {
                return "Error loading ACL rule '" + rule + "' for the user named '" + name + "': " + error.text();
            }
        }
        if (name.equals(DEFAULT_NAME)) {
            defaultUser.copyFrom(user);
            onRulesChange.forEach(Runnable::run);
        } else {
            users.put(name, user);
        }
        return null;
    }

    /** Makes the users those of the file; null, or what is wrong, and then nothing has changed. */
    public String load() {
        String name = settings.aclfile.value();
        String text;
        try {
            text = file.read();
        } catch (IOException failure) {
            return "Error loading ACLs, opening file '" + name + "': " + failure.getMessage();
        }
        AclLoader.Result result = loader.parse(name, text);
        if (result.errors() == null) {
            replaceUsers(result.users());
        }
        return result.errors();
    }

    /** Clients keep their names; those without a user of that name, or with a channel they may not hear, go. */
    private void replaceUsers(Map<String, AclUser> loaded) {
        Map<String, AclUser> old = new TreeMap<>(users);
        AclUser oldDefault = newUser(DEFAULT_NAME);
        oldDefault.copyFrom(defaultUser);
        AclUser newDefault = loaded.remove(DEFAULT_NAME);
        defaultUser.copyFrom(newDefault == null ? newDefaultUser() : newDefault);
        users.clear();
        users.putAll(loaded);
        users.put(DEFAULT_NAME, defaultUser);
        onRulesChange.forEach(Runnable::run);
        for (Client client : List.copyOf(clients.all())) {
            if (client.user() != null) {
                rebind(client, client.user() == defaultUser ? oldDefault : old.get(client.userName()));
            }
        }
    }

    private void rebind(Client client, AclUser before) {
        AclUser now = users.get(client.userName());
        if (now == null || before != null && new LostChannels(now, before).concerns(client)) {
            close(client);
        } else {
            client.user(now);
        }
    }

    /** Writes the users to the file. */
    void save() throws IOException {
        StringBuilder text = new StringBuilder();
        lines().forEach(line -> text.append("user ").append(line).append('\n'));
        file.write(text.toString());
    }

    /** The users as {@code name rules}, for ACL LIST and configuration files. */
    public List<String> lines() {
        return users.values().stream().map(user -> user.name() + " " + user.describe()).toList();
    }

    /** The bits of a category by its name in any case; 0 when there is none. */
    long category(String name) {
        return catalog.category(name);
    }
}
