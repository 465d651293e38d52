package dev.spinel.engine.struct.tree;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.spinel.engine.struct.Texts;
import dev.spinel.engine.struct.table.SipHash;
import java.util.ArrayList;
import java.util.List;

/** A score tree driven with texts. */
final class TestScoreTree implements AutoCloseable {
    /** An element in Redis' order. */
    record Element(double score, String member) implements Comparable<Element> {
        @Override
        public int compareTo(Element other) {
            return score != other.score ? Double.compare(score, other.score) : member.compareTo(other.member);
        }
    }

    final Texts texts = new Texts();
    final ScoreTreeCursor cursor = new ScoreTreeCursor();
    final ScoreTree tree = new ScoreTree(new SipHash(5, 6));

    TestScoreTree() {
        tree.open(ScoreTree.create());
    }

    boolean put(double score, String member) {
        return tree.put(score, texts.at(member), member.length());
    }

    boolean remove(String member) {
        return tree.remove(texts.at(member), member.length());
    }

    boolean find(String member) {
        return tree.find(cursor, texts.at(member), member.length());
    }

    Double score(String member) {
        return find(member) ? cursor.score() : null;
    }

    long countBelow(double score, String member) {
        return tree.countBelow(score, texts.at(member), member.length());
    }

    Element element() {
        return new Element(cursor.score(), Texts.read(cursor.memberAddress(), cursor.memberLength()));
    }

    List<Element> forward() {
        List<Element> elements = new ArrayList<>();
        for (boolean more = tree.first(cursor); more; more = tree.next(cursor)) {
            elements.add(element());
        }
        return elements;
    }

    List<Element> backward() {
        List<Element> elements = new ArrayList<>();
        for (boolean more = tree.last(cursor); more; more = tree.previous(cursor)) {
            elements.add(element());
        }
        return elements;
    }

    /** Order, links, counts on the way down and the member index all agree. */
    void assertSound() {
        Element before = null;
        long rank = 0;
        for (boolean more = tree.first(cursor); more; more = tree.next(cursor)) {
            Element here = element();
            assertTrue(before == null || before.compareTo(here) < 0, () -> "order at " + here);
            assertEquals(rank, countBelow(here.score, here.member));
            assertTrue(tree.seekRank(cursor, rank));
            assertEquals(here, element());
            assertTrue(find(here.member));
            assertEquals(here, element());
            before = here;
            rank++;
        }
        assertEquals(rank, tree.count());
    }

    @Override
    public void close() {
        ScoreTree.free(tree.root());
        texts.close();
    }
}
