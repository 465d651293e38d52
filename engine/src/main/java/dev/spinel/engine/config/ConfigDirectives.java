package dev.spinel.engine.config;

import java.util.List;

/**
 * What a configuration file may say besides settings. Each method returns null when fine, else the reason printed in
 * the report.
 */
public interface ConfigDirectives {
    /** Renames a command; an empty {@code to} takes it away. */
    String renameCommand(String from, String to);

    /** Declares an ACL user: {@code user name rule...}, the word {@code user} included. */
    String user(List<String> words);

    /** Asks for a module to be loaded once the settings are read. */
    String loadModule(String path, List<String> args);

    /** A setting named {@code module.name}, kept until its module is loaded. */
    String moduleSetting(String name, String value);

    /** A line for Sentinel, the word {@code sentinel} excluded; never empty. */
    String sentinel(List<String> words);

    /**
     * The text an {@code include} names, encoded as {@link ConfigWords#encode} does.
     *
     * @param pattern a path; with {@code * ? [} all files it matches, one after the other, perhaps none
     * @throws ConfigError {@link ConfigError#unreadable}
     */
    String include(String pattern) throws ConfigError;
}
