package dev.spinel.module.spi;

/** The wrong number of arguments: answered with the usual error. */
final class WrongArity extends RuntimeException {
    private static final long serialVersionUID = 1L;

    WrongArity() {
        super("wrong number of arguments", null, false, false);
    }
}
