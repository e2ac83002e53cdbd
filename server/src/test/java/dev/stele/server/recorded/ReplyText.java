package dev.stele.server.recorded;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Writes a reply so that two runs give the same text: without times, random identities, keys. */
final class ReplyText {

    private static final Pattern TOKEN =
            Pattern.compile("eyJ[A-Za-z0-9_-]+\\.([A-Za-z0-9_-]+)\\.[A-Za-z0-9_-]+");
    private static final Pattern HEX_256 = Pattern.compile("\\bc200[0-9a-f]{60}\\b");
    private static final Pattern PREFIXED_IDENTITY = Pattern.compile("0x(c200[0-9a-f]{60})\\b");
    private static final Pattern UUID =
            Pattern.compile("[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[0-9a-f]{4}-[0-9a-f]{12}");
    private static final Pattern NUMBER_FIELD =
            Pattern.compile("\"(total_duration_micros|ts|iat|exp)\":\\d+");
    private static final Pattern HASH_FIELD =
            Pattern.compile("\"(initial_program|token)\":\"0x[0-9a-f]+\"");
    private static final Pattern PUBLIC_KEY =
            Pattern.compile("-----BEGIN PUBLIC KEY-----.*-----END PUBLIC KEY-----", Pattern.DOTALL);

    /** In a row: tag and microseconds, between 2017 and 2035, of a moment to come. */
    private static final Pattern SCHEDULED_AT = Pattern.compile("01[0-9a-f]{10}[56][0-9a-f]0600");

    /** In a text of a module: where it was asked. */
    private static final Pattern OWN_ADDRESS =
            Pattern.compile("http://(127\\.0\\.0\\.1:\\d+|localhost(:\\d+)?)/");

    private static final Pattern NUMBER_128 = Pattern.compile("\\b\\d{36,39}\\b");
    private static final String CONNECTION_COLUMN = "{\"some\":\"connection_id\"}";
    private static final String ROWS = "\"rows\":[";

    private final Set<String> users;

    /** {@code users} are the identities that stay as they are. */
    ReplyText(Set<String> users) {
        this.users = Set.copyOf(users);
    }

    String of(String reply) {
        String text =
                TOKEN.matcher(reply)
                        .replaceAll(m ->
                                Matcher.quoteReplacement(
                                        "<token of "
                                                + new String(
                                                        Base64.getUrlDecoder().decode(m.group(1)),
                                                        StandardCharsets.UTF_8)
                                                + ">"));
        text = NUMBER_FIELD.matcher(text).replaceAll("\"$1\":#");
        text = HASH_FIELD.matcher(text).replaceAll("\"$1\":\"#\"");
        text = PUBLIC_KEY.matcher(text).replaceAll("<public key>");
        text = SCHEDULED_AT.matcher(text).replaceAll("01<time>");
        text = OWN_ADDRESS.matcher(text).replaceAll("http://<server>/");
        text = UUID.matcher(text).replaceAll("<uuid>");
        text = PREFIXED_IDENTITY.matcher(text).replaceAll(m -> "0x" + identity(m.group(1)));
        text = HEX_256.matcher(text).replaceAll(m -> identity(m.group()));
        if (text.contains(CONNECTION_COLUMN)) {
            text = NUMBER_128.matcher(text).replaceAll("<connection>");
        }
        return sortedRows(text);
    }

    private String identity(String hex) {
        return users.contains(hex) ? hex : "<identity>";
    }

    /** The rows of an SQL result in a fixed order, since theirs has no meaning. */
    static String sortedRows(String text) {
        int start = text.contains("[{\"schema\"") ? text.indexOf(ROWS) : -1;
        if (start < 0) {
            return text;
        }
        List<String> rows = new ArrayList<>();
        int from = start + ROWS.length();
        int depth = 0;
        boolean isQuoted = false;
        for (int i = from; ; i++) {
            char c = text.charAt(i);
            if (isQuoted) {
                if (c == '\\') {
                    i++;
                } else if (c == '"') {
                    isQuoted = false;
                }
            } else if (c == '"') {
                isQuoted = true;
            } else if (c == '[' || c == '{') {
                depth++;
            } else if (depth > 0 && (c == ']' || c == '}')) {
                depth--;
            } else if (depth == 0 && (c == ',' || c == ']')) {
                if (i > from) {
                    rows.add(text.substring(from, i));
                }
                if (c == ']') {
                    rows.sort(null);
                    return text.substring(0, start)
                            + ROWS
                            + String.join(",", rows)
                            + text.substring(i);
                }
                from = i + 1;
            }
        }
    }
}
