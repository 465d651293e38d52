/**
 * RESP, the wire protocol: bytes in, arguments out; values in, reply bytes out. Knows no socket and no command.
 *
 * <ul>
 *   <li>{@link dev.spinel.engine.resp.ArgSource}: the arguments of a request as addresses and lengths.
 *   <li>{@link dev.spinel.engine.resp.Errors}: the error replies several rooms share.
 * </ul>
 */
package dev.spinel.engine.resp;
