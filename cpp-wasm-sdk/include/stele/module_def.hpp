/// The module's description for the host: RawModuleDef of version 10.
///
/// | bytes | |
/// |---|---|
/// | u8 | 2, the version 10 |
/// | u32 | number of sections |
/// | a section each | u8 tag, u32 number of items, the items |
///
/// A section that holds nothing is left out, but for the explicit names. Functions have their numbers by
/// their order here, which is that of their names.
#pragma once

#include "stele/registry.hpp"

#include <list>

namespace stele::detail {

/// A description in the making.
class ModuleDef {
public:
    enum class Tag : u8 {
        Typespace = 0, Types = 1, Tables = 2, Reducers = 3, Procedures = 4, Views = 5, Schedules = 6,
        LifecycleReducers = 7, RowLevelSecurity = 8, CaseConversion = 9, ExplicitNames = 10, HttpHandlers = 11,
        HttpRoutes = 12, ViewPrimaryKeys = 13,
    };

    Typespace types;

    /// Room for another item of a section.
    [[gnu::noinline, gnu::cold]] Writer& add(Tag tag) {
        // The types met so far come before the section that they are met in.
        if (!types.types().empty() && tag != Tag::Typespace && tag != Tag::Types) {
            section(Tag::Typespace);
            section(Tag::Types);
        }
        Section& found = section(tag);
        found.count++;
        return found.items;
    }

    /// Adds the explicit names of a table or function.
    void add_names(std::string_view name) {
        section(Tag::ExplicitNames);
        for (const Entry* entry : Registry::instance().of(Entry::Kind::ExplicitName, name)) {
            Writer& out = add(Tag::ExplicitNames);
            out.put_u8(static_cast<u8>(entry->number));
            out.put_string(entry->name);
            out.put_string(entry->text);
        }
    }

    /// All bytes.
    void write(Writer& out) {
        add_types();
        out.put_u8(2);
        out.put_u32(static_cast<u32>(sections_.size()));
        for (const Section& part : sections_) {
            out.put_u8(static_cast<u8>(part.tag));
            out.put_u32(part.count);
            out.put(part.items.data(), part.items.size());
        }
    }

    /// The description of everything that the module declares.
    static void describe(Writer& out) {
        ModuleDef def;
        const Registry& registry = Registry::instance();
        for (const Entry* entry : registry.between(Entry::Kind::Table, Entry::Kind::AnonymousView)) {
            entry->describe(def, *entry);
        }
        for (const Entry* entry : registry.of(Entry::Kind::Filter)) def.add(Tag::RowLevelSecurity).put_string(entry->text);
        for (const Entry* entry : registry.of(Entry::Kind::Handler)) def.add(Tag::HttpHandlers).put_string(entry->name);
        for (const Entry* entry : registry.in_order(Entry::Kind::Route)) entry->describe(def, *entry);
        def.write(out);
    }

private:
    struct Section {
        Tag tag;
        u32 count = 0;
        Writer items;
    };

    Section& section(Tag tag) {
        for (Section& part : sections_) {
            if (part.tag == tag) return part;
        }
        return sections_.emplace_back(tag);
    }

    void add_types() {
        for (std::size_t i = 0; i < types.types().size(); i++) {
            const Typespace::Type& type = types.types()[i];
            Section& bodies = section(Tag::Typespace);
            bodies.count++;
            bodies.items.put(type.body.data(), type.body.size());
            Section& names = section(Tag::Types);
            names.count++;
            names.items.put_u32(0);
            names.items.put_string(type.name);
            names.items.put_u32(static_cast<u32>(i));
            names.items.put_u8(1);
        }
    }

    std::list<Section> sections_;
};

// Tables

constexpr u8 NONE = 1;
constexpr u8 SOME = 0;

template <class I>
[[gnu::cold]] void describe_index(Writer& out, std::string_view table) {
    out.put_u8(SOME);
    out.put_string(I::name(table));
    out.put_u8(SOME);
    out.put_string(I::accessor());
    out.put_u8(static_cast<u8>(I::kind));
    if constexpr (I::kind != IndexKind::Direct) out.put_u32(static_cast<u32>(I::size));
    for (const u16 at : I::positions) out.put_value(at);
}

template <class... Indexes>
void describe_indexes(Writer& out, [[maybe_unused]] std::string_view table, IndexList<Indexes...>) {
    out.put_u32(static_cast<u32>(sizeof...(Indexes)));
    (describe_index<Indexes>(out, table), ...);
}

/// A list of columns, each in a list of its own or all in one.
[[gnu::noinline, gnu::cold]] inline void put_columns(Writer& out, const std::vector<u16>& columns) {
    out.put_u32(static_cast<u32>(columns.size()));
    for (const u16 at : columns) out.put_value(at);
}

[[gnu::noinline, gnu::cold]] inline void describe_constraints(Writer& out, const std::vector<u16>& unique) {
    out.put_u32(static_cast<u32>(unique.size()));
    for (const u16 at : unique) {
        out.put_u8(NONE);
        out.put_u8(0);  // unique
        put_columns(out, {at});
    }
}

template <class T>
[[gnu::cold]] void describe_sequences(Writer& out) {
    u32 count = 0;
    Writer items;
    each_field(Reflection<typename T::Row>{}, [&]<class F>(F) {
        constexpr std::size_t at = position<typename T::Row, F::member>();
        if constexpr (T::is_auto_inc(at)) {
            count++;
            items.put_u8(NONE);
            items.put_value(static_cast<u16>(at));
            for (int i = 0; i < 3; i++) items.put_u8(NONE);  // start, least and greatest value
            items.put_value(i128{1});                        // step
        }
    });
    out.put_u32(count);
    out.put(items.data(), items.size());
}

[[gnu::noinline, gnu::cold]] inline void describe_defaults(Writer& out, std::string_view table) {
    const std::vector<const Entry*> defaults = Registry::instance().of(Entry::Kind::Default, table);
    out.put_u32(static_cast<u32>(defaults.size()));
    for (const Entry* entry : defaults) {
        Writer value;
        entry->function.value(value);
        out.put_value(entry->number);
        out.put_u32(static_cast<u32>(value.size()));
        out.put(value.data(), value.size());
    }
}

template <class T>
[[gnu::cold]] void describe_table(ModuleDef& def, const Entry&) {
    // The row type's number is needed without the tag in front of it.
    Writer ref;
    Codec<typename T::Row>::describe(def.types, ref);
    std::vector<u16> primary_key;
    std::vector<u16> unique;
    T::primary_key([&](u16 at) { primary_key.push_back(at); });
    T::unique_columns([&](u16 at) { unique.push_back(at); });
    Writer& out = def.add(ModuleDef::Tag::Tables);
    out.put_string(T::name);
    out.put(ref.data() + 1, ref.size() - 1);
    put_columns(out, primary_key);
    describe_indexes(out, T::name, typename T::Indexes{});
    describe_constraints(out, unique);
    describe_sequences<T>(out);
    out.put_u8(1);  // a user's table
    out.put_u8(T::is_public ? 0 : 1);
    describe_defaults(out, T::name);
    out.put_u8(T::is_event ? 1 : 0);
    for (const Entry* schedule : Registry::instance().of(Entry::Kind::Schedule, T::name)) {
        Writer& item = def.add(ModuleDef::Tag::Schedules);
        item.put_u8(NONE);
        item.put_string(T::name);
        item.put_value(schedule->number);
        item.put_string(schedule->text);
    }
    def.add_names(T::name);
}

// Functions

constexpr u8 PRIVATE = 0;
constexpr u8 CLIENT_CALLABLE = 1;

using DescribeParams = void (*)(Typespace&, Writer&);

template <DescribeParams Params>
[[gnu::cold]] void describe_reducer(ModuleDef& def, const Entry& entry) {
    const std::vector<const Entry*> events = Registry::instance().of(Entry::Kind::Lifecycle, entry.name);
    Writer params;
    Params(def.types, params);
    Writer& out = def.add(ModuleDef::Tag::Reducers);
    out.put_string(entry.name);
    out.put(params.data(), params.size());
    out.put_u8(events.empty() ? CLIENT_CALLABLE : PRIVATE);
    begin_product(out, 0);
    out.put_u8(static_cast<u8>(TypeTag::String));
    for (const Entry* event : events) {
        Writer& item = def.add(ModuleDef::Tag::LifecycleReducers);
        item.put_u8(static_cast<u8>(event->number));
        item.put_string(entry.name);
    }
    def.add_names(entry.name);
}

template <DescribeParams Params, class Returned>
[[gnu::cold]] void describe_procedure(ModuleDef& def, const Entry& entry) {
    Writer types;
    Params(def.types, types);
    Codec<Returned>::describe(def.types, types);
    Writer& out = def.add(ModuleDef::Tag::Procedures);
    out.put_string(entry.name);
    out.put(types.data(), types.size());
    out.put_u8(CLIENT_CALLABLE);
    def.add_names(entry.name);
}

/// How many functions of the kind come before this one.
inline u32 number_of(const Entry& entry) {
    const std::vector<const Entry*> same = Registry::instance().of(entry.kind);
    return static_cast<u32>(std::ranges::find(same, &entry) - same.begin());
}

template <DescribeParams Params, DescribeParams Returned>
[[gnu::cold]] void describe_view(ModuleDef& def, const Entry& entry) {
    Writer types;
    Params(def.types, types);
    Returned(def.types, types);
    Writer& out = def.add(ModuleDef::Tag::Views);
    out.put_string(entry.name);
    out.put_u32(number_of(entry));
    out.put_u8(1);  // public
    out.put_u8(entry.kind == Entry::Kind::AnonymousView ? 1 : 0);
    out.put(types.data(), types.size());
    for (const Entry* key : Registry::instance().of(Entry::Kind::ViewKey, entry.name)) {
        Writer& item = def.add(ModuleDef::Tag::ViewPrimaryKeys);
        item.put_string(entry.name);
        item.put_u32(1);
        item.put_string(key->text);
    }
    def.add_names(entry.name);
}

inline void describe_route(ModuleDef& def, const Entry& entry) {
    constexpr u16 ANY = 0xFFFF;
    Writer& out = def.add(ModuleDef::Tag::HttpRoutes);
    out.put_string(entry.name);
    out.put_u8(entry.number == ANY ? 0 : 1);
    if (entry.number != ANY) out.put_u8(static_cast<u8>(entry.number));
    out.put_string(entry.text);
}

}  // namespace stele::detail
