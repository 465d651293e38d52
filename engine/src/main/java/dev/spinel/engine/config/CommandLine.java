package dev.spinel.engine.config;

import java.util.List;

/**
 * What the arguments of the server ask for: {@code [file] [-] [--name value...]... [-]}. Options become lines of
 * configuration that are read after the file and stdin, so they win.
 *
 * @param configFile path as given; null when there is none
 * @param readsStdin whether a lone hyphen stands first or last
 * @param options configuration text, one char per byte; empty when there are no options
 */
public record CommandLine(String configFile, boolean readsStdin, String options) {
    /** Reads arguments, the program's name excluded. {@code -h}, {@code -v} and their like are the caller's. */
    public static CommandLine of(List<String> arguments) {
        boolean hasFile = !arguments.isEmpty() && !arguments.get(0).startsWith("-");
        Options options = new Options(arguments);
        boolean readsStdin = options.read(hasFile ? 1 : 0);
        return new CommandLine(hasFile ? arguments.get(0) : null, readsStdin, options.text.toString());
    }

    /** The whole configuration: {@code fileText} and {@code stdinText} are empty when there is none. */
    public String merge(String fileText, String stdinText) {
        return fileText + stdinText + '\n' + options;
    }

    /** Turns options into lines; a name must have a value before the next name can come. */
    private static final class Options {
        private final List<String> arguments;
        private final StringBuilder text = new StringBuilder();
        private boolean lastIsComplete = true;

        Options(List<String> arguments) {
            this.arguments = arguments;
        }

        boolean read(int first) {
            boolean readsStdin = false;
            int last = arguments.size() - 1;
            for (int i = first; i <= last; i++) {
                String argument = arguments.get(i);
                if (argument.equals("-") && (i == 0 || i == last)) {
                    readsStdin = true;
                } else if (lastIsComplete && argument.startsWith("--")) {
                    addName(argument, i);
                } else {
                    text.append(ConfigWords.quote(ConfigWords.encode(argument))).append(' ');
                    lastIsComplete = true;
                }
            }
            return readsStdin;
        }

        /** A name may bring its value along, {@code "--port 6380"}; some names get by without one. */
        private void addName(String argument, int index) {
            text.append(text.isEmpty() ? "" : "\n").append(ConfigWords.encode(argument.substring(2))).append(' ');
            List<String> words = ConfigWords.split(argument);
            boolean isNameOnly = words != null && words.size() == 1;
            boolean isLast = index == arguments.size() - 1;
            boolean nameFollows = !isLast && arguments.get(index + 1).startsWith("--");
            boolean isSave = argument.equalsIgnoreCase("--save");
            if (isNameOnly && isSave && (isLast || nameFollows)) {
                text.append("\"\"");
            }
            boolean standsAlone = nameFollows && (isSave || argument.equalsIgnoreCase("--sentinel"));
            lastIsComplete = !isNameOnly || standsAlone;
        }
    }
}
