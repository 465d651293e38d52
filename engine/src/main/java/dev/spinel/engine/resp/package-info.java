/**
 * The wire format, without sockets.
 *
 * <ul>
 *   <li>{@link dev.spinel.engine.resp.RequestParser} bytes in, {@link dev.spinel.engine.resp.Args} out; {@link
 *       dev.spinel.engine.resp.ArgSource} is the reading side of arguments
 *   <li>{@link dev.spinel.engine.resp.ReplyBuilder} replies in RESP2 and RESP3; {@link
 *       dev.spinel.engine.resp.ReplyBlocks} lends its memory
 *   <li>{@link dev.spinel.engine.resp.Errors} texts of the common errors
 *   <li>{@link dev.spinel.engine.resp.Numbers}, {@link dev.spinel.engine.resp.Doubles}, {@link
 *       dev.spinel.engine.resp.Text}, {@link dev.spinel.engine.resp.InlineSplitter} the words inside
 * </ul>
 */
package dev.spinel.engine.resp;
