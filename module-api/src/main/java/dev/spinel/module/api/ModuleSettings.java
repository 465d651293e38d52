package dev.spinel.module.api;

import dev.spinel.engine.config.ConfigWords;
import dev.spinel.engine.config.LongSetting;
import dev.spinel.engine.resp.Text;
import dev.spinel.module.abi.Callbacks;
import dev.spinel.module.abi.StringCell;
import java.util.List;

/** The four kinds of settings a module can have. */
final class ModuleSettings {
    private ModuleSettings() {}

    /** A yes or no. */
    static final class Bool extends ModuleSetting {
        private final boolean byDefault;
        private final long getter;
        private final long setter;

        Bool(LoadedModule module, String name, boolean byDefault, int flags, long getter, long setter, long apply,
                long privateData) {
            super(module, name, flags, apply, privateData);
            this.byDefault = byDefault;
            this.getter = getter;
            this.setter = setter;
        }

        private boolean value() {
            return Callbacks.intPp(getter, nameAddress(), privateData()) != 0;
        }

        @Override
        public String text() {
            return value() ? "yes" : "no";
        }

        @Override
        public String assign(List<String> words) {
            boolean yes = words.get(0).equalsIgnoreCase("yes");
            if (!yes && !words.get(0).equalsIgnoreCase("no")) {
                return "argument must be 'yes' or 'no'";
            }
            return value() == yes ? null : set(yes);
        }

        @Override
        String assignDefault() {
            return set(byDefault);
        }

        private String set(boolean value) {
            return complaint(
                    Callbacks.intPipp(setter, nameAddress(), value ? 1 : 0, privateData(), errorAddress()));
        }

        @Override
        protected void rewrite(RewriteSink out) {
            out.line(this, text(), value() != byDefault);
        }
    }

    /** A number within bounds, or an amount of memory. */
    static final class Numeric extends ModuleSetting {
        private final LongSetting rules;
        private final long byDefault;
        private final long getter;
        private final long setter;

        /** @param rules how the number is read and checked */
        Numeric(LoadedModule module, String name, LongSetting rules, int flags, long getter, long setter, long apply,
                long privateData) {
            super(module, name, flags, apply, privateData);
            this.rules = rules;
            this.byDefault = rules.value();
            this.getter = getter;
            this.setter = setter;
        }

        /** The number as the module tells it. */
        long value() {
            return Callbacks.longPp(getter, nameAddress(), privateData());
        }

        @Override
        public String text() {
            rules.replace(value());
            return rules.text();
        }

        @Override
        public String assign(List<String> words) {
            String complaint = rules.assign(words);
            if (complaint != null) {
                return complaint;
            }
            return value() == rules.value() ? null : set(rules.value());
        }

        @Override
        String assignDefault() {
            return set(byDefault);
        }

        private String set(long value) {
            return complaint(Callbacks.intPppp(setter, nameAddress(), value, privateData(), errorAddress()));
        }

        @Override
        protected void rewrite(RewriteSink out) {
            rules.replace(value());
            out.line(this, rules.fileText(), value() != byDefault);
        }
    }

    /** A string. */
    static final class Word extends ModuleSetting {
        private final byte[] byDefault;
        private final long getter;
        private final long setter;

        /** @param byDefault null for none */
        Word(LoadedModule module, String name, byte[] byDefault, int flags, long getter, long setter, long apply,
                long privateData) {
            super(module, name, flags, apply, privateData);
            this.byDefault = byDefault;
            this.getter = getter;
            this.setter = setter;
        }

        @Override
        public String text() {
            long value = Callbacks.longPp(getter, nameAddress(), privateData());
            return value == 0 ? "" : Text.string(StringCell.bytes(value), StringCell.length(value));
        }

        @Override
        public String assign(List<String> words) {
            return words.get(0).equals(text()) ? null : set(Text.bytes(words.get(0)));
        }

        @Override
        String assignDefault() {
            return set(byDefault == null ? new byte[0] : byDefault);
        }

        private String set(byte[] value) {
            long string = StringCell.create(module().memory().strings(), value);
            try {
                return complaint(
                        Callbacks.intPppp(setter, nameAddress(), string, privateData(), errorAddress()));
            } finally {
                StringCell.release(string);
            }
        }

        @Override
        protected void rewrite(RewriteSink out) {
            String value = text();
            out.line(this, ConfigWords.quote(value), byDefault == null || !value.equals(Text.string(byDefault)));
        }
    }

    /** One of a few names, or, as a set of bits, several. */
    static final class Choice extends ModuleSetting {
        private final String[] names;
        private final int[] values;
        private final int byDefault;
        private final long getter;
        private final long setter;

        Choice(LoadedModule module, String name, int byDefault, String[] names, int[] values, int flags, long getter,
                long setter, long apply, long privateData) {
            super(module, name, flags, apply, privateData);
            this.byDefault = byDefault;
            this.names = names;
            this.values = values;
            this.getter = getter;
            this.setter = setter;
        }

        private int value() {
            return Callbacks.intPp(getter, nameAddress(), privateData());
        }

        @Override
        public String text() {
            return text(value());
        }

        private String text(int value) {
            StringBuilder text = new StringBuilder();
            int rest = value;
            for (int i = 0; i < names.length; i++) {
                if (value == values[i]) {
                    return names[i];
                }
                if (is(MULTI_WORD) && values[i] != 0 && (rest & values[i]) == values[i]) {
                    text.append(text.isEmpty() ? "" : " ").append(names[i]);
                    rest &= ~values[i];
                }
            }
            return text.isEmpty() || rest != 0 ? "unknown" : text.toString();
        }

        @Override
        public String assign(List<String> words) {
            int value = 0;
            for (String word : words) {
                int index = indexOf(word);
                if (index < 0) {
                    return mustBeOneOf();
                }
                value |= values[index];
            }
            if (words.isEmpty()) {
                return mustBeOneOf();
            }
            return value() == value ? null : set(value);
        }

        private int indexOf(String word) {
            for (int i = 0; i < names.length; i++) {
                if (names[i].equalsIgnoreCase(word)) {
                    return i;
                }
            }
            return -1;
        }

        private String mustBeOneOf() {
            return "argument(s) must be one of the following: " + String.join(", ", names);
        }

        @Override
        String assignDefault() {
            return set(byDefault);
        }

        private String set(int value) {
            return complaint(Callbacks.intPipp(setter, nameAddress(), value, privateData(), errorAddress()));
        }

        @Override
        protected void rewrite(RewriteSink out) {
            out.line(this, text(), value() != byDefault);
        }
    }
}
