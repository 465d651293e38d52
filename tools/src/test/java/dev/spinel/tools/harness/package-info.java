/**
 * What every test that needs a whole server uses: real processes and raw sockets, nothing of the engine.
 *
 * <pre>
 * ServerTarget    what to start: the redis-server of this machine (the oracle) or Spinel
 * ServerProcess   one running server: free port, own directory, log text, stop / kill / restart by pid
 * ModuleCompiler  gcc and g++ for modules, where they are
 * RespClient      one connection that keeps the exact bytes of every reply, RESP2 and RESP3
 * Reply           one reply: its bytes and the tree they spell
 * </pre>
 *
 * Nothing here sleeps: waiting is on the log, on a socket or on the end of a process, each with a time limit.
 */
package dev.spinel.tools.harness;
