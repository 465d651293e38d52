/**
 * Long lists: doubly linked nodes, each a listpack or one large element.
 *
 * <pre>
 *   Quicklist        the list: ends, inserts, deletes, ranges; the limits of a node
 *   QuicklistCursor  a place in it, to read and to change at
 *   QuicklistImage   the nodes as of a snapshot
 *   Node             layout of a node block
 *   NodeIndex        where every 64th node begins
 * </pre>
 *
 * The root block moves only between commands; a node may move whenever it changes, and its neighbours are told. Decisions
 * about what goes into which node are Redis' (quicklist.c), except that a node's limit includes its header.
 */
package dev.spinel.engine.struct.quicklist;
