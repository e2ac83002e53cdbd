// Views of every kind. The reference describes the same module in views.bin.
#include <stele/stele.hpp>

using namespace stele;

struct Player {
    u64 id;
    Identity owner;
    std::string name;
    u32 level;
};
STELE_TYPE(Player, id, owner, name, level)
STELE_TABLE(player, Player, Public, PrimaryKey<&Player::id>, Unique<&Player::owner>, BTree<&Player::level>)

struct Item {
    u32 id;
    u64 player_id;
    std::string kind;
};
STELE_TYPE(Item, id, player_id, kind)
STELE_TABLE(item, Item, PrimaryKey<&Item::id>, BTree<&Item::player_id>)

struct ItemInfo {
    u32 item_id;
    std::string label;
};
STELE_TYPE(ItemInfo, item_id, label)

struct Count {
    u64 players;
};
STELE_TYPE(Count, players)

std::optional<Player> my_player(ViewContext& ctx) { return ctx.db[player].by<&Player::owner>().find(ctx.sender); }
STELE_VIEW(my_player)

std::vector<Item> my_items(ViewContext& ctx) {
    const std::optional<Player> me = ctx.db[player].by<&Player::owner>().find(ctx.sender);
    if (!me) return {};
    return ctx.db[item].by<&Item::player_id>().filter(me->id).to_vector();
}
STELE_VIEW(my_items)

std::vector<Player> top_players(AnonymousViewContext& ctx) {
    return ctx.db[player].by<&Player::level>().filter(at_least(10U)).to_vector();
}
STELE_VIEW(top_players)

std::optional<Count> player_count(AnonymousViewContext& ctx) { return Count{ctx.db[player].count()}; }
STELE_VIEW(player_count)

std::vector<ItemInfo> item_info(AnonymousViewContext& ctx) {
    std::vector<ItemInfo> infos;
    for (const Item& one : ctx.db[item].by<&Item::player_id>().filter(at_least(0U))) {
        infos.push_back({one.id, format_text("{}#{}", one.kind, one.player_id)});
    }
    return infos;
}
STELE_VIEW(item_info)
STELE_VIEW_PRIMARY_KEY(item_info, ItemInfo, item_id)

Query<Player> high_q(AnonymousViewContext&) { return from(player).where(col<&Player::level> >= 10U); }
STELE_VIEW(high_q)

Query<Player> mine_q(ViewContext& ctx) { return from(player).where(col<&Player::owner> == ctx.sender); }
STELE_VIEW(mine_q)

Query<Item> my_items_q(ViewContext& ctx) {
    return from(player).where(col<&Player::owner> == ctx.sender).right_semijoin<&Player::id, &Item::player_id>(item);
}
STELE_VIEW(my_items_q)

Query<Player> owners_of_swords_q(AnonymousViewContext&) {
    return from(item).where(col<&Item::kind> == "sword").right_semijoin<&Item::player_id, &Player::id>(player);
}
STELE_VIEW(owners_of_swords_q)

std::vector<Count> touchy(AnonymousViewContext& ctx) {
    if (ctx.db[player].by<&Player::level>().filter(666).next()) panic("touchy view does not like level 666");
    return {Count{1}};
}
STELE_VIEW(touchy)

void add_player(ReducerContext& ctx, u64 id, std::string name, u32 level) {
    ctx.db[player].insert({id, ctx.sender, std::move(name), level});
}
STELE_REDUCER(add_player, id, name, level)

void add_npc(ReducerContext& ctx, u64 id, std::string name, u32 level) {
    ctx.db[player].insert({id, {u256(id)}, std::move(name), level});
}
STELE_REDUCER(add_npc, id, name, level)

void set_level(ReducerContext& ctx, u64 id, u32 level) {
    Player found = ctx.db[player].by<&Player::id>().find(id).value();
    found.level = level;
    ctx.db[player].by<&Player::id>().update(found);
}
STELE_REDUCER(set_level, id, level)

void remove_player(ReducerContext& ctx, u64 id) { ctx.db[player].by<&Player::id>().erase(id); }
STELE_REDUCER(remove_player, id)

void add_item(ReducerContext& ctx, u32 id, u64 player_id, std::string kind) {
    ctx.db[item].insert({id, player_id, std::move(kind)});
}
STELE_REDUCER(add_item, id, player_id, kind)

void set_kind(ReducerContext& ctx, u32 id, std::string kind) {
    Item found = ctx.db[item].by<&Item::id>().find(id).value();
    found.kind = std::move(kind);
    ctx.db[item].by<&Item::id>().update(found);
}
STELE_REDUCER(set_kind, id, kind)

void give_item(ReducerContext& ctx, u32 id, u64 player_id) {
    Item found = ctx.db[item].by<&Item::id>().find(id).value();
    found.player_id = player_id;
    ctx.db[item].by<&Item::id>().update(found);
}
STELE_REDUCER(give_item, id, player_id)

void remove_item(ReducerContext& ctx, u32 id) { ctx.db[item].by<&Item::id>().erase(id); }
STELE_REDUCER(remove_item, id)
