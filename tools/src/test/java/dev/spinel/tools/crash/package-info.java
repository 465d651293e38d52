/** How servers end that cannot go on: what they write before, and by which signal. Real processes. */
package dev.spinel.tools.crash;
