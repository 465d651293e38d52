/**
 * What happens later on the reactor: {@link dev.spinel.engine.timer.TimerQueue}; {@link
 * dev.spinel.engine.timer.SlicedWork} does long work a slice at a time.
 */
package dev.spinel.engine.timer;
