/**
 * What a Java module imports. A module is a jar whose {@link dev.spinel.module.spi.SpinelModule} is named as a service;
 * {@code MODULE LOAD x.jar} runs it.
 *
 * <pre>
 *   the module      SpinelModule (written by the author) · CommandHandler · Arguments · CommandError
 *   what it can do  ModuleContext · Commands, CommandInfo, ChannelUse · Reply · Caller, Answer, StartedCall ·
 *                   Timer, Callback, Tasks · BlockedCommand, KeyWaiter · Settings · InfoWriter · NativeMemory ·
 *                   User · Authenticator, Login
 *   data            Keys, Key · ListView, SortedSetView (ScoreRange, SortedSetWalk), HashView, StreamView
 *   the server      State · ServerFields · ServerSettings · ClientFacts · Cluster
 *   listening       KeyEvent, KeyListener · ServerEvent · CommandFilter, FilteredCommand, RegisteredFilter ·
 *                   DefragListener
 *   its own types   DataType · ValueMethods (written by the author) · ValueWriter, ValueReader, ValuePlace, Digest,
 *                   CommandWriter, Defrag
 *   underneath      JavaModule (the server's side) · Functions (callbacks as addresses) · Strings (of the server) ·
 *                   EventKind (structs to records) · LoginDesk · KeyWait · JavaValue · WrongArity
 * </pre>
 *
 * Nothing here decides what a function of the API means: each method calls the one in {@code module.api} that serves C
 * modules as well, and a callback reaches the server as the address of a {@code JavaFunction}.
 */
package dev.spinel.module.spi;
