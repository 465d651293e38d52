package dev.spinel.bench.micro;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.openjdk.jmh.infra.BenchmarkParams;

/**
 * What an operation may cost at most, from the resource `budget.json`: one line per benchmark,
 * {@code "Class.method(parameter)": {"ns": 100, "bytes": 0}}.
 */
final class Budget {
    private static final String RESOURCE = "/budget.json";
    private static final Pattern LINE = Pattern.compile(
            "\"([^\"]+)\":\\s*\\{\\s*\"ns\":\\s*([0-9.]+),\\s*\"bytes\":\\s*([0-9.]+)\\s*}");
    /** JMH's own bookkeeping shows as a fraction of a byte. */
    private static final double BYTES_TOLERANCE = 0.5;

    private final Map<String, Limit> limits = new HashMap<>();

    private record Limit(double nanos, double bytes) {}

    private Budget(String json) {
        Matcher matcher = LINE.matcher(json);
        while (matcher.find()) {
            limits.put(matcher.group(1), new Limit(Double.parseDouble(matcher.group(2)),
                    Double.parseDouble(matcher.group(3))));
        }
    }

    static Budget load() {
        try (InputStream in = Budget.class.getResourceAsStream(RESOURCE)) {
            return parse(new String(in.readAllBytes(), StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static Budget parse(String json) {
        return new Budget(json);
    }

    /** The name of a benchmark in the budget: class and method, then its parameters in order of their names. */
    static String name(BenchmarkParams params) {
        String path = params.getBenchmark();
        String classAndMethod = path.substring(path.lastIndexOf('.', path.lastIndexOf('.') - 1) + 1);
        Map<String, String> values = new TreeMap<>();
        for (String key : params.getParamsKeys()) values.put(key, params.getParam(key));
        return values.isEmpty() ? classAndMethod : classAndMethod + "(" + String.join(",", values.values()) + ")";
    }

    /** Empty when the budget holds, else what is wrong. */
    String verdict(String name, double nanos, double bytes) {
        Limit limit = limits.get(name);
        if (limit == null) return "not in budget.json";
        if (bytes > limit.bytes + BYTES_TOLERANCE) return "allocates more than %.0f B".formatted(limit.bytes);
        return nanos > limit.nanos ? "takes more than %.0f ns".formatted(limit.nanos) : "";
    }
}
