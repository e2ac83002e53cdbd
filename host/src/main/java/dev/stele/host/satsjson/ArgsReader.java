package dev.stele.host.satsjson;

import dev.stele.host.sats.AlgebraicType.Product;
import dev.stele.host.sats.Bytes;

/** Reads the arguments of a call: a JSON array by position, or an object by parameter name. */
public final class ArgsReader {

    private ArgsReader() {}

    /**
     * The BSATN of the arguments in {@code json} for the parameters {@code params}, resolved, of
     * {@code function}.
     *
     * @throws SatsJsonException when they are not its arguments; its message does not name the
     *     function's kind
     */
    public static Bytes read(String json, String function, Product params) {
        return SatsJsonReader.readProduct(
                json,
                params,
                new SatsJsonReader.Wording(
                        "a " + function + " tuple",
                        "reducer args for "
                                + function
                                + " with "
                                + params.elements().size()
                                + " elements",
                        "reducer argument"));
    }
}
