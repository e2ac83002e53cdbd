package dev.stele.conformance.run;

import dev.stele.conformance.cases.Step.Call;
import dev.stele.conformance.wire.HttpApi;
import dev.stele.conformance.wire.ServerMessage.Done;
import dev.stele.conformance.wire.ServerMessage.Failed;
import dev.stele.conformance.wire.ServerMessage.Refused;
import dev.stele.conformance.wire.ServerMessage.TableChange;
import dev.stele.conformance.wire.ServerMessage.TransactionUpdate;
import dev.stele.conformance.wire.Session;
import dev.stele.conformance.wire.ValueReader;
import dev.stele.conformance.wire.ValueWriter;
import dev.stele.host.sats.AlgebraicType.Element;
import dev.stele.host.sats.AlgebraicType.Product;
import dev.stele.host.sats.Bytes;
import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.StringJoiner;
import java.util.function.Function;
import tools.jackson.databind.JsonNode;

/** Makes calls over each transport and puts their answers in one form. */
final class Calls {

    /** What a caller is told of any failure that the module did not mean for him. */
    private static final String FATAL = "The instance encountered a fatal error.";

    private static final int REDUCER_FAILED = 530;

    private final Stage stage;

    Calls(Stage stage) {
        this.stage = stage;
    }

    enum Kind {
        DONE,
        ERROR,
        CRASH,
        REFUSED
    }

    /**
     * @param record what goes into the trace
     */
    record Outcome(Kind kind, String text, String record) {

        static final Outcome DONE = new Outcome(Kind.DONE, "", "done");

        @Override
        public String toString() {
            return text.isEmpty() ? kind.toString() : kind + " \"" + text + '"';
        }
    }

    /** An answer over a WebSocket: the changes in it, and the updates before it. */
    record Answered(Outcome outcome, List<TableChange> changes, List<TransactionUpdate> before) {}

    Answered overSocket(Session session, Call call, Function<String, Optional<Bytes>> names) {
        Session.Answer answer = session.call(call.reducer(), args(call, names));
        return switch (answer.result().outcome()) {
            case Done(Bytes returned, List<TableChange> changes) ->
                    new Answered(
                            new Outcome(Kind.DONE, "", "done " + returned.toHex()),
                            changes,
                            answer.before());
            case Refused(String text) ->
                    new Answered(
                            new Outcome(Kind.ERROR, text, "error " + text),
                            List.of(),
                            answer.before());
            case Failed(String text) ->
                    new Answered(
                            new Outcome(
                                    text.equals(FATAL) ? Kind.CRASH : Kind.REFUSED,
                                    text,
                                    "failed " + text),
                            List.of(),
                            answer.before());
        };
    }

    /** A text is the bytes themselves; a list is encoded by the reducer's parameters. */
    private Bytes args(Call call, Function<String, Optional<Bytes>> names) {
        if (call.args().isString()) {
            return Bytes.ofHex(call.args().asString());
        }
        if (call.args().isEmpty() && !stage.types().reducers().containsKey(call.reducer())) {
            return Bytes.EMPTY;
        }
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        encoded(call, names).forEach(value -> out.writeBytes(value.toByteArray()));
        return Bytes.wrap(out.toByteArray());
    }

    private List<Bytes> encoded(Call call, Function<String, Optional<Bytes>> names) {
        Product params = stage.types().reducer(call.reducer());
        JsonNode args = call.args();
        if (args.size() != params.elements().size()) {
            throw new IllegalArgumentException(
                    "%d arguments for %s, expected %d"
                            .formatted(args.size(), call.reducer(), params.elements().size()));
        }
        List<Bytes> out = new ArrayList<>();
        for (int i = 0; i < args.size(); i++) {
            out.add(ValueWriter.ofCase(params.elements().get(i).type(), args.path(i), names));
        }
        return out;
    }

    Outcome overHttp(Call call, Function<String, Optional<Bytes>> names) {
        HttpApi.Answer answer =
                stage.api()
                        .call(
                                stage.database(),
                                call.reducer(),
                                body(call, names),
                                stage.user(call.client()));
        String record = answer.status() + " " + answer.body();
        if (answer.isOk()) {
            return new Outcome(Kind.DONE, "", record);
        }
        if (answer.status() != REDUCER_FAILED) {
            return new Outcome(Kind.REFUSED, answer.body(), record);
        }
        return new Outcome(
                answer.body().equals(FATAL) ? Kind.CRASH : Kind.ERROR, answer.body(), record);
    }

    private String body(Call call, Function<String, Optional<Bytes>> names) {
        if (call.args().isString()) {
            return call.args().asString();
        }
        if (call.args().isEmpty() && !stage.types().reducers().containsKey(call.reducer())) {
            return "[]";
        }
        List<Element> params = stage.types().reducer(call.reducer()).elements();
        List<Bytes> values = encoded(call, names);
        StringJoiner out = new StringJoiner(",", "[", "]");
        for (int i = 0; i < values.size(); i++) {
            out.add(ValueReader.json(params.get(i).type(), values.get(i)));
        }
        return out.toString();
    }
}
