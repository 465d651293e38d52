/**
 * The compatibility suite: one scenario, two targets. Every step goes to the real redis-server of this machine (the oracle, 7.0.15)
 * and to Spinel, and the reply bytes must be equal.
 *
 * <pre>
 * Scenario            one file of {@code compat/*.scenario}, cut into steps
 * Words               splits a line the way redis-cli does, quotes and escapes included
 * Comparison          brings a reply into the form in which two servers must agree
 * ScenarioRunner      plays steps against both servers and reports the first difference of a step
 * MissingFeatures     why a command is not there yet: {@code compat/missing.txt}
 * RediSearchCompatTest a compiled module under load from four connections, on both servers
 * ScenarioCompatTest  one dynamic test per step
 * CompatReport        the same from a main method: counts, differences, and replies to paste into a scenario
 * </pre>
 *
 * <h2>Scenario files</h2>
 * A line is empty, a {@code # comment}, a {@code !directive}, a step, or the expected reply of the step above it.
 *
 * <pre>
 * !config maxmemory 100mb      both servers are started for this scenario, with this line in redis.conf
 * !fresh                       both servers are started for this scenario
 * !if xadd                     every step from here on as if it began with @if=xadd; alone: no longer
 * !resp 2 3                    play everything twice: with plain connections, and after HELLO 3 (default: 2)
 * !file name 755 "bytes"       put a file into the working directory of each server
 * !library name 755            put a copy of the C math library there: a shared object that is no module
 *
 * SET "a key" "\x00\r\n"       a command, quoted as redis-cli wants it
 * GET ${repeat:x:1000}         1000 times x; ${dir} ${port} ${pid} of the server; ${name} from an earlier @as=name
 * @on=2 GET k                  on the connection named 2, opened when first used (default: 1)
 * @raw "*1\r\n$4\r\nPING\r\n"  send exactly these bytes
 * =&gt; "+PONG\r\n"               expected of Spinel in place of the oracle's reply, because a newer Redis answers otherwise,
 *                              or for the reason that a comment above the step gives;
 *                              several such lines are joined; =3&gt; is for RESP3 only
 * </pre>
 *
 * Modifiers stand before the command; values may be quoted:
 *
 * <pre>
 * what is sent    @raw  @bytewise (one byte per write)  @replies=n (read n, default 1)  @send (read nothing)
 *                 @read (read one more reply, send nothing)  @close (hang up)  @closed (expect the server to hang up)
 *                 @await=text (repeat the command until the reply holds this text)
 *                 @if=a,b (skip the step while Spinel lacks one of these commands and missing.txt tells why)
 *                 @since=7.4 (only Spinel gets it: the oracle is older; needs an expected reply)
 * how to compare  default: exact bytes      @ignore: not at all
 *                 @mask: any number is one #    @mask=regex: what matches is one #
 *                 @sorted: elements of arrays and sets in any order, also nested ones
 *                 @pairs: flat list of name, value in any order    @except=a,b: without these names
 *                 @without=a,b: leave out these names and what follows each, at any depth
 *                 @superset: Spinel may have more pairs (with @pairs), elements, or INFO fields than the oracle
 *                 @fields: names of INFO fields only    @lines: lines of a text in any order (masked with @mask)
 *                 @kind: kinds of replies and their counts only    @kind=top: kind of the reply, whatever is in it
 *                 @present: elements are commands; without those that missing.txt names
 *                 @code: of an error, its first word only    @length: count of elements only
 * what is kept    @as=name: payload of the reply, for ${name}; per server
 * </pre>
 */
package dev.spinel.tools.compat;
