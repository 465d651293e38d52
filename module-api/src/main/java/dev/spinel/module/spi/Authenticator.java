package dev.spinel.module.spi;

/** Knows who clients are: asked before passwords are compared, the latest that was registered first. */
@FunctionalInterface
public interface Authenticator {
    /** @param user {@code default} when the client named nobody */
    Login login(ModuleContext context, String user, byte[] password) throws Exception;
}
