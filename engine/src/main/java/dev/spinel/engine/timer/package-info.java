/** What happens later on the reactor: {@link dev.spinel.engine.timer.TimerQueue}. */
package dev.spinel.engine.timer;
