package dev.stele.polyglot.js.source;

import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The modules that the host provides in every program; their functions come from sys.js. */
public final class SystemModules {

    /** The global, present only while a program is loaded, that holds the functions. */
    public static final String GLOBAL = "__stele_sys__";

    private static final List<String> NAMES_2_0 =
            List.of(
                    "moduleHooks",
                    "table_id_from_name",
                    "index_id_from_name",
                    "datastore_table_row_count",
                    "datastore_table_scan_bsatn",
                    "datastore_index_scan_range_bsatn",
                    "datastore_index_scan_point_bsatn",
                    "datastore_find_point_bsatn",
                    "row_iter_bsatn_advance",
                    "row_iter_bsatn_close",
                    "datastore_insert_bsatn",
                    "datastore_update_bsatn",
                    "datastore_delete_by_index_scan_range_bsatn",
                    "datastore_delete_by_index_scan_point_bsatn",
                    "datastore_delete_all_by_eq_bsatn",
                    "volatile_nonatomic_schedule_immediate",
                    "console_log",
                    "console_timer_start",
                    "console_timer_end",
                    "identity",
                    "get_jwt_payload",
                    "procedure_http_request",
                    "procedure_start_mut_tx",
                    "procedure_commit_mut_tx",
                    "procedure_abort_mut_tx");

    private static final List<String> NAMES_2_1 =
            List.of(
                    "datastore_clear",
                    "datastore_find_point_bsatn",
                    "call_reducer",
                    "foreign_module");

    private SystemModules() {}

    static Map<String, LinkedModule> all() {
        Map<String, LinkedModule> modules = new HashMap<>();
        add(modules, path(Resolver.SYS_2_0), exports(NAMES_2_0));
        add(modules, path(Resolver.SYS_2_1), exports(NAMES_2_1));
        add(modules, CommonJs.REGISTRY_PATH, CommonJs.REGISTRY);
        return modules;
    }

    private static void add(Map<String, LinkedModule> modules, String path, String text) {
        modules.put(path, new LinkedModule(path, text));
    }

    /** The absolute path of the module called {@code name}. */
    static String path(String name) {
        return "/" + SourceTree.RESERVED + "/" + name.replace(':', '-') + ".js";
    }

    private static String exports(List<String> names) {
        return "export const {" + String.join(",", names) + "}=globalThis." + GLOBAL + ";";
    }
}
