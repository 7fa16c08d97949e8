package sh.keptn.expressions;

import com.dashjoin.jsonata.Functions;
import com.dashjoin.jsonata.Jsonata;
import com.dashjoin.jsonata.Utils;
import java.io.ByteArrayOutputStream;
import java.math.BigInteger;
import java.net.URLEncoder;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.text.ParseException;
import java.time.DateTimeException;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import sh.keptn.events.Json;
import sh.keptn.expressions.Expression.EvaluationException;

/** Functions of JSONata in which the library differs from the reference implementation, as the latter has them. */
final class StandardFunctions {

    private static final Pattern DECIMAL = Pattern.compile("-?[0-9]+(\\.[0-9]+)?([Ee][-+]?[0-9]+)?");
    private static final Pattern OTHER_RADIX = Pattern.compile("0([xX][0-9A-Fa-f]+|[oO][0-7]+|[bB][01]+)");

    /** What encodeURI leaves as it is beside what encodeURIComponent does (ECMAScript, "URI Handling Functions"). */
    private static final Map<String, String> URL_FUNCTIONS = Map.of("Url", ";/?:@&=+$,#", "UrlComponent", "");

    /** What {@link URLEncoder} escapes although it need not be. */
    private static final String UNRESERVED = "!'()~";

    /** The length of an escape such as {@code %2F}. */
    private static final int ESCAPE = 3;

    /** Pictures with more parts beside each other can be read in very many ways. */
    private static final int ADJACENT_PARTS = 2;

    private static final int DATE_LENGTH = 24;

    private StandardFunctions() {}

    static void register(Jsonata expression) {
        Arguments.define(expression, "number", "<(nsb)-:n>", StandardFunctions::number);
        Arguments.define(expression, "count", null, StandardFunctions::count);
        Arguments.define(expression, "sort", null, StandardFunctions::sort);
        Arguments.define(expression, "distinct", null, StandardFunctions::distinct);
        Arguments.define(expression, "base64encode", "<s-:s>", StandardFunctions::base64encode);
        Arguments.define(expression, "base64decode", "<s-:s>", StandardFunctions::base64decode);
        URL_FUNCTIONS.forEach((name, kept) -> {
            Arguments.define(expression, "encode" + name, "<s-:s>", url -> encodeUrl(url, "encode" + name, kept));
            Arguments.define(expression, "decode" + name, "<s-:s>", url -> decodeUrl(url, "decode" + name, kept));
        });
        Arguments.define(expression, "substring", "<s-nn?:s>", StandardFunctions::substring);
        Arguments.define(expression, "toMillis", "<s-s?:n>", StandardFunctions::toMillis);
    }

    private static @Nullable Object number(Arguments arguments) {
        Object value = arguments.get(0);
        if (value == null || value instanceof Number) {
            return value;
        }
        if (value instanceof Boolean truth) {
            return truth ? 1 : 0;
        }
        String text = arguments.text(0);
        if (DECIMAL.matcher(text).matches() && Double.isFinite(Double.parseDouble(text))) {
            return JsonValues.number(Double.parseDouble(text));
        }
        if (OTHER_RADIX.matcher(text).matches()) {
            int radix = "xX".indexOf(text.charAt(1)) >= 0 ? 16 : "oO".indexOf(text.charAt(1)) >= 0 ? 8 : 2;
            return JsonValues.number(new BigInteger(text.substring(2), radix).doubleValue());
        }
        throw new EvaluationException("D3030: Unable to cast value to a number: " + Json.write(text));
    }

    private static Object count(Arguments arguments) {
        Object value = arguments.get(0);
        return value instanceof List<?> list ? list.size() : value == null ? 0 : 1;
    }

    private static @Nullable Object sort(Arguments arguments) {
        Object value = arguments.get(0);
        if (value == null) {
            return null;
        }
        List<?> list = value instanceof List<?> items ? items : List.of(value);
        if (list.size() <= 1) {
            return list;
        }
        boolean isPlain = list.stream().allMatch(String.class::isInstance)
                || list.stream().allMatch(Number.class::isInstance);
        if (arguments.isMissing(1) && !isPlain) {
            throw new EvaluationException("D3070: The single argument form of the sort function can only be applied to"
                    + " an array of strings or an array of numbers.  Use the second argument to specify a comparison"
                    + " function");
        }
        return sorted(list, arguments.get(1));
    }

    /** The library takes null for the natural order. */
    @SuppressWarnings("NullAway")
    private static Object sorted(List<?> list, @Nullable Object comparator) {
        return Functions.sort(list, comparator);
    }

    private static @Nullable Object distinct(Arguments arguments) {
        Object value = arguments.get(0);
        Object distinct = value == null ? null : Functions.distinct(value);
        boolean isList = value instanceof List<?> && !Utils.isSequence(value);
        return isList && distinct instanceof List<?> list ? new ArrayList<>(list) : distinct;
    }

    /** Counted in code points: half of a character would be no text. */
    private static @Nullable Object substring(Arguments arguments) {
        if (arguments.isMissing(0)) {
            return null;
        }
        int[] points = arguments.text(0).codePoints().toArray();
        double start = Math.max(arguments.number(1), -points.length);
        double from = start < 0 ? points.length + start : start;
        double length = arguments.isMissing(2) ? points.length : arguments.number(2);
        int first = (int) Math.min(from, points.length);
        int last = (int) Math.min(from + length, points.length);
        return last <= first ? "" : new String(points, first, last - first);
    }

    /** JSONata: "each character in the string is treated as a byte of binary data". */
    private static @Nullable Object base64encode(Arguments arguments) {
        if (arguments.isMissing(0)) {
            return null;
        }
        String text = arguments.text(0);
        byte[] bytes = new byte[text.length()];
        for (int i = 0; i < bytes.length; i++) {
            bytes[i] = (byte) text.charAt(i);
        }
        return Base64.getEncoder().encodeToString(bytes);
    }

    private static @Nullable Object base64decode(Arguments arguments) {
        if (arguments.isMissing(0)) {
            return null;
        }
        try {
            byte[] bytes = Base64.getMimeDecoder()
                    .decode(arguments.text(0).replace('-', '+').replace('_', '/'));
            return new String(bytes, StandardCharsets.ISO_8859_1);
        } catch (IllegalArgumentException e) {
            throw new EvaluationException("$base64decode: " + e.getMessage());
        }
    }

    /** @param kept what stays as it is beside what encodeURIComponent leaves */
    private static @Nullable Object encodeUrl(Arguments arguments, String function, String kept) {
        if (arguments.isMissing(0)) {
            return null;
        }
        String text = arguments.text(0);
        StringBuilder encoded = new StringBuilder();
        text.codePoints().forEach(point -> {
            if (point <= Character.MAX_VALUE && Character.isSurrogate((char) point)) {
                throw malformed(function, text);
            }
            String each = Character.toString(point);
            encoded.append(
                    kept.contains(each) || UNRESERVED.contains(each)
                            ? each
                            : URLEncoder.encode(each, StandardCharsets.UTF_8).replace("+", "%20"));
        });
        return encoded.toString();
    }

    /** @param kept characters whose escapes stay */
    private static @Nullable Object decodeUrl(Arguments arguments, String function, String kept) {
        if (arguments.isMissing(0)) {
            return null;
        }
        String text = arguments.text(0);
        StringBuilder decoded = new StringBuilder();
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try {
            for (int i = 0, length; i < text.length(); i += length) {
                boolean isEscape = text.charAt(i) == '%';
                length = isEscape ? ESCAPE : 1;
                int code = isEscape ? HexFormat.fromHexDigits(text, i + 1, i + length) : text.charAt(i);
                if (isEscape && kept.indexOf(code) < 0) {
                    bytes.write(code);
                } else {
                    decoded.append(utf8(bytes)).append(text, i, i + length);
                }
            }
            return decoded.append(utf8(bytes)).toString();
        } catch (CharacterCodingException | IllegalArgumentException | IndexOutOfBoundsException e) {
            throw malformed(function, text);
        }
    }

    private static CharSequence utf8(ByteArrayOutputStream bytes) throws CharacterCodingException {
        CharSequence text = StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes.toByteArray()));
        bytes.reset();
        return text;
    }

    private static EvaluationException malformed(String function, String url) {
        return new EvaluationException("D3140: Malformed URL passed to $" + function + "(): " + Json.write(url));
    }

    private static @Nullable Object toMillis(Arguments arguments) {
        if (arguments.isMissing(0)) {
            return null;
        }
        String text = arguments.text(0);
        String picture = arguments.get(1) instanceof String given ? given : null;
        if (picture != null && picture.split("\\]\\[", -1).length > ADJACENT_PARTS && text.length() > DATE_LENGTH) {
            throw new EvaluationException("$toMillis reads at most " + DATE_LENGTH
                    + " characters where parts of the picture stand beside each other");
        }
        try {
            return millis(text, picture);
        } catch (DateTimeException | ParseException e) {
            throw new EvaluationException("D3110: The argument of the toMillis function must be an ISO 8601 formatted"
                    + " timestamp. Given " + Json.write(text));
        }
    }

    /** The library takes null for a picture that is left out. */
    @SuppressWarnings("NullAway")
    private static @Nullable Object millis(String text, @Nullable String picture) throws ParseException {
        return Functions.dateTimeToMillis(text, picture);
    }
}
