package dev.spinel.module.abi;

import java.util.ArrayList;
import java.util.List;

/**
 * A parsed C prototype such as {@code int ListPush(RedisModuleKey *kp, int where, RedisModuleString *ele)}.
 *
 * @param name       the function, without prefix
 * @param returns    its result
 * @param parameters the named parameters in order
 * @param isVariadic whether it ends in {@code ...}
 */
public record CPrototype(String name, CType returns, List<Parameter> parameters, boolean isVariadic) {
    /** A named parameter; {@code text} is how C declares it, name included. */
    public record Parameter(String name, CType type, String text) {}

    private static final String ELLIPSIS = "...";

    /**
     * Parses one prototype; a trailing semicolon is allowed.
     *
     * @throws IllegalArgumentException naming the prototype and what is wrong with it
     */
    public static CPrototype parse(String text) {
        try {
            return parseChecked(text.trim());
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException("bad C prototype \"" + text + "\": " + e.getMessage(), e);
        }
    }

    private static CPrototype parseChecked(String text) {
        int open = text.indexOf('(');
        int close = text.lastIndexOf(')');
        if (open < 0 || close < open) {
            throw new IllegalArgumentException("no parameter list");
        }
        String head = text.substring(0, open).trim();
        int nameStart = nameStart(head);
        String name = head.substring(nameStart);
        CType returns = CType.of(head.substring(0, nameStart));
        List<Parameter> parameters = new ArrayList<>();
        boolean isVariadic = false;
        for (String part : split(text.substring(open + 1, close))) {
            if (isVariadic) {
                throw new IllegalArgumentException("a parameter follows ...");
            }
            if (part.equals(ELLIPSIS)) {
                isVariadic = true;
            } else {
                parameters.add(parameter(part));
            }
        }
        return new CPrototype(name, returns, List.copyOf(parameters), isVariadic);
    }

    private static Parameter parameter(String part) {
        int function = part.indexOf("(*");
        if (function >= 0) {
            int end = part.indexOf(')', function);
            String name = part.substring(function + 2, end).trim();
            String type = part.substring(0, function) + "(*)" + part.substring(end + 1);
            return new Parameter(name, new CType(type, CKind.POINTER), part);
        }
        int nameStart = nameStart(part);
        if (nameStart == 0) {
            throw new IllegalArgumentException("parameter '" + part + "' lacks a type or a name");
        }
        CType type = CType.of(part.substring(0, nameStart));
        if (type.kind() == CKind.VOID) {
            throw new IllegalArgumentException("parameter '" + part + "' is void");
        }
        return new Parameter(part.substring(nameStart), type, part);
    }

    /** Where the last identifier of {@code text} starts. */
    private static int nameStart(String text) {
        int start = text.length();
        while (start > 0 && Character.isJavaIdentifierPart(text.charAt(start - 1))) {
            start--;
        }
        if (start == text.length()) {
            throw new IllegalArgumentException("no name in '" + text + "'");
        }
        return start;
    }

    /** The parameters as written: split at commas outside parentheses; {@code void} alone is none. */
    private static List<String> split(String list) {
        List<String> parts = new ArrayList<>();
        int depth = 0;
        int start = 0;
        for (int i = 0; i < list.length(); i++) {
            char c = list.charAt(i);
            if (c == '(') {
                depth++;
            } else if (c == ')') {
                depth--;
            } else if (c == ',' && depth == 0) {
                parts.add(list.substring(start, i).trim());
                start = i + 1;
            }
        }
        String last = list.substring(start).trim();
        if (!last.isEmpty()) {
            parts.add(last);
        }
        return parts.size() == 1 && parts.getFirst().equals("void") ? List.of() : parts;
    }
}
