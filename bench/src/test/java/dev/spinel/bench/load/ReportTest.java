package dev.spinel.bench.load;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import org.junit.jupiter.api.Test;

class ReportTest {
    @Test
    void medianOfAnOddCountIsTheMiddleAndOfAnEvenCountTheMeanOfTwo() {
        Samples samples = new Samples();
        samples.add(9);
        samples.add(1);
        samples.add(2);
        assertEquals(2, samples.median());
        samples.add(4);
        assertEquals(3, samples.median());
        assertEquals(1, samples.least());
        assertEquals(9, samples.most());
    }

    @Test
    void tableAlignsNamesLeftAndFiguresRight() {
        TextTable table = new TextTable().row(List.of("row", "kops", "us")).row(List.of("longer", "1.5", "10"));
        assertEquals("row     kops  us\nlonger   1.5  10\n", table.toString());
    }

    @Test
    void aRemarkInAShortRowWidensNoColumn() {
        TextTable table = new TextTable().row(List.of("row", "kops", "us")).row(List.of("x", "not run: y"));
        assertEquals("row  kops  us\nx    not run: y\n", table.toString());
    }
}
