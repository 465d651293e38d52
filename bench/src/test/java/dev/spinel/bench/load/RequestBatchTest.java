package dev.spinel.bench.load;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class RequestBatchTest {
    private static final int KEY_COUNT = 30;

    @ParameterizedTest
    @EnumSource(Workload.class)
    void holdsWholeRequestsWhateverTheKey(Workload workload) {
        RequestBatch batch = new RequestBatch(workload, 3, KEY_COUNT, 5, 1);
        String template = new String(workload.template(5), StandardCharsets.US_ASCII).replaceAll("[0-9]{12}", "N");
        for (int i = 0; i < 10; i++) {
            assertEquals(template.repeat(3), text(batch).replaceAll("[0-9]{12}", "N"));
        }
    }

    @Test
    void drawsEveryKeyOfTheKeyspaceAndNoOther() {
        RequestBatch batch = new RequestBatch(Workload.GET, 16, KEY_COUNT, 1, 7);
        Set<Integer> keys = new TreeSet<>();
        for (int i = 0; i < 100; i++) {
            Matcher matcher = Pattern.compile("key:([0-9]{12})").matcher(text(batch));
            while (matcher.find()) keys.add(Integer.parseInt(matcher.group(1)));
        }
        assertEquals(KEY_COUNT, keys.size());
        assertTrue(keys.stream().allMatch(key -> key < KEY_COUNT));
    }

    @Test
    void equalSeedsSendEqualBytes() {
        assertEquals(text(new RequestBatch(Workload.SET, 8, 1000, 4, 3)), text(new RequestBatch(Workload.SET, 8, 1000, 4, 3)));
        assertNotEquals(text(new RequestBatch(Workload.SET, 8, 1000, 4, 3)), text(new RequestBatch(Workload.SET, 8, 1000, 4, 4)));
    }

    private static String text(RequestBatch batch) {
        return StandardCharsets.US_ASCII.decode(batch.refill()).toString();
    }
}
