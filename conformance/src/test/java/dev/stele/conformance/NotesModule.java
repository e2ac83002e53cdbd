package dev.stele.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import dev.stele.conformance.wire.HttpApi;
import java.io.IOException;
import java.nio.file.Path;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * A small module in a folder of its own and the questions to it on a server: its reducer {@code
 * add} keeps a text together with what {@code src/version.ts} said when that version was published.
 */
final class NotesModule {

    static final String DATABASE = "notes";

    static final String INDEX =
            """
            import { schema, SenderError, table, t } from 'stele/server';
            import { version } from './version';

            const note = table(
              { name: 'note', public: true },
              { id: t.u64().primaryKey().autoInc(), text: t.string(), version: t.string() }
            );
            const db = schema({ note });
            export default db;

            export const add = db.reducer({ text: t.string() }, (ctx, { text }) => {
              if (text === '') throw new SenderError('a note needs a text');
              console.info(`kept ${text}`);
              ctx.db.note.insert({ id: 0n, text, version });
            });
            """;

    private final ModuleFolder folder;

    private NotesModule(ModuleFolder folder) {
        this.folder = folder;
    }

    /** Writes the module, version {@code one}, to {@code path}. */
    static NotesModule write(Path path) throws IOException {
        NotesModule module = new NotesModule(ModuleFolder.at(path));
        module.folder().save("src/index.ts", INDEX);
        module.folder().save("src/version.ts", version("one"));
        return module;
    }

    /** The text of {@code src/version.ts}. */
    static String version(String version) {
        return "export const version: string = '" + version + "';\n";
    }

    ModuleFolder folder() {
        return folder;
    }

    /** The version that answers a call now. */
    static String live(HttpApi api, HttpApi.User user) {
        assertThat(api.call(DATABASE, "add", "[\"probe\"]", user)).matches(HttpApi.Answer::isOk);
        HttpApi.Answer rows = api.sql(DATABASE, "SELECT id, version FROM note", user);
        assertThat(rows).matches(HttpApi.Answer::isOk);
        long newest = -1;
        String version = "";
        for (JsonNode row : JsonMapper.shared().readTree(rows.body()).path(0).path("rows")) {
            if (row.path(0).asLong() > newest) {
                newest = row.path(0).asLong();
                version = row.path(1).asString();
            }
        }
        return version;
    }
}
