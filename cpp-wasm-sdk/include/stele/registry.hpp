/// Everything that a module declares, collected before the host's first call.
#pragma once

#include "stele/context.hpp"

#include <algorithm>

namespace stele::detail {

class ModuleDef;

using ReducerFunction = Result<> (*)(const Call&, Reader&);
using ProcedureFunction = void (*)(const Call&, Reader&, Writer&);
using ViewFunction = void (*)(Identity, Reader&, Writer&);
using HandlerFunction = HttpResponse (*)(Timestamp, HttpRequest);
using ValueFunction = void (*)(Writer&);

/// One declaration of the module. The macros make objects of it with static lifetime, which enter themselves
/// into the registry.
struct Entry {
    enum class Kind {
        Table, Reducer, Procedure, View, AnonymousView, Handler,
        Filter, Schedule, Lifecycle, Default, ViewKey, Route, ExplicitName,
    };

    /// What is called; which one depends on the kind.
    union Function {
        std::nullptr_t none = nullptr;
        ReducerFunction reducer;
        ProcedureFunction procedure;
        ViewFunction view;
        HandlerFunction handler;
        ValueFunction value;
    };

    Kind kind;
    /// The table or function that this is, or belongs to.
    std::string_view name;
    /// The filter's SQL, the schedule's function, the route's path, the canonical name, the key's column.
    std::string_view text;
    /// The lifecycle event, the column of a default or schedule, the route's method, the kind of an explicit name.
    u16 number = 0;
    void (*describe)(ModuleDef&, const Entry&) = nullptr;
    Function function;
    const Entry* next = nullptr;

    /// Enters itself.
    Entry(Kind kind, std::string_view name, std::string_view text, u16 number,
          void (*describe)(ModuleDef&, const Entry&), Function function);
    Entry(const Entry&) = delete;
};

/// The declarations. Sorted by name, so that nothing depends on the order in which files are linked.
class Registry {
public:
    static Registry& instance() {
        static Registry registry;
        return registry;
    }

    void add(Entry& entry) {
        entry.next = first_;
        first_ = &entry;
    }

    /// All entries of some kinds, by name; those of one name by number and text.
    std::vector<const Entry*> between(Entry::Kind first, Entry::Kind last) const {
        std::vector<const Entry*> entries;
        for (const Entry* entry = first_; entry != nullptr; entry = entry->next) {
            if (entry->kind >= first && entry->kind <= last) entries.push_back(entry);
        }
        std::sort(entries.begin(), entries.end(), [](const Entry* a, const Entry* b) {
            if (a->name != b->name) return a->name < b->name;
            return a->number != b->number ? a->number < b->number : a->text < b->text;
        });
        return entries;
    }

    std::vector<const Entry*> of(Entry::Kind kind) const { return between(kind, kind); }

    /// All entries of a kind that belong to a table or function.
    std::vector<const Entry*> of(Entry::Kind kind, std::string_view name) const {
        std::vector<const Entry*> entries = of(kind);
        std::erase_if(entries, [name](const Entry* entry) { return entry->name != name; });
        return entries;
    }

    /// All entries of a kind as they stand in the source.
    std::vector<const Entry*> in_order(Entry::Kind kind) const {
        std::vector<const Entry*> entries;
        for (const Entry* entry = first_; entry != nullptr; entry = entry->next) {
            if (entry->kind == kind) entries.insert(entries.begin(), entry);
        }
        return entries;
    }

    /// The function with this number among those of its kind, or the end of the call.
    template <Entry::Kind Kind>
    const Entry& function(u32 id) const {
        static const std::vector<const Entry*> functions = of(Kind);
        if (id >= functions.size()) panic("the host called function {} of {}", id, functions.size());
        return *functions[id];
    }

private:
    const Entry* first_ = nullptr;
};

inline Entry::Entry(Kind kind_, std::string_view name_, std::string_view text_, u16 number_,
                    void (*describe_)(ModuleDef&, const Entry&), Function function_)
    : kind(kind_), name(name_), text(text_), number(number_), describe(describe_), function(function_) {
    Registry::instance().add(*this);
}

}  // namespace stele::detail
