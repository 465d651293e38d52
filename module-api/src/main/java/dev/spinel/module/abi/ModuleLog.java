package dev.spinel.module.abi;

/** Where the C side reports trouble. Called from any thread; must not throw. */
public interface ModuleLog {
    /** A function of the API failed inside the server; the module got 0 or NULL. */
    void failure(String module, String function, Throwable cause);

    /** Something an operator should know about a module. */
    void warning(String module, String text);
}
