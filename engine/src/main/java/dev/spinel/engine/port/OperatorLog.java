package dev.spinel.engine.port;

/** The log an operator reads. Called from any thread; never throws. */
public interface OperatorLog {
    int DEBUG = 0;
    int VERBOSE = 1;
    int NOTICE = 2;
    int WARNING = 3;

    /** Keeps nothing. */
    OperatorLog NONE = new OperatorLog() {
        @Override
        public boolean isEnabled(int level) {
            return false;
        }

        @Override
        public void log(int level, String text) {}
    };

    /** Whether lines of this level are kept at all. */
    boolean isEnabled(int level);

    /** Adds one line. */
    void log(int level, String text);
}
